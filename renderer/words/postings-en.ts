import type { postingRefusalsZh, postingsZh } from './postings-zh.ts'
import type { Explained } from './refusals.ts'

/** What head office posts, in English. */
export const postingsEn: typeof postingsZh = {
  notices: {
    title: 'Notices',
    none: 'There are no notices now.',
    until: 'Until {{time}}',
    mustRead: 'Must be read',
    read: '✓ Read',
    strip: 'A notice is to be read before the next sale.',
    open: 'Read it',
    confirm: 'I have read it',
    later: 'Later',
    count: '{{nth}} of {{count}} that must be read',
    note: 'From head office. That you have read it goes on record.',
  },
  station: {
    'cash-only': 'Head office lets this station take cash only. Call them if you do not know why.',
    closed: 'Head office has closed this station: no new sale begins. Use another one, and call head office.',
  },
  postings: {
    title: 'From head office',
    none: 'Head office has posted nothing yet.',
    kind: {
      catalogue: 'Goods',
      operators: 'Operators',
      policy: 'Policy',
      fees: 'Fees',
      notices: 'Notices',
      standing: 'Activation and closing',
      profile: 'Settings',
      stations: 'Stations of the shop',
    },
    scope: { all: 'whole shop', own: 'this station' },
    is: { 'in-force': 'In force', waits: 'Waits' },
    issued: 'Issued {{time}}',
    from: 'From {{time}}',
    next: 'As soon as no sale is open',
    lists: 'Price lists',
    list: { goods: 'All goods: {{rows}}', prices: 'New prices: {{rows}}' },
    nextStart: 'Head office changed settings of this station. They count from its next start.',
    lacksGoods: 'The goods of head office can not be read here. The ones before stand in until the line brings them.',
    refused: 'Not taken: {{kind}}.',
    refusedStrip: 'Something that head office posted was not taken.',
    open: 'See',
    version: 'Version {{revision}}, {{time}}',
    why: {
      'posting-misread': "It is none of head office's texts. Have head office post it again.",
      'posting-forged': 'No key that this station trusts signed it ({{about}}). Call head office: who put it there?',
      'posting-elsewhere':
        'It is for another merchant, shop or station ({{about}}). Have head office post the right one.',
      'posting-older': 'It is older than what is here ({{about}}). Have head office sign it anew.',
      'posting-unsound': 'Something in it is not allowed ({{about}}). Have head office correct and post it again.',
      'posting-too-big': 'It is too large ({{about}} bytes). Have head office post less at once.',
      'part-missing':
        'A part is missing ({{about}}). It is fetched again; if it stays so, have head office post it again.',
      'part-forged': 'A part is not the one that was signed ({{about}}). Have head office post it again.',
      'would-break': 'This station could not work with it ({{about}}). Have head office correct and post it again.',
      'posting-waits': 'No manager has accepted {{about}} yet. Accept the settings under Integrity check first.',
    },
    kept: 'What was here before stays in force.',
  },
}

/** Why something waits for head office, or for a notice to be read. */
export const postingRefusalsEn: Readonly<Record<keyof typeof postingRefusalsZh, Explained>> = {
  'station-closed': {
    what: 'Head office has closed this station: no new sale begins.',
    next: 'Use another station, and call head office.',
  },
  'notice-unread': { what: 'A notice is to be read first.', next: 'Read it, then begin the sale.' },
  'cash-only': {
    what: 'Head office lets this station take cash only.',
    next: 'Take cash; call head office if you do not know why.',
  },
  'no-such-notice': { what: 'That notice is over.', next: 'There is nothing to read; go on.' },
}
