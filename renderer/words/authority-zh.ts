/** Who may say yes to what, in Chinese. */
export const authorityZh = {
  way: '授权方式',
  ways: { code: '退款密码', offline: '动态码加撤销密码' },
  fields: { pin: '申请人的支付密码', voidPassword: '撤销密码', totp: '店长验证器上的动态码', code: '退款密码' },
  codeHint: '14 位数字，由店长告知',
  send: '把退款密码发到 {{to}}',
  sendAgain: '重新发到 {{to}}',
  nobodyReached: '这位店长没有登记邮箱或手机，收不到退款密码。请店长登录后在“操作员”里登记。',
  refundsLocked: '退款密码输错太多次，这笔交易已停止退款。请店长登录后在这里解锁。',
  delivery: {
    waiting: '正在发给 {{who}} 店长……',
    sent: '已发给 {{who}} 店长。{{time}} 内有效，还可输入 {{count}} 次。',
    failed: '没有发出去。请重新发送，或换一种方式；仍不行就请 IT 检查网络和邮箱设置。',
    forgotten: '已在重启前发给 {{who}} 店长。{{time}} 内有效，还可输入 {{count}} 次；没收到就重新发送。',
  },
  code: {
    expired: '退款密码已过期，请重新发送。',
    dead: '退款密码输错三次，已作废。请重新发送。',
    used: '这个退款密码已经用过，请重新发送。',
    replaced: '请用最新收到的退款密码。',
  },
  unlock: '解除退款停止',
  unlockTitle: '店长解除退款停止',
}
