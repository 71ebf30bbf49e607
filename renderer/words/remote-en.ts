import type { neighbourZh, remoteZh } from './remote-zh.ts'

/** Approvals from another station, in English. */
export const remoteEn: typeof remoteZh = {
  title: 'Remote approvals',
  where: 'Approved where',
  wheres: { here: 'Here', there: 'At another station' },
  note: 'It shows at the station where a manager is signed in, and is done here as soon as they say yes.',
  send: 'Send request',
  waits: 'Sent. Waiting for a manager... it lapses in {{time}}.',
  withdraw: 'Withdraw request',
  expired: 'No manager answered in time, and it lapsed. Send it again, or approve it here.',
  refused: 'Manager {{who}} at station {{at}} said no: {{why}}',
  nos: {
    'not-agreed': 'Not agreed',
    'wrong-details': 'Wrong amount or goods',
    'coming-over': 'I am coming over',
    other: 'Another reason',
    'unknown-manager': 'This station does not know that manager',
  },
  strip: 'Station {{station}}, {{who}} asks for approval:',
  more: '(and {{count}} more)',
  open: 'Answer',
  none: 'No station waits for an approval now.',
  which: 'Station',
  act: 'To be done',
  goods: 'Goods',
  and: ', ',
  moreGoods: ' and {{count}} more',
  left: 'Time left',
  why: 'Reason for a no',
  no: 'Say no',
  back: 'Back',
  sayNo: 'Say no',
  yes: 'Approve',
}

export const neighbourEn: typeof neighbourZh = {
  title: 'Another station (99)',
  asks: 'Have it ask for approval',
  yes: 'Have a manager approve',
  no: 'Have a manager refuse',
  said: { yes: 'This station approved it', no: 'This station refused it' },
}
