import type { cardRefusalsZh, cardsZh } from './cards-zh.ts'

/** The station as a card terminal of its acquirer, in English. */
export const cardsEn: typeof cardsZh = {
  title: 'Card terminal',
  note: 'Settled once a day after closing: compared with the acquirer. Then it can be refunded, but not voided.',
  terminal: 'Terminal',
  merchant: 'Merchant',
  batch: 'Batch',
  noBatch: 'not signed in yet',
  key: {
    title: 'Master key',
    note: "Two people enter one component each (32 hex digits), unseen. The acquirer's letter has the check value.",
    parts: { one: 'First component', other: 'Second component' },
    load: 'Load the master key',
    loaded: "Loaded, check value {{check}}. Hold it against the acquirer's letter; if it differs, enter both again.",
    there: 'loaded',
    none: 'none',
  },
  line: 'Sign-in',
  signedOn: { yes: 'signed in', no: 'not signed in; it does so before the next transaction' },
  noKey: 'The master key was not loaded: IT has to load it before cards can be taken.',
  open: '{{count}} card orders have no result yet; the batch is settled when they have.',
  empty: 'Nothing is in this batch yet.',
  kinds: { domestic: 'Domestic cards', foreign: 'Foreign cards' },
  side: { debit: 'Taken', credit: 'Given back' },
  count: '{{count}} ×',
  signIn: 'Sign in anew',
  echo: 'Test the line',
  echoed: 'The acquirer answers.',
  signOff: 'Sign off',
  balance: 'Balance of the card',
  has: 'It has ¥{{amount}}',
  settle: 'Settle this batch',
  settling: {
    asked: 'Comparing the totals with the acquirer',
    uploading: 'The totals differ; telling each transaction: {{uploaded}} of {{of}}',
    ending: 'Closing the batch',
  },
  brokenOff: 'This settlement was not finished. "Settle this batch" goes on where it stopped.',
  last: 'Last batch',
  print: 'Print the totals',
  balanced: 'balanced',
  unbalanced: 'not balanced; each transaction was told',
  differing: 'The acquirer did not take these. Go through them with it:',
  which: 'Voucher {{stan}}',
  transactions: {
    ...{ sale: 'Sale', void: 'Void', refund: 'Refund', 'pre-auth': 'Pre-authorisation' },
    ...{ 'pre-auth-void': 'Void of a pre-authorisation', completion: 'Completion' },
    ...{ 'completion-void': 'Void of a completion', balance: 'Balance' },
  },
  stages: {
    card: { title: 'Ask for the card', note: 'The customer inserts, taps or swipes it.' },
    insert: { title: 'Ask to insert the card', note: 'This card has a chip: it is put in, not swiped.' },
    pin: { title: 'Ask for the PIN', note: 'On the PIN pad; without a PIN, they press enter.' },
  },
  ask: { card: 'Insert, tap or swipe', insert: 'Insert your card', pin: 'Enter your PIN' },
  customer: {
    title: 'Customer at the card reader',
    card: 'Their card',
    cards: {
      ...{ chip: 'Chip, PIN', stripe: 'Stripe, PIN', signed: 'Credit, signed', foreign: 'Foreign, signed' },
      ...{ poor: '100.00 on it', declined: 'Declined', lost: 'Lost card', expired: 'Expired' },
    },
    pin: 'PIN',
    pins: { right: 'right', wrong: 'wrong', none: 'none' },
    does: 'They',
    bys: { itself: 'act by themselves', hand: 'wait for me' },
    acts: {
      ...{ insert: 'Insert', tap: 'Tap', swipe: 'Swipe', 'broken-chip': 'Insert (broken chip)', pin: 'Type the PIN' },
      cancel: 'Cancel',
    },
  },
}

export const cardRefusalsEn: typeof cardRefusalsZh = {
  'no-card-terminal': {
    what: 'No acquirer is set up here.',
    next: 'Take cards on the terminal, or ask IT to set one up.',
  },
  'key-is-there': {
    what: 'The key to practise with is there already.',
    next: 'One is loaded where a real acquirer is set up.',
  },
  'weak-key': {
    what: 'These two make no safe key.',
    next: "Check the acquirer's letter, and enter both components again.",
  },
  'nothing-to-print': { what: 'There is nothing to print.', next: 'Only the newest can be printed again.' },
  'paper-refused': {
    what: 'It was not printed.',
    next: 'Check the printer, its paper and cable, and press once more.',
  },
  'paper-unknown': {
    what: 'Nobody knows whether it came out.',
    next: 'Look at the paper; if it is not there, press once more.',
  },
  'batch-empty': { what: 'Nothing is in this batch.', next: 'Settle when cards were taken.' },
  'card-order-open': { what: 'A card order has no result yet.', next: 'Clear it up in the strip above, then settle.' },
  'sign-in-failed': {
    what: 'The sign-in failed.',
    next: 'Check the network and try again in a while; if that does not help, call the acquirer.',
  },
  'not-answered': {
    what: 'The acquirer did not answer; the settlement stopped.',
    next: 'Press "Settle this batch" once more: it goes on where it stopped.',
  },
  'not-accepted': {
    what: 'The acquirer can not settle now.',
    next: 'Try again in a while; if that does not help, call the acquirer.',
  },
}
