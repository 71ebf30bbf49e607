import { makeOrders, type Order, type Orders, type Word } from './recount-orders.ts'

/**
 * What a day came to, counted once more from the journal's export alone and by other code than the station's: lines,
 * discounts and totals from the records that made them, and what went back from the words of those it was ordered from.
 */
export interface Counted {
  readonly receipt: string
  /** Fen, by the goods. */
  readonly counted: number
  /** Fen, as it was recorded when it was paid. */
  readonly recorded: number
  readonly change: number
  /** What of it was paid in cash. */
  readonly cash: number
  /** What went back of it; where nobody knows yet whether it did, it counts. */
  readonly returned: number
  readonly returnedInCash: number
  readonly voided: boolean
}

type Sale = Omit<Counted, 'returned' | 'returnedInCash' | 'voided'> & { readonly backs: Back[] }
interface Back {
  readonly all: boolean
  readonly parts: readonly Part[]
}
/** `sent` null: handed over in cash. */
interface Part {
  readonly amount: number
  readonly sent: { readonly order: Order } | null
}

interface CountedLine {
  readonly id: number
  readonly goods: string
  /** Whether more of the same goods count up on it. */
  plain: boolean
  price: number
  quantity: number
  readonly grams: boolean
  label: number | null
  off: Off
}
type Off =
  { readonly is: 'permille'; readonly permille: number } | { readonly is: 'amount'; readonly amount: number } | null

/** An open sale on the counter. */
interface Cart {
  lines: CountedLine[]
  off: Off
  next: number
}

/** An event as it is exported; which fields it has goes by what it is. */
interface Event {
  readonly is: string
  readonly sku: string
  readonly unit: 'piece' | 'kg'
  readonly price: number
  readonly quantity: number
  readonly label: number | null
  readonly line: number | null
  readonly discount: Off
  readonly slot: number
  readonly receipt: string
  readonly total: number
  readonly rounded: number
  readonly given: number
  readonly change: number
  readonly tenders: readonly { readonly amount: number; readonly attempt: string }[]
  readonly parts: readonly Part[]
  readonly order: Order
  readonly attempt: string
  readonly event: Word
}

/** What sends an order by itself, beside what gives back of paid sales. */
const ORDERED = ['payment-asked', 'tender-voided', 'hold-asked', 'hold-released']

const empty = (): Cart => ({ lines: [], off: null, next: 1 })
const after = (amount: number, off: Off): number => {
  if (off === null) return amount
  return off.is === 'amount'
    ? amount - Math.min(amount, off.amount)
    : amount - Math.floor((amount * off.permille + 500) / 1000)
}
const worth = ({ label, grams, price, quantity }: CountedLine): number =>
  label ?? (grams ? Math.floor((price * quantity + 500) / 1000) : price * quantity)
const comesTo = ({ lines, off }: Cart): number =>
  after(
    lines.reduce((sum, line) => sum + after(worth(line), line.off), 0),
    off,
  )

export function recount(exported: string): Counted[] {
  const sales = new Map<string, Sale>()
  const orders = makeOrders()
  const parked = new Map<number, Cart>()
  let cart = empty()
  for (const text of exported.split('\n').filter((line) => line !== '')) {
    const { event } = (JSON.parse(text) as { readonly body: { readonly event: Event } }).body
    if (event.is === 'goods-added') put(cart, event)
    else if (event.is === 'quantity-set' || event.is === 'price-set' || event.is === 'discount-set') change(cart, event)
    else if (event.is === 'line-removed') cart.lines = cart.lines.filter(({ id }) => id !== event.line)
    else if (event.is === 'sale-parked') parked.set(event.slot, cart)
    else if (event.is === 'sale-paid') sales.set(event.receipt, paid(cart, event, orders))
    else if (event.is === 'sale-voided' || event.is === 'sale-refunded')
      goesBack(sales.get(event.receipt), event, orders)
    else if (ORDERED.includes(event.is)) orders.give(event.order)
    else if (event.is === 'payment-told') orders.hear(event.attempt, event.event)
    if (event.is === 'sale-recalled') cart = parked.get(event.slot) ?? empty()
    if (['sale-parked', 'sale-paid', 'sale-cancelled'].includes(event.is) || cart.lines.length === 0) cart = empty()
  }
  return [...sales.values()].map((sale) => summed(sale, orders))
}

function goesBack(sale: Sale | undefined, { is, receipt, parts }: Event, orders: Orders): void {
  if (!sale) throw new Error(`${receipt} goes back, and was not there to`)
  if (isVoided(sale, orders)) throw new Error(`${receipt} goes back once more`)
  for (const { sent } of parts) if (sent) orders.give(sent.order)
  sale.backs.push({ all: is === 'sale-voided', parts })
}

const wentBack = ({ sent }: Part, orders: Orders): boolean =>
  sent === null || orders.moved(sent.order.attempt) !== false
const isKnown = ({ sent }: Part, orders: Orders): boolean => sent === null || orders.moved(sent.order.attempt) === true
/** Of all that was ordered to go back, what did or may have. */
const partsBack = ({ backs }: Sale, orders: Orders): Part[] =>
  backs.flatMap((back) => back.parts).filter((part) => wentBack(part, orders))
const sum = (parts: readonly Part[]): number => parts.reduce((all, { amount }) => all + amount, 0)
/** By a void that is known to have gone back whole, and where nothing of it failed to before. */
const isVoided = (sale: Sale, orders: Orders): boolean =>
  sum(partsBack(sale, orders)) === sale.recorded &&
  sale.backs.some(({ all, parts }) => all && parts.every((part) => isKnown(part, orders)))

function summed(sale: Sale, orders: Orders): Counted {
  const { receipt, counted, recorded, change, cash } = sale
  const parts = partsBack(sale, orders)
  return {
    ...{ receipt, counted, recorded, change, cash },
    ...{ returned: sum(parts), returnedInCash: sum(parts.filter(({ sent }) => sent === null)) },
    voided: isVoided(sale, orders),
  }
}

function put(cart: Cart, { sku, unit, price, quantity, label }: Event): void {
  const there = cart.lines.find((line) => line.plain && line.goods === sku && line.price === price && line.off === null)
  if (there && label === null && unit === 'piece') there.quantity += quantity
  else {
    const [grams, plain] = [unit === 'kg', unit === 'piece' && label === null]
    cart.lines.push({ id: cart.next++, goods: sku, plain, price, quantity, grams, label, off: null })
  }
}

function change(cart: Cart, event: Event): void {
  if (event.is === 'discount-set' && event.line === null) cart.off = event.discount
  for (const line of cart.lines.filter(({ id }) => id === event.line)) {
    if (event.is === 'discount-set') line.off = event.discount
    else line.label = null
    if (event.is === 'quantity-set') line.quantity = event.quantity
    if (event.is === 'price-set') [line.price, line.plain] = [event.price, false]
  }
}

function paid(cart: Cart, event: Event, orders: Orders): Sale {
  const { receipt, total, rounded, given, change: back, tenders } = event
  const cash = total - tenders.reduce((all, { amount }) => all + amount, 0)
  if (given - back !== cash) throw new Error(`${receipt}: ${given} less ${back} is not ${cash}`)
  const unpaid = tenders.find(({ attempt }) => orders.moved(attempt) !== true)
  if (unpaid) throw new Error(`${receipt} is paid by ${unpaid.attempt}, which was not`)
  const other = tenders.find(({ attempt, amount }) => orders.amount(attempt) !== amount)
  if (other) throw new Error(`${receipt} is paid by ${other.amount} of ${other.attempt}, which gave another amount`)
  return { receipt, counted: comesTo(cart) + rounded, recorded: total, change: back, cash, backs: [] }
}
