/**
 * What a card terminal asks of its acquirer, as UnionPay-style terminals number it: message type, processing code
 * (field 3), condition (field 25) and message kind (the first two digits of field 60).
 */
export interface CardShape {
  readonly mti: '0100' | '0200' | '0220'
  readonly processing: string
  readonly condition: string
  readonly kind: string
  /** Whether it is reversed where nobody knows how it ended. A refund never is: a person reads the statement. */
  readonly reversible: boolean
  /** On which side of the batch it counts. A balance and a pre-authorisation move no money. */
  readonly side: 'debit' | 'credit' | null
  /** What it names of the transaction that it is about. */
  readonly names: readonly ('rrn' | 'authorisation' | 'voucher' | 'date')[]
}

const AT_SALE = { mti: '0200', condition: '00' } as const
const AHEAD = { mti: '0100', condition: '06', side: null, reversible: true } as const
const NOTHING = { names: [] } as const

export const CARD_TRANSACTIONS = {
  balance: { ...AT_SALE, ...NOTHING, processing: '310000', kind: '01', reversible: false, side: null },
  sale: { ...AT_SALE, ...NOTHING, processing: '000000', kind: '22', reversible: true, side: 'debit' },
  void: {
    ...{ ...AT_SALE, processing: '200000', kind: '23', reversible: true, side: 'credit' },
    names: ['rrn', 'authorisation', 'voucher'],
  },
  refund: {
    ...{ mti: '0220', condition: '00', processing: '200000', kind: '25', reversible: false, side: 'credit' },
    names: ['rrn', 'date'],
  },
  'pre-auth': { ...AHEAD, ...NOTHING, processing: '030000', kind: '10' },
  'pre-auth-void': { ...AHEAD, processing: '200000', kind: '11', names: ['authorisation', 'voucher'] },
  completion: {
    ...{ mti: '0200', condition: '06', processing: '000000', kind: '20', reversible: true, side: 'debit' },
    names: ['authorisation', 'voucher'],
  },
  'completion-void': {
    ...{ mti: '0200', condition: '06', processing: '200000', kind: '21', reversible: true, side: 'credit' },
    names: ['rrn', 'authorisation', 'voucher'],
  },
} as const satisfies Readonly<Record<string, CardShape>>
export type CardTransaction = keyof typeof CARD_TRANSACTIONS

export const shapeOf = (transaction: CardTransaction): CardShape => CARD_TRANSACTIONS[transaction]

/** What undoes it whole, in the batch that it was made in. */
export const UNDONE_BY: Readonly<Partial<Record<CardTransaction, CardTransaction>>> = {
  ...{ sale: 'void', 'pre-auth': 'pre-auth-void', completion: 'completion-void' },
}

/**
 * What moves no money. A balance is of a card; all else is talk about the terminal itself: the kind of field 60 is 00,
 * and its third part (a network code) tells what.
 */
export type Management = 'balance' | 'sign-in' | 'sign-off' | 'echo' | 'settle' | 'upload' | 'upload-end'
