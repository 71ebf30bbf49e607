import { taken } from './reading.ts'
import { cardFields, originalFields, six, testTerminal, yuan } from './terminal.ts'
import type { Heard, Reading, TestTerminal } from './terminal.ts'
import { f63Request } from '#drivers/acquirer/codec/f63'
import type { FieldValue } from '#drivers/acquirer/codec/kinds'
import { booksOf, type HostBooks } from '#drivers/acquirer/virtual/books'
import { TEST_CARDS, type TestCard } from '#drivers/acquirer/virtual/cards'
import type { Kind } from '#drivers/acquirer/virtual/kinds'
import type { Mood } from '#drivers/acquirer/virtual/moods'
import { keyOf } from '#drivers/acquirer/virtual/state'
import type { TwinParts } from '#drivers/acquirer/virtual/twin'

type Fields = Readonly<Record<number, FieldValue | undefined>>

/** Type, processing code, condition and kind (60.1), written down a second time: the twin has a table of its own. */
const SHAPES: Readonly<Record<Kind, readonly [string, string, string, string]>> = {
  sale: ['0200', '000000', '00', '22'],
  void: ['0200', '200000', '00', '23'],
  refund: ['0220', '200000', '00', '25'],
  'pre-auth': ['0100', '030000', '06', '10'],
  'pre-auth-void': ['0100', '200000', '06', '11'],
  completion: ['0200', '000000', '06', '20'],
  'completion-void': ['0200', '200000', '06', '21'],
  balance: ['0200', '310000', '00', '01'],
}

/** One order as the terminal sent it, and what came back. */
export interface Ordered {
  readonly kind: Kind
  readonly card: TestCard
  readonly amount: number
  readonly stan: number
  readonly batch: number
  readonly key: string
  readonly code: string
  readonly heard: Heard
}
export interface Ordering {
  readonly terminal: TestTerminal
  readonly books: () => HostBooks
  readonly order: (kind: Kind, card: TestCard, amount: number, own?: Own) => Ordered
  /** What names its original: void, refund, completion and their voids. */
  readonly about: (kind: Kind, of: Ordered, amount?: number, own?: Own) => Ordered
  readonly reverse: (of: Ordered, own?: Own) => string
}
export interface Own {
  readonly reading?: Reading
  readonly fields?: Fields
  readonly mood?: Mood
}

/** A terminal that has signed in. */
export function ordering(
  parts: Partial<TwinParts> = {},
  cards: readonly TestCard[] = Object.values(TEST_CARDS),
): Ordering {
  const terminal = testTerminal(cards, parts)
  if (terminal.signIn()?.code !== '00') throw new Error('it did not sign in')
  const batchNow = () => terminal.state().batch

  const order = (kind: Kind, card: TestCard, amount: number, own: Own = {}): Ordered => {
    const [mti, processing, condition, type] = SHAPES[kind]
    const batch = own.reading?.batch ?? batchNow()
    const heard = terminal.card(
      mti,
      {
        ...cardFields(card, processing, condition, type, { ...own.reading, batch }),
        4: kind === 'balance' ? undefined : yuan(amount),
        ...own.fields,
      },
      own.mood ?? null,
    )
    const stan = own.fields?.[11] === undefined ? terminal.stan() : Number(own.fields[11])
    return { kind, card, amount, stan, batch, key: keyOf(batch, stan), code: heard?.code ?? '', heard }
  }

  return {
    terminal,
    order,
    books: () => booksOf(terminal.state(), terminal.parts.profile),
    about: (kind, of, amount = of.amount, own = {}) => {
      const [rrn, authorisation, date] = [37, 38, 13].map((field) => of.heard?.field(field) ?? '')
      const isRefund = kind === 'refund'
      const isPreAuth = kind === 'pre-auth-void' || kind === 'completion'
      const fields = {
        ...{ 55: undefined, 37: isPreAuth ? undefined : rrn, 38: isRefund ? undefined : authorisation },
        ...(isRefund ? originalFields({ batch: 0, stan: 0, date: date ?? '' }) : originalFields(of)),
        63: isRefund ? taken(f63Request('CUP')) : undefined,
      }
      return order(kind, of.card, amount, {
        ...own,
        reading: { pin: null, ...own.reading },
        fields: { ...fields, ...own.fields },
      })
    },
    reverse: ({ kind, card, amount, stan, batch }, own = {}) => {
      const [, processing, condition, type] = SHAPES[kind]
      const fields = {
        ...cardFields(card, processing, condition, type, { pin: null, batch }),
        ...{ 4: yuan(amount), 11: six(stan), 35: undefined, 39: '98', 53: undefined, 55: undefined },
      }
      return terminal.card('0400', { ...fields, ...own.fields }, own.mood ?? null)?.code ?? ''
    },
  }
}
