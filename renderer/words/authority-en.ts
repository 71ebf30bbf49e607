import type { authorityZh } from './authority-zh.ts'

export const authorityEn: typeof authorityZh = {
  way: 'Authorised by',
  ways: { code: 'Refund code', offline: 'Authenticator and void password' },
  fields: {
    pin: 'Transaction PIN of who asks',
    voidPassword: 'Void password',
    totp: 'Code on the manager’s authenticator',
    code: 'Refund code',
  },
  codeHint: '14 digits, told by the manager',
  send: 'Send the refund code to {{to}}',
  sendAgain: 'Send again to {{to}}',
  nobodyReached:
    'This manager has no e-mail or phone on record for refund codes. The manager sets one under Operators.',
  refundsLocked:
    'Too many wrong refund codes: this sale is not refunded any more. A manager signs in and unlocks it here.',
  delivery: {
    waiting: 'Being sent to manager {{who}}…',
    sent: 'Sent to manager {{who}}. Good for {{time}}; {{count}} tries left.',
    failed: 'It could not be sent. Send it again or choose another way; if that fails, IT checks network and mail.',
    forgotten:
      'Sent to manager {{who}} before the restart. Good for {{time}}; {{count}} tries left. Not there? Send again.',
  },
  code: {
    expired: 'The refund code has expired. Send a new one.',
    dead: 'The refund code was entered wrongly three times and is void. Send a new one.',
    used: 'This refund code was used already. Send a new one.',
    replaced: 'Use the newest refund code.',
  },
  unlock: 'Let refunds go on',
  unlockTitle: 'A manager lets refunds go on',
}
