import type { Explained } from './refusals.ts'

/** What head office posts, in Chinese. */
export const postingsZh = {
  notices: {
    title: '公告',
    none: '现在没有公告。',
    until: '有效至 {{time}}',
    mustRead: '必读',
    read: '✓ 已读',
    strip: '有必读公告，读完才能开始下一单。',
    open: '阅读',
    confirm: '我已阅读',
    later: '稍后再读',
    count: '第 {{nth}} 条，共 {{count}} 条必读公告',
    note: '公告来自总部。点“我已阅读”会记入流水。',
  },
  station: {
    'cash-only': '总部要求本台只收现金。有疑问请致电总部。',
    closed: '总部已停用本台，不能开始新的交易。请到别的收银台收款，并致电总部。',
  },
  postings: {
    title: '总部下发',
    none: '总部还没有下发过内容。',
    kind: {
      catalogue: '商品和价格',
      operators: '人员',
      policy: '授权规则',
      fees: '手续费率',
      notices: '公告',
      standing: '激活和停用',
      profile: '设置',
      stations: '本店收银台名单',
    },
    scope: { all: '全店', own: '本台' },
    is: { 'in-force': '生效中', waits: '等待生效' },
    issued: '签发于 {{time}}',
    from: '{{time}} 起生效',
    next: '没有未完成的交易时生效',
    lists: '价格表',
    list: { goods: '全部商品，{{rows}} 种', prices: '调价，{{rows}} 种' },
    nextStart: '总部改了本台的设置，下次启动时生效。',
    lacksGoods: '总部的商品表在本机读不出，暂用原来的商品；连上总部后会自动补齐。',
    refused: '没有采用：{{kind}}。',
    refusedStrip: '总部下发的内容有一项没有采用。',
    open: '查看',
    version: '第 {{revision}} 版，{{time}}',
    why: {
      'posting-misread': '内容读不懂，不是总部工具签发的。请总部重新下发。',
      'posting-forged': '不是本台信任的总部密钥签的（{{about}}）。请致电总部查明是谁放的。',
      'posting-elsewhere': '是给别的商户、门店或收银台的（{{about}}）。请总部核对后重新下发。',
      'posting-older': '比本台已有的旧（{{about}}），没有采用。请总部重新签发。',
      'posting-unsound': '内容不合规（{{about}}）。请总部改正后重新下发。',
      'posting-too-big': '内容太大（{{about}} 字节）。请总部分成几次下发。',
      'part-missing': '缺少一部分（{{about}}）。本台会再取；若仍缺，请总部重新下发。',
      'part-forged': '有一部分与签名不符（{{about}}）。请总部重新下发。',
      'would-break': '用了会让本台不能工作（{{about}}）。请总部改正后重新下发。',
      'posting-waits': '店长还没有确认这些设置：{{about}}。请先在“完整性检查”里确认。',
    },
    kept: '本台继续用之前的内容。',
  },
}

/** Why something waits for head office, or for a notice to be read. */
export const postingRefusalsZh = {
  'station-closed': { what: '总部已停用本台，不能开始新的交易。', next: '请到别的收银台收款，并致电总部。' },
  'notice-unread': { what: '有必读公告还没读。', next: '请先读完公告，再开始下一单。' },
  'cash-only': { what: '总部要求本台只收现金。', next: '请收现金；有疑问请致电总部。' },
  'no-such-notice': { what: '这条公告已经撤下或过期了。', next: '不用再读，请继续。' },
} satisfies Readonly<Record<string, Explained>>
