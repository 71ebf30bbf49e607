/** The stations of a shop, in Chinese. */
export const shopFloorZh = {
  title: '全店收银台',
  none: '还没有联系上别的收银台。',
  station: '{{station}} 号台',
  here: '本机',
  away: '联系不上，{{time}} 时的情况',
  nobody: '没有人在岗',
  stopped: '已停机',
  all: '全店',
  sales: '{{count}} 笔',
  open: '正在收银：{{count}} 件',
  columns: { who: '在岗', taken: '今日收款', cash: '其中现金', back: '撤销与退款', sale: '当前单', state: '要留意' },
  unresolved: '结果不明 {{count}} 笔',
  outbox: '待发送 {{count}} 条',
  parked: '挂单 {{count}} 个',
  recall: {
    elsewhere: '别的收银台挂起的',
    asking: '正在向 {{station}} 号台取单……',
    passing: '在路上：给 {{to}} 号台',
    takeBack: '拿回来',
  },
  locked: '您已在 {{station}} 号台登录，本机已锁定。',
}

export const shopRefusalsZh = {
  'station-away': {
    what: '那台收银机没有回答。',
    next: '请看它是否开着、网络是否正常。单还在那台；如果那里显示“在路上”，请店长在那台拿回来。',
  },
  'recall-running': { what: '已经在取单了。', next: '请等几秒钟。' },
  'station-there': { what: '那台收银机联系得上，它自己会说收到没有。', next: '请稍等片刻再看。' },
}
