/**
 * What the platform says when it does not do a thing. No list of its codes is public: those that begin with BBS9 are
 * this twin’s own, so that nobody takes them for the platform’s; a till that does not know them has to ask.
 */
export const REFUSALS = {
  unsigned: ['BBS90101', '签名缺失或格式错误'],
  'wrong-signature': ['BBS90102', '验签失败'],
  'wrong-time': ['BBS90103', '时间戳超出允许范围'],
  'used-nonce': ['BBS90104', '随机串重复'],
  'no-such-path': ['BBS90105', '接口不存在'],
  form: ['BBS90001', '参数错误'],
  'no-merchant': ['BBS90002', '商户不存在'],
  'no-terminal': ['BBS90003', '终端不存在'],
  'merchant-disabled': ['BBS11184', '商户已停用'],
  'wechat-app': ['BBS16111', 'sub_mch_id与sub_appid不匹配'],
  'no-wallet': ['BBS90004', '未开通该支付方式'],
  'number-used': ['BBS90005', '商户订单号重复'],
  'no-order': ['BBS90006', '原交易不存在'],
  'not-its-kind': ['BBS90007', '原交易不支持该操作'],
  'not-paid': ['BBS11114', '订单未支付'],
  'paid-already': ['BBS90008', '订单已支付'],
  'over-already': ['BBS90009', '订单已关闭'],
  'too-much': ['BBS90010', '退款金额超过可退金额'],
  'another-day': ['BBS90011', '非当日交易不可撤销'],
  undone: ['BBS90012', '订单已撤销'],
  'bad-code': ['BBS90201', '付款码无效'],
  'code-expired': ['BBS90202', '付款码已过期'],
  'code-used': ['BBS90203', '付款码已使用'],
  'too-little': ['BBS90204', '余额不足'],
  declined: ['BBS90205', '钱包拒绝支付'],
  'return-failed': ['BBS90206', '退款失败'],
} as const satisfies Readonly<Record<string, readonly [code: string, message: string]>>
export type Refusal = keyof typeof REFUSALS
