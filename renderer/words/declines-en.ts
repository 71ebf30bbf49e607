import type { declinesZh } from './declines-zh.ts'
import type { Explained } from './refusals.ts'

const AGAIN = 'Try again, or take another way to pay.'
const IT = 'Take another way to pay, and have IT see to it.'
const OTHER_CARD = 'Ask for another card, or take another way to pay.'
const LOOK = 'Look at the screen of the terminal; if it goes on take another way to pay.'
const OTHER_WAY = 'Take another way to pay.'
const WHICH = 'Check which payment it is; if it fails again have a manager call the acquirer.'
const SOON = 'Try again shortly, or take another way to pay.'

/** What a decline says that bears a name; see the Chinese ones. */
export const declinesEn: Readonly<Record<keyof typeof declinesZh, Explained>> = {
  'not-sent': {
    what: 'not connected, nothing was sent',
    next: 'Nobody was charged. Try again; if it fails again take another way to pay.',
  },
  'no-answer': { what: 'the bank did not answer', next: 'Try again in a while.' },
  closed: { what: 'it is closed already', next: 'Take the payment anew.' },
  'card-cancelled': { what: 'it was cancelled at the reader', next: AGAIN },
  'card-late': { what: 'nobody presented a card in time', next: AGAIN },
  'card-unreadable': {
    what: 'the card could not be read three times',
    next: 'Wipe its chip and try again, or take another card or another way to pay.',
  },
  'card-keys': {
    what: 'the PIN pad has no key of today',
    next: 'Take it once more: a sign-in brings the key. If that does not help, call IT.',
  },
  'card-away': {
    what: 'the card reader is not connected',
    next: 'Check its power and plug and try again, or take another way to pay.',
  },
  BBS90201: { what: 'the payment code is not valid', next: 'Have the customer refresh it, and scan again.' },
  BBS90202: { what: 'the payment code has expired', next: 'Have the customer refresh it, and scan again.' },
  BBS90203: { what: 'this payment code was used before', next: 'Have the customer refresh it, and scan again.' },
  BBS90204: { what: 'too little is in the wallet', next: 'Have the customer pay another way.' },
  BBS90205: { what: 'the wallet did not approve it', next: 'Ask for another wallet, or take another way to pay.' },
  BBS11184: { what: 'the payment platform has disabled this shop', next: IT },
  BBS16111: { what: 'this wallet is not set up for the shop', next: IT },
  'no-key': { what: 'the key for the payment platform is not there', next: IT },
  'no-payment-code': { what: 'that is no payment code', next: 'Ask for the payment code and scan it.' },
  'no-code-to-show': {
    what: 'the platform gave no code to show',
    next: 'Scan the customer’s, or take another way to pay.',
  },
  'code-late': { what: 'nobody showed a payment code in time', next: AGAIN },
  'card-other': { what: 'this is not the card that paid', next: 'Ask for the card that paid.' },
  settling: {
    what: 'the batch is being settled, no card can be taken now',
    next: 'Try again when it is settled, or take another way to pay.',
  },
  'batch-full': {
    what: 'the batch is full and has to be settled first',
    next: 'Have a manager settle it; take another way to pay for this one.',
  },
  'no-original': { what: 'the original is not found', next: WHICH },
  settled: { what: 'the original was settled and can not be voided', next: 'Make it a refund instead.' },
  'no-master-key': { what: 'the terminal has no master key yet', next: IT },
  'pin-pad': {
    what: 'the PIN pad did not take the key of today',
    next: 'Check its plug and try again; if it fails again take another way to pay, and have IT see to it.',
  },
  keys: {
    what: 'the keys that the bank gave are not right',
    next: 'Try again; if it fails again take another way to pay, and have IT call the acquirer.',
  },
  Aborted: { what: 'given up at the terminal', next: AGAIN },
  Busy: { what: 'the terminal is busy', next: SOON },
  Cancel: { what: 'the customer cancelled', next: AGAIN },
  DeviceOut: { what: 'the terminal is not ready', next: LOOK },
  InsertedCard: { what: 'a card is still in the terminal', next: 'Take it out first, then try again.' },
  InvalidCard: { what: 'this card can not be used', next: OTHER_CARD },
  LoggedOut: { what: 'the terminal is logged out', next: AGAIN },
  MessageFormat: { what: 'the terminal can not read what it was asked', next: IT },
  NotAllowed: { what: 'the terminal does not allow it', next: OTHER_WAY },
  NotFound: { what: 'the terminal does not find it', next: WHICH },
  PaymentRestriction: { what: 'this card can not pay for this', next: OTHER_CARD },
  Refusal: { what: 'the bank did not approve it', next: OTHER_CARD },
  UnavailableDevice: { what: 'the terminal can not be used', next: LOOK },
  UnavailableService: { what: 'the terminal does not do this', next: OTHER_WAY },
  UnreachableHost: { what: 'the terminal can not reach the bank', next: SOON },
  WrongPIN: { what: 'wrong PIN', next: 'The customer can try again with care; or take another way to pay.' },
  unsaid: { what: 'the terminal did not say why', next: LOOK },
  'not-found': { what: 'the terminal did not get it', next: AGAIN },
}

/** See the Chinese one. */
export const unknownDeclineEn: Explained = {
  what: 'not approved, for an unknown reason',
  next: 'Take another way to pay, and tell the acquirer or support the code.',
}
