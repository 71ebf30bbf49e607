import type { Refusals } from './refusals.ts'

/** Why nobody said yes, and what to do next. */
export const authorityRefusalsZh = {
  'void-password-revoked': {
    what: '这位店长的撤销密码已停用。',
    next: '请另一位店长重设，再由本人改掉；或换一位店长。',
  },
  'void-password-must-change': {
    what: '这位店长的撤销密码是别人设的，还没改过。',
    next: '请店长先在“更多 → 我的密码”里改掉它。',
  },
  'needs-approval': { what: '这一步要先授权。', next: '请按屏幕上的要求输入，或请店长来。' },
  'pin-needed': {
    what: '还要输入申请人的支付密码。',
    next: '请输入六位支付密码；还没有就先在“更多 → 我的密码”里设定。',
  },
  'word-needed': { what: '还要店长的撤销密码。', next: '请店长选好自己的编号，再输入撤销密码。' },
  'factor-needed': { what: '还要店长的动态码。', next: '请店长输入手机验证器上的六位数字。' },
  'code-needed': { what: '退款要用一次性退款密码。', next: '请先把退款密码发给店长，再输入店长告知的数字。' },
  'offline-too-much': { what: '金额太大，不能只凭动态码和撤销密码退款。', next: '请把退款密码发给店长。' },
  'wrong-pin': { what: '支付密码不对。', next: '请再输一次；忘了就请店长重设。' },
  'pin-not-set': { what: '申请人还没有支付密码。', next: '请先在“更多 → 我的密码”里设定。' },
  'pin-locked': { what: '支付密码输错次数太多。', next: '请等一会儿再试，或请店长在“操作员”里解锁。' },
  'pin-shut': { what: '支付密码已锁定。', next: '请店长登录后，在“操作员”里解锁。' },
  'pin-alone': { what: '支付密码输错次数太多，没有店长能解锁。', next: '请等一会儿再试；以后请再添一位店长。' },
  'wrong-totp': { what: '动态码不对。', next: '请等验证器换下一个数字再输；还不对就核对手机的时间。' },
  'totp-not-set': { what: '这位店长还没有绑定验证器。', next: '请店长在“更多 → 我的密码”里绑定，或换别的方式。' },
  'totp-used': { what: '这个动态码已经用过。', next: '请等验证器换下一个数字再输。' },
  'totp-locked': { what: '动态码输错次数太多。', next: '请等一会儿再试，或换一位店长。' },
  'totp-shut': { what: '动态码已锁定。', next: '请另一位店长登录后，在“操作员”里解锁。' },
  'totp-alone': { what: '动态码输错次数太多，没有别的店长能解锁。', next: '请等一会儿再试；以后请再添一位店长。' },
  'wrong-code': { what: '退款密码不对。', next: '请向店长核对后再输；输错三次就作废。' },
  'code-misread': {
    what: '退款密码没有输对，像是漏了或错了一位。',
    next: '请照店长收到的 14 位数字再输；这次不算输错。',
  },
  'no-code': { what: '还没有给这笔退款发过退款密码。', next: '请先发送退款密码。' },
  'code-used': { what: '这个退款密码已经用过。', next: '每次退款都要一个新的，请重新发送。' },
  'code-dead': { what: '退款密码输错三次，已作废。', next: '请重新发送。' },
  'code-expired': { what: '退款密码已过期。', next: '请重新发送。' },
  'code-for-another': { what: '这个退款密码是给别的退款内容的。', next: '退的商品或金额变了，就要重新发送退款密码。' },
  'refunds-locked': {
    what: '退款密码作废太多次，这笔交易已停止退款。',
    next: '请店长登录，找到这笔交易，用撤销密码解除。',
  },
  'too-many-codes': { what: '这笔交易一小时内发的退款密码太多。', next: '请用最后收到的那个，或一小时后再发。' },
  'no-code-asked': { what: '这一步不需要退款密码。', next: '请按屏幕上的要求输入。' },
  'not-reachable': {
    what: '这位店长没有登记这种联系方式，或它没有设置好。',
    next: '请换一种方式，或请店长在“操作员”里登记。',
  },
  'policy-below-floor': { what: '授权规则不能低于规定的底线。', next: '请按标出的那一行补上要求。' },
  'policy-wrong': { what: '授权规则有一行不合规。', next: '请按标出的那一行改正。' },
  'policy-changed': { what: '授权规则刚被别人改过。', next: '请关上再打开，看过新的规则再改。' },
  'policy-locked': { what: '授权规则由总部统一设定，本店不能改。', next: '要改请联系总部。' },
} satisfies Partial<Refusals>
