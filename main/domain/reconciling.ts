import { minus, sum, ZERO, type Money } from './money.ts'

/**
 * A platform’s statement held against the till’s own books. Pure: it says what differs and changes nothing. Each
 * fault is told once.
 */
export type RowKind = 'payment' | 'refund' | 'revocation'

/** One line of a statement; what it leaves empty is null. */
export interface StatementRow {
  readonly line: number
  readonly kind: RowKind
  /** By which it is found, the first that is known here: the platform’s two numbers, then ours. */
  readonly logNo: string | null
  readonly tradeNo: string | null
  readonly order: string | null
  /** Above zero, whichever way it went. */
  readonly amount: Money
  /** What the platform took; below zero where it gave back. */
  readonly fee: Money | null
  /** What is left of the amount after the fee, above zero too. */
  readonly net: Money | null
  /** `2026-05-04`, in Beijing. */
  readonly day: string
}

/** One order of the till’s. */
export interface BookEntry {
  /** Its number at the platform. */
  readonly order: string
  /** Numbers under which the till undoes it, where it had to. */
  readonly undoing: readonly string[]
  readonly kind: 'pay' | 'void' | 'refund'
  readonly amount: Money
  readonly is: 'moved' | 'not-moved' | 'unclear'
  readonly logNo: string | null
  readonly tradeNo: string | null
  readonly day: string
  /** Estimated. */
  readonly fee: Money
  readonly receipt: string | null
  /** The payment that can be asked after: itself, or what it gives back of. */
  readonly payment: Asked
}

export interface Asked {
  readonly order: string
  readonly amount: Money
}

/**
 * `twice`: the line says again what another says · `there-only`: nothing here knows of it · `here-only`: it moved
 * here and is no line · `taken-there`, `back-there`: paid or given back there and not here · `unclear-here`: nobody
 * here knows its end · `other-kind`: a payment here is a refund there, or the other way round.
 */
export const DIFFERENCES = [
  ...(['amount', 'there-only', 'here-only', 'taken-there', 'back-there', 'unclear-here', 'other-kind'] as const),
  ...(['twice', 'fee'] as const),
]
export type DifferenceKind = (typeof DIFFERENCES)[number]

export interface Difference {
  readonly is: DifferenceKind
  readonly kind: RowKind
  /** Null where there is none. */
  readonly line: number | null
  readonly order: string | null
  readonly logNo: string | null
  readonly receipt: string | null
  /** The amounts, or of `fee` the fees; null where there is none. */
  readonly here: Money | null
  readonly there: Money | null
  readonly ask: Asked | null
}

/** Of what moved. `back`: given back to customers · `fee`: of the till’s books estimated · `net`: for the shop. */
export interface Sums {
  readonly paid: Money
  readonly back: Money
  readonly fee: Money
  readonly net: Money
}

export interface Reconciled {
  readonly agrees: number
  readonly differences: readonly Difference[]
  readonly here: Sums
  readonly there: Sums
}

/** Differences that are kept and shown; of more the statement is another shop’s, or read by the wrong columns. */
export const DIFFERENCES_MAX = 120

/** What a check of a statement found, as evidence. */
export interface StatementChecked extends Days {
  /** Of the file. */
  readonly sha256: string
  readonly by: string
  readonly rows: number
  /** Lines that could not be read. */
  readonly bad: number
  /** Lines of other stations, by our numbers: those are held against their own books. */
  readonly elsewhere: number
  readonly agrees: number
  /** The first ones. */
  readonly differences: readonly Difference[]
  /** Of all of them. */
  readonly differing: number
  readonly here: Sums
  readonly there: Sums
}

export interface Days {
  readonly from: string
  readonly to: string
}

/** A station’s own key of an order, or of what undid it, begins with its number. */
const KEY = /^(\d{2,3})-\d{1,9}-\d{1,12}(-[VR])?$/
export function isElsewhere({ order }: Pick<StatementRow, 'order'>, station: string): boolean {
  const [, whose = station] = KEY.exec(order ?? '') ?? []
  return whose !== station
}

export const daysOf = (rows: readonly StatementRow[]): Days | null => {
  const days = rows.map(({ day }) => day).sort()
  const [from, to] = [days[0], days.at(-1)]
  return from === undefined || to === undefined ? null : { from, to }
}

/** The entries may reach beyond the days of the statement: those of other days are only looked up. */
export function reconcile(
  rows: readonly StatementRow[],
  entries: readonly BookEntry[],
  { from, to }: Days,
): Reconciled {
  const [own, again] = onceEach(rows)
  const books = new Books(entries)
  const found = own.map((row) => ({ row, entry: books.entryOf(row), undoes: books.undoneBy(row) }))
  const undone = new Map<BookEntry, Money[]>()
  for (const { row, undoes } of found) if (undoes) undone.set(undoes, [...(undone.get(undoes) ?? []), row.amount])
  const there = new Set(found.flatMap(({ entry }) => entry ?? []))
  const judged = found.map(({ row, entry, undoes }) => {
    if (undoes) return undoes.is === 'not-moved' && there.has(undoes) ? null : ofEntry('back-there', row, undoes)
    return entry ? judge(row, entry, sum(undone.get(entry) ?? [])) : onlyThere(row)
  })
  const days = entries.filter(({ day }) => day >= from && day <= to)
  const missing = days.filter((entry) => entry.is !== 'not-moved' && !there.has(entry)).map(onlyHere)
  const differences = [...judged.filter((each) => each !== null), ...again.map(sayTwice), ...missing]
  return {
    agrees: judged.filter((each) => each === null).length,
    differences,
    here: hereSums(days.filter((entry) => entry.is === 'moved')),
    there: thereSums(rows),
  }
}

/** A line that says again what one before it said is not counted. */
function onceEach(rows: readonly StatementRow[]): [own: StatementRow[], again: StatementRow[]] {
  const seen = new Set<string>()
  const [own, again]: [StatementRow[], StatementRow[]] = [[], []]
  for (const row of rows) {
    const key = `${row.kind} ${row.logNo ?? row.tradeNo ?? row.order ?? row.line}`
    ;(seen.has(key) ? again : own).push(row)
    seen.add(key)
  }
  return [own, again]
}

class Books {
  private readonly byLog = new Map<string, BookEntry>()
  private readonly byTrade = new Map<string, BookEntry>()
  private readonly byOrder = new Map<string, BookEntry>()
  private readonly byUndoing = new Map<string, BookEntry>()

  constructor(entries: readonly BookEntry[]) {
    for (const entry of entries) {
      if (entry.logNo !== null) this.byLog.set(entry.logNo, entry)
      if (entry.tradeNo !== null) this.byTrade.set(entry.tradeNo, entry)
      this.byOrder.set(entry.order, entry)
      for (const number of entry.undoing) this.byUndoing.set(number, entry)
    }
  }

  entryOf({ logNo, tradeNo, order }: StatementRow): BookEntry | undefined {
    return this.byLog.get(logNo ?? '') ?? this.byTrade.get(tradeNo ?? '') ?? this.byOrder.get(order ?? '')
  }

  undoneBy({ kind, order }: StatementRow): BookEntry | undefined {
    return kind === 'payment' ? undefined : this.byUndoing.get(order ?? '')
  }
}

/** What differs of an order that is on the statement; null where nothing does. */
function judge(row: StatementRow, entry: BookEntry, undone: Money): Difference | null {
  const isPayment = row.kind === 'payment'
  if (isPayment !== (entry.kind === 'pay')) return ofEntry('other-kind', row, entry)
  if (entry.is === 'unclear') return ofEntry('unclear-here', row, entry)
  if (entry.is === 'not-moved') {
    if (isPayment && undone === row.amount) return null
    return ofEntry(isPayment ? 'taken-there' : 'back-there', row, entry)
  }
  if (row.amount !== entry.amount) return ofEntry('amount', row, entry)
  if (row.fee === null || row.fee === entry.fee) return null
  return { ...ofEntry('fee', row, entry), here: entry.fee, there: row.fee }
}

const ofEntry = (is: DifferenceKind, { line, kind, amount, logNo }: StatementRow, entry: BookEntry): Difference => ({
  ...{ is, kind, line, order: entry.order, logNo: logNo ?? entry.logNo, receipt: entry.receipt },
  ...{ here: entry.is === 'moved' ? entry.amount : null, there: amount, ask: entry.payment },
})

const bare = ({ kind, line, order, logNo, amount }: StatementRow) => ({
  ...{ kind, line, order, logNo, receipt: null, here: null, there: amount },
})
/** Only a payment can be asked after by its number. */
const onlyThere = (row: StatementRow): Difference => ({
  ...{ is: 'there-only', ...bare(row) },
  ask: row.kind === 'payment' && row.order !== null ? { order: row.order, amount: row.amount } : null,
})
const sayTwice = (row: StatementRow): Difference => ({ is: 'twice', ...bare(row), ask: null })

const KIND = { pay: 'payment', void: 'revocation', refund: 'refund' } as const
const onlyHere = ({ kind, order, logNo, receipt, amount, payment, is }: BookEntry): Difference => ({
  ...{ is: is === 'unclear' ? 'unclear-here' : 'here-only', kind: KIND[kind], line: null, order, logNo, receipt },
  ...{ here: is === 'moved' ? amount : null, there: null, ask: payment },
})

type Summed = Pick<Sums, 'paid' | 'back' | 'fee'>
const netOf = ({ paid, back, fee }: Summed): Money => minus(minus(paid, back), fee)

function hereSums(entries: readonly BookEntry[]): Sums {
  const of = (isPaid: boolean) =>
    sum(entries.flatMap(({ kind, amount }) => ((kind === 'pay') === isPaid ? amount : [])))
  const sums = { paid: of(true), back: of(false), fee: sum(entries.map(({ fee }) => fee)) }
  return { ...sums, net: netOf(sums) }
}

/** Net by its own column, where each line fills that in. */
function thereSums(rows: readonly StatementRow[]): Sums {
  const of = (isPaid: boolean, all: readonly StatementRow[]) =>
    all.filter(({ kind }) => (kind === 'payment') === isPaid)
  const amounts = (isPaid: boolean) => sum(of(isPaid, rows).map(({ amount }) => amount))
  const sums = { paid: amounts(true), back: amounts(false), fee: sum(rows.map(({ fee }) => fee ?? ZERO)) }
  const nets = (isPaid: boolean) => of(isPaid, rows).flatMap(({ net }) => net ?? [])
  const isWhole = rows.every(({ net }) => net !== null)
  return { ...sums, net: isWhole ? minus(sum(nets(true)), sum(nets(false))) : netOf(sums) }
}
