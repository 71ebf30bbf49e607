import type { SecretWhy } from './secret-refusals.ts'
import type { Explained } from './refusals.ts'

/** Why a secret was refused, and what to do next, in Chinese. */
export const secretRefusalsZh: Readonly<Record<SecretWhy, Explained>> = {
  'must-change': { what: '密码是别人设的，或已到期。', next: '请在下面改成自己的，改好就登录。' },
  'password-revoked': {
    what: '登录密码已作废。',
    next: '请另一位店长在“更多 → 操作员”里重设；没有别的店长就用总部的重设口令。',
  },
  'secrets-elsewhere': {
    what: '密码的校验密钥在另一台机器上，这里谁的密码都核对不了。',
    next: '请用总部的重设口令，或请 IT 用新的备份恢复。',
  },
  'repeat-differs': { what: '两次输入的不同。', next: '请重新输入两遍。' },
  'same-as-now': { what: '和现在的相同。', next: '请换一个新的。' },
  'used-before': { what: '以前用过，或已在用。', next: '请换一个从没用过的。' },
  'secret-equals-another': { what: '和您的另一个密码相同。', next: '每个密码都要不同，请换一个。' },
  'no-such-secret': { what: '这个角色没有这种密码。', next: '请核对操作员和密码的种类。' },
  'secret-short': { what: '密码太短。', next: '至少 6 位，请换一个长些的。' },
  'pin-not-six-digits': { what: '支付密码不是 6 位数字。', next: '请输入 6 位数字。' },
  'secret-plain': { what: '密码是重复或连续的，太容易猜。', next: '请换一个没有规律的。' },
  'secret-common': { what: '密码太常见，别人会先试它。', next: '请换一个别人想不到的。' },
  'secret-own-number': { what: '密码里是操作员的编号。', next: '请换一个和编号无关的。' },
  'secret-own-name': { what: '密码里有本人的姓名。', next: '请换一个和姓名无关的。' },
  'wrong-secret': { what: '密码不对，没有执行。', next: '请再输一次；这次已记录。' },
  'secret-locked': { what: '输错太多次，暂时锁定。', next: '请等提示的时间过后再试。' },
  'secret-shut': { what: '输错太多次，已锁定。', next: '请另一位店长登录，在“更多 → 操作员”里解锁。' },
  'secret-alone': { what: '输错太多次；没有别的店长能解锁。', next: '请等提示的时间过后再试。' },
  'secret-not-set': { what: '还没有设置。', next: '请先在“更多 → 我的密码”里设置。' },
  'secret-revoked': { what: '这个密码已作废。', next: '请另一位店长在“更多 → 操作员”里重设。' },
  'secret-must-change': { what: '这个密码是别人设的。', next: '请先在“更多 → 我的密码”里改成自己的。' },
  'own-secret': { what: '自己的密码不用重设。', next: '请在“更多 → 我的密码”里修改。' },
  'already-revoked': { what: '已经作废了。', next: '请重设一个新的。' },
  'nobody-to-reset': { what: '没有别的店长能重设它，所以没有作废。', next: '请马上改成新的密码；旧的随即失效。' },
  'enrolment-over': { what: '绑定没有开始，或已过期（10 分钟）。', next: '请重新输入撤销密码，再扫一次码。' },
  'wrong-code': { what: '六位动态码不对。', next: '请核对手机的时间，输入最新的码；这次已记录。' },
  'not-an-email': { what: '这不是邮箱地址。', next: '请输入形如 name@shop.cn 的地址，或留空。' },
  'not-a-phone': { what: '这不是手机号。', next: '请输入 5 至 15 位数字，或留空。' },
}
