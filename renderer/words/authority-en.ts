import type { authorityZh, policyZh } from './authority-zh.ts'

export const authorityEn: typeof authorityZh = {
  way: 'Authorised by',
  ways: { code: 'Refund code', offline: 'Authenticator and void password' },
  fields: {
    pin: 'Transaction PIN of who asks',
    voidPassword: 'Void password',
    totp: "Code on the manager's authenticator",
    code: 'Refund code',
  },
  sign: "Use the manager's passkey",
  signed: 'Confirmed by passkey',
  codeHint: '14 digits',
  send: 'Send the refund code to {{to}}',
  sendAgain: 'Send again to {{to}}',
  nobodyReached:
    'This manager has no e-mail or phone on record for refund codes. The manager sets one under Operators.',
  refundsLocked:
    'Too many wrong refund codes: this sale is not refunded any more. A manager signs in and unlocks it here.',
  delivery: {
    waiting: 'Being sent to manager {{who}}...',
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
  goOn: 'Approve and do it',
  pendingNote: 'This has to be approved first; then it is done at once.',
  amounts: { given: 'Given away', removed: 'Taken out' },
}

export const policyEn: typeof policyZh = {
  title: 'Authorisation policy',
  note: 'What each act asks for. Ask for more if you like, never for less than the floor (grey). Version {{version}}.',
  locked: 'Set by head office (issued {{issued}}); it is not changed here. Version {{version}}.',
  acts: {
    'void-paid': 'Void a paid sale',
    refund: 'Refund',
    'void-tender': 'Give back a payment of the open sale, or release a hold',
    reduce: 'Discount or price beyond the limit',
    'remove-line': 'Remove goods or lower a quantity',
    'cancel-sale': 'Give up the whole sale',
    reprint: 'Print a copy',
  },
  asks: {
    pin: 'Transaction PIN',
    'void-password': 'Void password',
    'second-person': 'Second person',
    'second-factor': 'Authenticator',
    'refund-code': 'Refund code',
  },
  add: 'Add a line',
  remove: 'Remove',
  from: 'From (yuan)',
  after: 'After payment (minutes)',
  offline: 'Most to refund without a code (yuan)',
  minutes: 'A code is good for (minutes, 2–60)',
  password: 'Your void password',
  save: 'Save',
  faults: {
    'below-floor': 'The marked line asks for less than the floor.',
    'no-code-for-it': 'Refund codes are for refunds and voids only.',
    'no-first-line': 'Each act needs a line that begins at nothing.',
    twice: 'The marked line begins where another does: enter an amount or a time.',
    'too-many': 'Too many lines: 60 at most.',
    'out-of-range': 'A number is out of range.',
  },
}
