import { expect, it } from 'vitest'
import { isEmail, isPhone, masked } from './contact.ts'

it.each([
  ['email', 'lisi@shop.cn', 'l***@shop.cn'],
  ['email', 'a@b.cn', 'a***@b.cn'],
  ['email', 'no address', '***'],
  ['sms', '13800001234', '138****1234'],
  ['sms', '+8613800001234', '+86138****1234'],
  ['sms', '12345678', '****5678'],
  ['sms', '1234567', '***'],
  ['sms', 'call me', '***'],
] as const)('masks by %s %s as %s', (channel, address, shown) => {
  expect(masked(channel, address)).toBe(shown)
})

it.each(['a@b', 'a b@c.cn', 'a@b.cn, c@d.cn', 'a@b.cn\r\nBcc: c@d.cn', '<a@b.cn>', '@b.cn', `${'a'.repeat(120)}@b.cn`])(
  'is no mail address: %j',
  (text) => {
    expect(isEmail(text)).toBe(false)
  },
)

it.each(['138 0000 1234', '138-0000', '1234', '+', '12345678901234567', '13800001234\n'])(
  'is no number: %j',
  (text) => {
    expect(isPhone(text)).toBe(false)
  },
)
