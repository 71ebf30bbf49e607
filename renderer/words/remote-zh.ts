/** Approvals from another station, in Chinese. */
export const remoteZh = {
  title: '远程授权',
  where: '在哪里授权',
  wheres: { here: '在本机', there: '在店长那台收银机' },
  note: '请求会显示在店长登录的收银机上，同意后这里马上执行。',
  send: '发送请求',
  waits: '已发送，等待店长答复……{{time}} 后失效。',
  withdraw: '撤回请求',
  expired: '店长没有及时答复，请求已失效。请重新发送，或在本机授权。',
  refused: '店长 {{who}} 在 {{at}} 号台没有同意：{{why}}',
  nos: {
    'not-agreed': '不同意',
    'wrong-details': '金额或商品不对',
    'coming-over': '我过来看',
    other: '其他原因',
    'unknown-manager': '本机没有登记这位店长',
  },
  strip: '{{station}} 号台 {{who}} 请求授权：',
  more: '（还有 {{count}} 个）',
  open: '处理',
  none: '现在没有收银机等待授权。',
  which: '收银机',
  act: '要做的事',
  goods: '商品',
  and: '、',
  moreGoods: ' 等，另有 {{count}} 种',
  left: '剩余时间',
  why: '不同意的原因',
  no: '不同意',
  back: '返回',
  sayNo: '答复不同意',
  yes: '同意',
}

/** The other station, where somebody practises alone. */
export const neighbourZh = {
  title: '另一台收银机（99 号）',
  asks: '让它请求授权',
  yes: '让店长同意',
  no: '让店长不同意',
  said: { yes: '本机同意了它', no: '本机没有同意它' },
}
