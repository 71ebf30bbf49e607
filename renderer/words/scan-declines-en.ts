import type { Explained } from './refusals.ts'
import type { scanClassesZh, scanCodesZh, scanDeclinesZh } from './scan-declines-zh.ts'

const AGAIN = 'Try again, or take another way to pay.'
const IT = 'Take another way to pay, and have IT see to it.'
const FRESH = 'Have the customer refresh it, and scan again.'
const OTHER_WALLET = 'Ask for another wallet, or take another way to pay.'
const ANEW = 'Take the payment anew.'
const SOON = 'Try again in a while.'

/** See the Chinese ones. */
export const scanDeclinesEn: Readonly<Record<keyof typeof scanDeclinesZh, Explained>> = {
  'no-payment-code': { what: 'that is no payment code', next: 'Ask for the payment code and scan it.' },
  'no-code-to-show': {
    what: 'the platform gave no code to show',
    next: "Scan the customer's, or take another way to pay.",
  },
  'code-late': { what: 'nobody showed a payment code in time', next: AGAIN },
  'no-key': { what: 'the key for the payment platform is not loaded here yet', next: IT },
  'no-holds': { what: 'nothing can be held by a scan payment', next: 'Hold it on a card.' },
  'given-up': { what: 'given up, and nothing went back', next: 'If it is to go back after all, begin it anew.' },
  FAIL: { what: "the customer's wallet did not pay", next: OTHER_WALLET },
  CLOSE: { what: 'it is closed and was not paid', next: ANEW },
  REFUND: { what: 'it went back already', next: ANEW },
  REVOKED: { what: 'it was voided already', next: ANEW },
  PART_REFUND: { what: 'some of it went back already', next: 'Refund what is left of it instead.' },
  INIT: { what: 'the customer has not paid it yet', next: SOON },
  CREATE: { what: 'the customer has not paid it yet', next: SOON },
  DEAL: { what: 'the platform is still at it', next: SOON },
  UNKNOWN: {
    what: 'the platform does not know the end of it either',
    next: 'Try again in a while; if it fails again have a manager call the platform.',
  },
}

/** See the Chinese ones. */
export const scanCodesEn: Readonly<Record<keyof typeof scanCodesZh, Explained>> = {
  BBS90201: { what: 'the payment code is not valid', next: FRESH },
  BBS90202: { what: 'the payment code has expired', next: FRESH },
  BBS90203: { what: 'this payment code was used before', next: FRESH },
  BBS90204: { what: 'too little is in the wallet', next: 'Have the customer pay another way.' },
  BBS90205: { what: 'the wallet did not approve it', next: OTHER_WALLET },
  BBS90010: { what: 'less than that is left to give back', next: 'Check how much of it can still go back.' },
  BBS90206: {
    what: 'the refund failed',
    next: 'Try again; if it fails again have a manager call the platform.',
  },
  BBS11184: { what: 'the payment platform has disabled this shop', next: IT },
  BBS16111: { what: 'this wallet is not set up for the shop', next: IT },
}

/** See the Chinese ones. */
export const scanClassesEn: Readonly<Record<keyof typeof scanClassesZh, Explained>> = {
  declined: { what: "the customer's wallet did not approve it", next: OTHER_WALLET },
  code: { what: 'the payment code is not good any more', next: FRESH },
  configuration: { what: 'the shop is not set up right at the payment platform', next: IT },
  closed: { what: 'the platform has closed it already', next: ANEW },
  'not-found': {
    what: 'the platform knows of no such payment',
    next: 'Check which payment it is; if it fails again have a manager call the platform.',
  },
  'not-refundable': {
    what: 'the platform does not give this back',
    next: 'Check how much can still go back; if it fails again have a manager call the platform.',
  },
}
