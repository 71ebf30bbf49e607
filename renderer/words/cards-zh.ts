/** The station as a card terminal of its acquirer, in Chinese. */
export const cardsZh = {
  title: '银行卡终端',
  note: '每天打烊后结算一次：把这一批刷卡交易与收单行核对。批次结算后，这一批只能退货，不能撤销。',
  terminal: '终端号',
  merchant: '商户号',
  batch: '批次',
  noBatch: '还没有签到',
  line: '签到',
  signedOn: { yes: '已签到', no: '未签到，下一笔交易前自动签到' },
  noKey: '还没有装入主密钥：请 IT 装入后再刷卡。',
  open: '有 {{count}} 笔刷卡还没有结果，查清以后才能结算。',
  empty: '这一批还没有交易。',
  kinds: { domestic: '境内卡', foreign: '境外卡' },
  side: { debit: '收款', credit: '退款' },
  count: '{{count}} 笔',
  signIn: '重新签到',
  settle: '结算这一批',
  settling: {
    asked: '正在与收单行核对总数',
    uploading: '总数不同，正在逐笔上送：{{uploaded}} / {{of}}',
    ending: '正在结束这一批',
  },
  brokenOff: '这次结算没有做完，再按“结算这一批”会接着做。',
  last: '上一批结算',
  balanced: '对账平',
  unbalanced: '对账不平，已逐笔上送',
  differing: '收单行没有收下的交易，请联系收单行核对：',
  which: '凭证号 {{stan}}',
  transactions: {
    ...{ sale: '消费', void: '消费撤销', refund: '退货', 'pre-auth': '预授权', 'pre-auth-void': '预授权撤销' },
    ...{ completion: '预授权完成', 'completion-void': '预授权完成撤销', balance: '余额查询' },
  },
  /** What the customer is asked for at the reader. */
  stages: {
    card: { title: '请顾客插卡、挥卡或刷卡', note: '等顾客出示银行卡。' },
    insert: { title: '请顾客把卡插入读卡器', note: '这张卡带芯片，要插卡，不能刷磁条。' },
    pin: { title: '请顾客在密码键盘上输入密码', note: '没有密码的卡，直接按确认。' },
  },
  ask: { card: '请插卡、挥卡或刷卡', insert: '请插入芯片', pin: '请输入密码' },
  customer: {
    title: '读卡器前的顾客',
    card: '顾客的卡',
    cards: {
      ...{ chip: '芯片卡，有密码', stripe: '磁条卡，有密码', signed: '信用卡，签名', foreign: '境外卡，签名' },
      ...{ poor: '余额 100 元', declined: '银行拒绝', lost: '挂失卡', expired: '过期卡' },
    },
    pin: '密码',
    pins: { right: '输对', wrong: '输错', none: '不输' },
    does: '顾客',
    bys: { itself: '自己操作', hand: '由我操作' },
    acts: {
      ...{ insert: '插卡', tap: '挥卡', swipe: '刷卡', 'broken-chip': '插卡（芯片坏）', pin: '输入密码' },
      cancel: '取消',
    },
  },
}

export const cardRefusalsZh = {
  'no-card-terminal': { what: '本机没有接收单行。', next: '刷卡走专用终端，或请 IT 设置收单行。' },
  'batch-empty': { what: '这一批没有交易，不用结算。', next: '有刷卡交易以后再结算。' },
  'card-order-open': { what: '还有刷卡交易没有结果，现在不能结算。', next: '先在上面的条里把它查清，再结算。' },
  'sign-in-failed': { what: '没有签到成功。', next: '请检查网络，过一会儿再试；一直不行就打电话给收单行。' },
  'not-answered': { what: '收单行没有答复，结算停在中间。', next: '请再按一次“结算这一批”，会接着做。' },
  'not-accepted': { what: '收单行现在不能结算。', next: '请过一会儿再试；一直不行就打电话给收单行。' },
}
