import { FIRST_RUN } from '../world/people.ts'
import type { World } from '../world/world.ts'
import { gtinCheckDigit } from '#domain/barcode'
import { formatReceiptNumber } from '#domain/receipt-number'
import { trainingGoods } from '#main/catalogue/training-goods'
import type { Random } from '#drivers/random/port'
import { call, drawn, pick } from './drawing.ts'
import { holdCall, moneyMove, orderCall, orderMove, someReceipt, tender, type MoneyMove } from './money-moves.ts'
import { guessVoid, helpIn, peopleCall, signIn, signInWrongly } from './people-moves.ts'

/** One call a window makes. */
export interface Call {
  readonly name: string
  readonly input: unknown
}

/** What happens next at the counter: a cashier's act, a customer's whim, a page gone wrong or a thief's try. */
export type Move =
  | MoneyMove
  | { readonly do: 'ask'; readonly call: Call }
  /** A double click: the same act asked twice before either is answered. */
  | { readonly do: 'ask-twice'; readonly call: Call }
  | { readonly do: 'scan'; readonly code: string }
  /** A thief tries one password after another. */
  | { readonly do: 'guess'; readonly call: Call; readonly times: number; readonly then: readonly Call[] }
  /** A scan at the very moment somebody pays, on one side of it or the other. */
  | { readonly do: 'scan-while-paying'; readonly call: Call; readonly code: string; readonly scanFirst: boolean }
  /** The newest call again, letter by letter. */
  | { readonly do: 'replay' }
  /** The page loads anew; what the old one still sends comes after the new one's first call. */
  | { readonly do: 'reload'; readonly call: Call }
  | { readonly do: 'ask-as-customer'; readonly call: Call }

const UNKNOWN_CODE = '6901234567892'
const MISREAD_CODE = '6901234567890'
const UNKNOWN_SALE = formatReceiptNumber({ station: '01', epoch: 1, counter: 999_999 })
const RUBBISH = [
  '\u0000\u001b[2J',
  '=1+1',
  '<b>',
  UNKNOWN_SALE.replace('-1-', '-2-'),
  '9'.repeat(400),
  '６９０１２３',
  '   ',
]
const ABSURD = [0, -1, 1000, 1e9, 2.5, '3', null, 1e308]
const weighed = trainingGoods.filter(({ item }) => item !== null)
const withCode = trainingGoods.flatMap(({ code }) => (code === null ? [] : [code]))
/** Few goods, so that lines are counted up as often as begun. */
const SHELF = 12

/** Draws the next move from the seed, by weight. */
export function nextMove(random: Random, world: World): Move {
  const { operator, sale, unresolved } = world.view()
  // Whoever finds the till locked mostly signs in.
  if (operator === null && random.below(10) < 7) return { do: 'ask', call: signIn(random) }
  // An order that is open, and a sale that is, are what people turn to first.
  if ((unresolved.length > 0 || sale?.tendering) && random.below(3) === 0) return orderMove(random, world)
  if (sale && random.below(6) === 0) return { do: 'ask', call: anyPayment(random, world) }
  return drawn<Move>(random, [
    [78, () => ({ do: 'ask', call: nextCall(random, world) })],
    [5, () => ({ do: 'ask-twice', call: nextCall(random, world) })],
    [10, () => ({ do: 'scan', code: nextCode(random, world) })],
    [
      4,
      () => ({
        ...{ do: 'scan-while-paying', call: anyPayment(random, world), code: nextCode(random, world) },
        scanFirst: random.below(2) === 0,
      }),
    ],
    [18, () => moneyMove(random, world)],
    [1, () => ({ do: 'guess', call: guessVoid(someReceipt(random, world)), times: 3 + random.below(5), then: [] })],
    [1, () => ({ do: 'guess', call: signInWrongly(random), times: 3 + random.below(5), then: helpIn })],
    [2, () => ({ do: 'replay' })],
    [2, () => ({ do: 'reload', call: nextCall(random, world) })],
    [2, () => ({ do: 'ask-as-customer', call: nextCall(random, world) })],
  ])
}

function nextCall(random: Random, world: World): Call {
  const line = 1 + random.below(6)
  const receipt = someReceipt(random, world)
  const sku = trainingGoods[random.below(SHELF)]?.sku
  return drawn(random, [
    [24, () => call('sale.scan', { code: nextCode(random, world) })],
    [8, () => call('sale.add', { sku, quantity: 1 + random.below(999) })],
    [4, () => call('sale.add', { sku: pick(random, weighed)?.sku, quantity: 1 + random.below(9999) })],
    [2, () => call('sale.add', { sku, quantity: pick(random, ABSURD) })],
    [1, () => call('sale.add', { sku: 'NONE', quantity: 1 })],
    [6, () => call('sale.setQuantity', { line, quantity: 1 + random.below(9) })],
    [1, () => call('sale.setQuantity', { line, quantity: pick(random, ABSURD) })],
    [5, () => call('sale.removeLine', { line })],
    [10, () => adjustment(random, line)],
    [3, () => call('sale.park', {})],
    [4, () => call('sale.recall', { slot: 1 + random.below(3) })],
    [1, () => call('sale.cancel', {})],
    [
      3,
      () => call('sale.reprint', { receipt, slip: random.below(4) === 0 ? `return-${1 + random.below(2)}` : 'sale' }),
    ],
    [16, () => payment(random, world)],
    [8, () => tender(random, world)],
    [4, () => holdCall(random)],
    [6, () => orderCall(random, world)],
    [2, () => call('sale.payCash', { due: 1, given: pick(random, [1, ...ABSURD]) })],
    [2, () => call('sale.voidPaid', { receipt, reason: 'other', approval: 'nobody-gave-this' })],
    [3, () => guessVoid(receipt)],
    [3, () => signIn(random)],
    [2, () => signInWrongly(random)],
    [8, () => peopleCall(random, world)],
    [2, () => call('sale.find', { receipt })],
    [1, () => call('sale.closeFound', {})],
    [1, () => call('operators.setAppearance', { language: random.below(2) ? 'en' : 'zh-CN', theme: 'dark' })],
    [1, () => call('operators.begin', FIRST_RUN)],
    [1, () => call(pick(random, ['constructor.x', 'sale.__proto__', 'a.b.c']) ?? '', {})],
  ])
}

function nextCode(random: Random, world: World): string {
  return drawn(random, [
    [30, () => withCode[random.below(SHELF)] ?? ''],
    [2, () => UNKNOWN_CODE],
    [2, () => MISREAD_CODE],
    [6, () => label(random, '21')],
    [6, () => label(random, '22')],
    [2, () => onPack(random)],
    [1, () => UNKNOWN_SALE],
    [4, () => someReceipt(random, world)],
    [2, () => pick(random, RUBBISH) ?? ''],
  ])
}

/** What a scale sticks on a bag: some of it says nothing, some is of goods nobody knows. */
function label(random: Random, prefix: '21' | '22'): string {
  const item = random.below(10) === 0 ? '99999' : (pick(random, weighed)?.item ?? '')
  const value = random.below(8) === 0 ? 0 : 1 + random.below(9_999)
  const digits = `${prefix}${item}${String(value).padStart(5, '0')}`
  return `${digits}${gtinCheckDigit(digits)}`
}

/** A pack's own code with a count and a last day, past or not. */
function onPack(random: Random): string {
  const code = (withCode[random.below(SHELF)] ?? '').padStart(14, '0')
  return `(01)${code}(17)26${random.below(2) === 0 ? '05' : '04'}30(30)${random.below(4)}`
}

function payment(random: Random, world: World): Call {
  const due = world.view().sale?.cashDue ?? 0
  return call('sale.payCash', { due, given: due + random.below(10_000) - 200 })
}

const anyPayment = (random: Random, world: World): Call =>
  random.below(3) === 0 ? payment(random, world) : tender(random, world)

/** Another price or a discount: mostly within what a cashier may give, sometimes far beyond it, sometimes absurd. */
function adjustment(random: Random, line: number): Call {
  const of = random.below(3) === 0 ? null : line
  return drawn(random, [
    [3, () => call('sale.setPrice', { line, price: 1 + random.below(600) })],
    [4, () => call('sale.setDiscount', { line: of, discount: { is: 'permille', permille: 1 + random.below(120) } })],
    [2, () => call('sale.setDiscount', { line: of, discount: { is: 'amount', amount: 1 + random.below(300) } })],
    [1, () => call('sale.setDiscount', { line: of, discount: { is: 'permille', permille: 1000 } })],
    [2, () => call('sale.setDiscount', { line: of, discount: null })],
    [1, () => call('sale.setPrice', { line, price: pick(random, ABSURD) })],
  ])
}
