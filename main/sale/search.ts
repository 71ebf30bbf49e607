import type { Handlers } from '#contract'
import { FOUND_MAX, type FoundInList } from '#contract/search'
import { minus, type Money } from '#domain/money'
import type { PaidSale } from '#domain/paid-sale'
import { receiptNumbersLike } from '#domain/receipt-number'
import { assert, done, refused, type Result } from '#domain/result'
import { leftOfSale } from '#domain/returning'
import { saleAt } from '#domain/sales'
import type { Till } from '#domain/till'
import { dayOf } from '#domain/shop-day'
import type { Of } from '#domain/events'
import { IndexMismatch } from '#journal/find-records'
import { ANY, type Wanted } from '#journal/finding'
import type { JournalRecord } from '#journal/line'
import type { Acts } from '../acts.ts'
import { TillRecord } from '../record.ts'
import type { StationSettings } from '../settings.ts'

export interface SearchParts {
  readonly acts: Acts
  readonly settings: StationSettings
  readonly operator: () => string
  /** Records of the whole journal, newest first. */
  readonly records: (wanted: Wanted) => AsyncGenerator<JournalRecord>
  /** Told when they are not found where they are said to lie. */
  readonly distrust: (cause: IndexMismatch) => void
}

type Asked = Parameters<Handlers['sale']['search']>[0]
type Finishing = Of<'sale-paid' | 'sale-voided' | 'sale-refunded'>

/** Records read for one search: where more bear its terms and do not fit, there may be more that do. */
const READ_MAX = 2_000
/** Orders that bear one number of an acquirer: such numbers come again after some time. */
const ORDERS_MAX = 20
/** As it is printed 凭证号, with or without its noughts. */
const VOUCHER = /^\d{1,6}$/
const TYPES = { paid: 'sale-paid', voided: 'sale-voided', refunded: 'sale-refunded' } as const
const ALL_TYPES = Object.values(TYPES)

/** Finished sales by what somebody knows of them. One search at a time: each may read through a long index. */
export function searchHandler(parts: SearchParts): Pick<Handlers['sale'], 'search'> {
  let searching = false
  return {
    search: async (asked) => {
      const read = wantedBy(asked, parts.settings)
      if (!read.ok) return read
      if (searching) return refused('busy')
      const asker = parts.operator()
      searching = true
      try {
        const found = await gather(parts, asked, read.value)
        // What one operator asked is not told to the next.
        return parts.operator() === asker ? done(found) : refused('not-allowed')
      } catch (cause) {
        if (!(cause instanceof IndexMismatch)) throw cause
        parts.distrust(cause)
        return refused('index-differs')
      } finally {
        searching = false
      }
    },
  }
}

interface Read {
  /** What every record must have. */
  readonly wanted: Wanted
  /** One of these numbers; null where none was asked. */
  readonly receipts: readonly string[] | null
}

function wantedBy(
  asked: Asked,
  settings: StationSettings,
): Result<Read, 'nothing-asked' | 'not-a-receipt-number' | 'no-such-time'> {
  const { receipt, day, operator = null, amount = null } = asked
  if (Object.values(asked).every((each) => each === undefined)) return refused('nothing-asked')
  const receipts = receipt === undefined ? null : receiptNumbersLike(receipt, settings)
  if (receipt !== undefined && receipts === null) return refused('not-a-receipt-number')
  const { from = null, to = null } = asked
  const time = day === undefined ? { from, to } : from === null && to === null ? dayOf(day, settings.timeZone) : null
  if (time === null || (time.to !== null && (time.from ?? 0) > time.to)) return refused('no-such-time')
  return done({ wanted: { ...ANY, operator, amount, ...time }, receipts })
}

async function gather(
  parts: SearchParts,
  { order, kind }: Asked,
  { wanted, receipts }: Read,
): Promise<{ sales: FoundInList[]; more: boolean }> {
  const { sales } = parts.acts.till()
  const types = kind !== undefined ? [TYPES[kind]] : order === undefined ? [TYPES.paid] : ALL_TYPES
  const orders = order === undefined ? [null] : await ordersNamed(parts, order)
  const known = receipts === null ? [null] : receipts.filter((receipt) => saleAt(sales, receipt))
  const newest = new Map<string, number>()
  const reads = { left: READ_MAX }
  let more = false
  for (const each of known.flatMap((receipt) => orders.flatMap((of) => types.map((type) => ({ receipt, of, type }))))) {
    const { receipt, of, type } = each
    const some = await receiptsOf(parts, { ...wanted, receipt, order: of, type }, reads)
    for (const [number, seq] of some.receipts) newest.set(number, Math.max(seq, newest.get(number) ?? 0))
    more ||= some.more
  }
  const inOrder = [...newest].sort(([, a], [, b]) => b - a).map(([receipt]) => receipt)
  const found = inOrder.slice(0, FOUND_MAX).flatMap((receipt) => {
    const sale = saleAt(parts.acts.till().sales, receipt)
    // One that is paid at this very moment is not in the till yet.
    if (!sale) return []
    const shown = inList(sale)
    const stands = kind === undefined || kind === 'paid' || shown.voided || shown.back > 0
    // A void or refund of which nothing went back was none.
    return stands ? [shown] : []
  })
  return { sales: found, more: more || inOrder.length > FOUND_MAX }
}

/** The receipts of records that fit, each with its newest; `more` where there may be others. */
async function receiptsOf({ records }: SearchParts, wanted: Wanted, reads: { left: number }) {
  const receipts = new Map<string, number>()
  for await (const record of records(wanted)) {
    if (receipts.size > FOUND_MAX || reads.left === 0) return { receipts, more: true }
    reads.left--
    const { event } = TillRecord.parse(record.body)
    assert(isFinishing(event), 'a search is for records of finished sales')
    if (wanted.amount !== null && !amountsOf(event).includes(wanted.amount)) continue
    if (!receipts.has(event.receipt)) receipts.set(event.receipt, record.seq)
  }
  return { receipts, more: false }
}

const isFinishing = (event: { readonly is: string }): event is Finishing => ALL_TYPES.some((type) => type === event.is)

/** Other amounts stand in these records too, such as the cash that was handed over. */
const amountsOf = (event: Finishing): readonly Money[] =>
  event.is === 'sale-paid'
    ? [event.total, ...event.tenders.map(({ amount }) => amount)]
    : [event.back, ...event.parts.map(({ amount }) => amount)]

/** The orders that are meant: of an acquirer's number, those it was given for; of a voucher number, the newer ones. */
async function ordersNamed({ records, acts }: SearchParts, order: string): Promise<readonly string[]> {
  const orders = new Set([order, ...ordersVouched(acts.till(), order)])
  for await (const record of records({ ...ANY, type: 'payment-told', order })) {
    const { event } = TillRecord.parse(record.body)
    if (event.is === 'payment-told') orders.add(event.attempt)
    if (orders.size > ORDERS_MAX) break
  }
  return [...orders]
}

/** Orders of the open batch with this voucher number, which comes again after a million, and the last of others. */
function ordersVouched({ cards, payments }: Till, number: string): string[] {
  if (!VOUCHER.test(number)) return []
  const sent = [...cards.sent.values()].filter(({ stan }) => stan === Number(number))
  const told = [...payments.values()].filter(
    ({ payment }) => payment.at === 'approved' && payment.card?.stan === Number(number),
  )
  return [...sent.map(({ attempt }) => attempt), ...told.map(({ payment }) => payment.attempt)]
}

const inList = (sale: PaidSale): FoundInList => {
  const { receipt, paidAtMs, operator, total, voided } = sale
  return { receipt, paidAtMs, operator, total, voided: voided !== null, back: minus(total, leftOfSale(sale)) }
}
