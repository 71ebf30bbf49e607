import { minus, ZERO, type Money } from '#domain/money'
import type { Movement } from '#domain/movement'
import type { PaidSale, Voided } from '#domain/paid-sale'
import { returnedBy, type Return } from '#domain/returning'
import { saleAt } from '#domain/sales'
import type { TillEvent } from '#domain/events'
import { NEW_TILL, type Till } from '#domain/till'
import type { Placed } from '#journal/scan'
import { replayRecord } from '../acts.ts'
import { TillRecord } from '../record.ts'

/** What an accountant books: one tender of a sale, or what went back of one. */
export interface Booking {
  readonly seq: number
  /** The station and epoch it was recorded by. */
  readonly journal: string
  readonly atMs: number
  readonly kind: 'sale' | Return['kind']
  /** The receipt; of money that went back the number of its slip. */
  readonly receipt: string
  /** Who took the money, or asked for it to go back. */
  readonly operator: string
  readonly method: PaidSale['tenders'][number]['method'] | null
  /** Negative where it went back; nothing where it did not after all. */
  readonly amount: Money
  readonly state: Movement
  /** Of all tenders together, in the first of their rows only, so that a column can be summed. */
  readonly total: Money | null
  readonly rounded: Money | null
  /** Of what went back. */
  readonly back: (Omit<Voided, 'atMs'> & { readonly original: string }) | null
}

interface Noted {
  readonly seq: number
  readonly journal: string
  readonly atMs: number
  readonly receipt: string
  /** Which of the sale's returns; null is the sale itself. */
  readonly nth: number | null
}

/**
 * Gathers bookings while a journal is read, by the station's own fold. What was ordered from an acquirer may fail long
 * after it was recorded, so rows are made at the end, as all of it stands by then.
 */
export function makeBookings(wanted: (atMs: number) => boolean) {
  let till: Till = NEW_TILL
  const noted: Noted[] = []
  return {
    take: (line: Placed): void => {
      till = replayRecord(till, line).till
      const { seq, j: journal, ts: atMs, body } = line.record
      const moved = wanted(atMs) ? movedBy(TillRecord.parse(body).event, till) : null
      if (moved) noted.push({ seq, journal, atMs, ...moved })
    },
    /** In the order of their records. */
    rows: function* (): Generator<Booking> {
      for (const each of noted) yield* rowsOf(each, saleIn(till, each.receipt))
    },
    nameOf: (operator: string): string => till.operators.find(({ number }) => number === operator)?.name ?? '',
  }
}

function saleIn(till: Till, receipt: string): PaidSale {
  const sale = saleAt(till.sales, receipt)
  if (!sale) throw new Error(`${receipt} was folded and is not there`)
  return sale
}

function movedBy(event: TillEvent, till: Till): Pick<Noted, 'receipt' | 'nth'> | null {
  if (event.is === 'sale-paid') return { receipt: event.receipt, nth: null }
  if (event.is !== 'sale-voided' && event.is !== 'sale-refunded') return null
  return { receipt: event.receipt, nth: saleIn(till, event.receipt).returns.length - 1 }
}

type Part = Pick<Booking, 'method' | 'amount' | 'state'>

function rowsOf({ nth, receipt, ...record }: Noted, sale: PaidSale): Booking[] {
  const back = nth === null ? null : sale.returns[nth]
  if (nth === null || !back) {
    const tenders = sale.tenders.map(({ method, amount }): Part => ({ method, amount, state: 'done' }))
    const whole = { ...record, kind: 'sale', receipt, operator: sale.operator, back: null } as const
    return spread(tenders, { ...whole, total: sale.total, rounded: sale.rounded })
  }
  const { kind, reason, asker, manager, selfApproval } = back
  const parts = back.parts.flatMap(({ amount, state }, place): Part[] => {
    const method = sale.tenders[place]?.method ?? null
    return amount === ZERO ? [] : [{ method, amount: state === 'failed' ? ZERO : minus(ZERO, amount), state }]
  })
  return spread(parts, {
    ...{ ...record, kind, receipt: `${receipt}/${nth + 1}`, operator: asker },
    ...{ total: minus(ZERO, returnedBy(back)), rounded: null },
    back: { reason, asker, manager, selfApproval, original: receipt },
  })
}

/** A row for each part, and one where there is none: a sale of nothing is a sale. */
const spread = (parts: readonly Part[], whole: Omit<Booking, keyof Part>): Booking[] =>
  (parts.length === 0 ? [{ method: null, amount: ZERO, state: 'done' } as const] : parts).map((part, place) => ({
    ...{ ...whole, ...part },
    ...(place > 0 && { total: null, rounded: null }),
  }))
