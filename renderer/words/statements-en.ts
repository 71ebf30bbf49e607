import type { statementRefusalsZh, statementsZh } from './statements-zh.ts'

/** Statements of the scan payment platform, in English. */
export const statementsEn: typeof statementsZh = {
  title: 'Statements',
  note: "Put the payment platform's statement (CSV) into this folder, then choose it. Checking changes no sale.",
  folder: 'Folder',
  none: 'There is no statement in the folder yet.',
  size: '{{kb}} KB',
  refresh: 'Refresh',
  checking: 'Checking...',
  list: 'Choose a file',
  days: 'Days',
  before: 'This file was checked at {{time}}; this is how it is now.',
  rows: '{{rows}} lines, {{agrees}} agree',
  elsewhere: ', {{count}} are of other stations (check them there)',
  bad: 'Lines that could not be read: {{count}}',
  allAgree: '✓ All agree',
  differing: '✕ {{count}} differ',
  more: "Only the first {{count}} are listed. See first whether it is this shop's, and its columns are right.",
  sums: { paid: 'Paid', back: 'Given back', fee: 'Fees', net: 'For the shop' },
  here: 'This station',
  there: 'Statement',
  estimated: ' (estimated)',
  filter: 'Show',
  all: 'All',
  is: {
    amount: 'Amount differs',
    'there-only': 'On the statement, not here',
    'here-only': 'Here, not on the statement',
    'taken-there': 'Paid there, not here',
    'back-there': 'Given back there, not here',
    'unclear-here': 'Not known here yet',
    'other-kind': 'Payment and refund mixed up',
    twice: 'Twice on the statement',
    fee: 'Fee is not as estimated',
  },
  kind: { payment: 'Payment', refund: 'Refund', revocation: 'Revocation' },
  line: 'line {{line}}',
  log: 'log no. {{number}}',
  order: 'order no. {{number}}',
  ask: 'Ask platform',
  asking: 'Asking the platform...',
  says: {
    paid: 'The platform says: paid, nothing given back.',
    'not-paid': 'The platform says: not paid, or all of it given back ({{why}}).',
    open: 'The platform says: no result yet.',
    'not-found': 'The platform says: no such order.',
    nothing: "No clear answer; part of it may have been given back. Look at the platform's merchant page.",
  },
  settling: 'The station is taking that over.',
}

export const statementRefusalsEn: typeof statementRefusalsZh = {
  'no-statement-folder': {
    what: 'The folder for statements can not be opened.',
    next: 'IT checks the rights of the data folder and the space on the disk.',
  },
  'no-such-statement': { what: 'There is no such file.', next: 'Refresh the list; names end in .csv or .txt.' },
  'statement-busy': { what: 'The last check or question has not ended.', next: 'Wait a moment, then press again.' },
  'books-too-long': {
    what: 'These days hold too many records to check.',
    next: 'Download a statement of fewer days.',
  },
  'no-scan-platform': {
    what: 'This station has no payment platform to ask.',
    next: "Look at the platform's merchant page.",
  },
}
