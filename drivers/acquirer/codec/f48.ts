import { digitsOf, joinColumns, splitColumns, type Columns } from './columns.ts'
import { refusal, taken, type Read } from './read.ts'

/** F48 of a UnionPay-style settlement (0500), batch upload (0320) and its end. Money in fen. */
export interface SettlementTotals {
  readonly domestic: TotalsOfCards
  readonly foreign: TotalsOfCards
}
export interface TotalsOfCards {
  /** Sales, completions, sales while there was no line. */
  readonly debitAmount: number
  readonly debitCount: number
  /** Voids, refunds. */
  readonly creditAmount: number
  readonly creditCount: number
  /** The host’s; nought in a request. */
  readonly reply: SettlementReply
}
export type SettlementReply = 'unsettled' | 'balanced' | 'unbalanced' | 'error'
const REPLIES: readonly SettlementReply[] = ['unsettled', 'balanced', 'unbalanced', 'error']

/** 31 digits for cards of the country, and as many for others’. */
const TOTALS = [
  ['debitAmount', 12],
  ['debitCount', 3],
  ['creditAmount', 12],
  ['creditCount', 3],
  ['reply', 1],
] as const
const TOTALS_DIGITS = 31

export function settlementText({ domestic, foreign }: SettlementTotals): Read<string> {
  const first = totalsText(domestic)
  const second = totalsText(foreign)
  if (!first.ok) return first
  return second.ok ? taken(first.value + second.value) : second
}

const totalsText = (totals: TotalsOfCards): Read<string> =>
  joinColumns(TOTALS, {
    debitAmount: digitsOf(totals.debitAmount, 12),
    debitCount: digitsOf(totals.debitCount, 3),
    creditAmount: digitsOf(totals.creditAmount, 12),
    creditCount: digitsOf(totals.creditCount, 3),
    reply: digitsOf(REPLIES.indexOf(totals.reply), 1),
  })

export function readSettlement(text: string): Read<SettlementTotals> {
  const domestic = readTotals(text.slice(0, TOTALS_DIGITS))
  const foreign = readTotals(text.slice(TOTALS_DIGITS))
  if (!domestic.ok) return domestic
  return foreign.ok ? taken({ domestic: domestic.value, foreign: foreign.value }) : foreign
}

function readTotals(text: string): Read<TotalsOfCards> {
  const read = splitColumns(TOTALS, text)
  if (!read.ok) return read
  const { debitAmount, debitCount, creditAmount, creditCount, reply } = read.value
  const said = REPLIES[Number(reply)]
  if (!said) return refusal('digits')
  return taken({
    ...{ debitAmount: Number(debitAmount), debitCount: Number(debitCount) },
    ...{ creditAmount: Number(creditAmount), creditCount: Number(creditCount), reply: said },
  })
}

/** One sale of a batch that did not balance. */
export interface BatchDetail {
  readonly cards: 'domestic' | 'foreign'
  readonly stan: string
  /** 12 to 19 digits. */
  readonly pan: string
  readonly amount: number
}
export const DETAILS_MAX = 8
const DETAIL: Columns<'cards' | 'stan' | 'pan' | 'amount'> = [
  ['cards', 2],
  ['stan', 6],
  ['pan', 20],
  ['amount', 12],
]
const DETAIL_DIGITS = 40
const COUNT_DIGITS = 2
const PAN = /^[1-9]\d{11,18}$/

/** Their count, then each; the card number to the right in twenty digits. */
export function detailsText(details: readonly BatchDetail[]): Read<string> {
  if (details.length === 0 || details.length > DETAILS_MAX) return refusal('length')
  const parts = [digitsOf(details.length, COUNT_DIGITS)]
  for (const { cards, stan, pan, amount } of details) {
    if (!PAN.test(pan)) return refusal('digits')
    const values = { cards: cards === 'domestic' ? '00' : '01', stan, pan: pan.padStart(20, '0') }
    const part = joinColumns(DETAIL, { ...values, amount: digitsOf(amount, 12) })
    if (!part.ok) return part
    parts.push(part.value)
  }
  return taken(parts.join(''))
}

export function readDetails(text: string): Read<readonly BatchDetail[]> {
  const count = Number(text.slice(0, COUNT_DIGITS))
  const isCount = /^\d\d/.test(text) && count >= 1 && count <= DETAILS_MAX
  if (!isCount || text.length !== COUNT_DIGITS + count * DETAIL_DIGITS) return refusal('length')
  const details: BatchDetail[] = []
  for (let at = COUNT_DIGITS; at < text.length; at += DETAIL_DIGITS) {
    const detail = readDetail(text.slice(at, at + DETAIL_DIGITS))
    if (!detail.ok) return detail
    details.push(detail.value)
  }
  return taken(details)
}

function readDetail(text: string): Read<BatchDetail> {
  const read = splitColumns(DETAIL, text)
  if (!read.ok) return read
  const { cards, stan, amount } = read.value
  const pan = read.value.pan.replace(/^0+/, '')
  if ((cards !== '00' && cards !== '01') || !PAN.test(pan)) return refusal('digits')
  return taken({ cards: cards === '00' ? 'domestic' : 'foreign', stan, pan, amount: Number(amount) })
}

const END: Columns<'count'> = [['count', 4]]

/** Of the end of an upload: how many details there were. */
export const batchEndText = (count: number): Read<string> => joinColumns(END, { count: digitsOf(count, 4) })

export function readBatchEnd(text: string): Read<number> {
  const read = splitColumns(END, text)
  return read.ok ? taken(Number(read.value.count)) : read
}
