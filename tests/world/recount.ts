/**
 * What a day came to, counted once more from the journal's export alone and by other code than the station's: lines,
 * discounts and totals from the records that made them.
 */
export interface Counted {
  readonly receipt: string
  /** Fen, by the goods. */
  readonly counted: number
  /** Fen, as it was recorded when it was paid. */
  readonly recorded: number
  readonly change: number
  readonly voided: boolean
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
}

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
  const sales = new Map<string, Counted>()
  const parked = new Map<number, Cart>()
  let cart = empty()
  for (const text of exported.split('\n').filter((line) => line !== '')) {
    const { event } = (JSON.parse(text) as { readonly body: { readonly event: Event } }).body
    if (event.is === 'goods-added') put(cart, event)
    else if (event.is === 'quantity-set' || event.is === 'price-set' || event.is === 'discount-set') change(cart, event)
    else if (event.is === 'line-removed') cart.lines = cart.lines.filter(({ id }) => id !== event.line)
    else if (event.is === 'sale-parked') parked.set(event.slot, cart)
    else if (event.is === 'sale-paid') sales.set(event.receipt, paid(cart, event))
    else if (event.is === 'sale-voided') {
      const sale = sales.get(event.receipt)
      if (!sale || sale.voided) throw new Error(`${event.receipt} is voided, and was not there to be`)
      sales.set(event.receipt, { ...sale, voided: true })
    }
    if (event.is === 'sale-recalled') cart = parked.get(event.slot) ?? empty()
    if (['sale-parked', 'sale-paid', 'sale-cancelled'].includes(event.is) || cart.lines.length === 0) cart = empty()
  }
  return [...sales.values()]
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

function paid(cart: Cart, { receipt, total, rounded, given, change: back }: Event): Counted {
  if (given - back !== total) throw new Error(`${receipt}: ${given} less ${back} is not ${total}`)
  return { receipt, counted: comesTo(cart) + rounded, recorded: total, change: back, voided: false }
}
