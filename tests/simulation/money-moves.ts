import { saleAt } from '#domain/sales'
import { FATES as FARES, type Fate as Fare } from '#drivers/payment/virtual'
import type { Random } from '#drivers/random/port'
import { AS_MANAGER } from '../world/people.ts'
import type { World } from '../world/world.ts'
import type { Call, Move } from './actor.ts'
import { call, drawn, pick } from './drawing.ts'
import { FATES, type Back, type Deed, type Fate } from './giving-back-moves.ts'

/** What people and acquirers do with money outside the till. */
export type MoneyMove =
  /** How the next orders fare. */
  | { readonly do: 'fare'; readonly method: Method; readonly fares: readonly Fare[] }
  | { readonly do: 'line'; readonly method: Method; readonly down: boolean }
  /** A manager says yes to money going back, what becomes of that, and how its orders fare. */
  | ({ readonly do: 'give-back'; readonly deed: Deed; readonly fate: Fate } & Weather)
  /** A manager asks the acquirer, waits for the statement and decides by it. */
  | { readonly do: 'statement'; readonly attempt: string }

interface Weather {
  readonly fares: readonly Fare[]
  /** Nobody is reached, until a line comes up again. */
  readonly down: boolean
}

export type Method = 'card' | 'scan'
const METHODS: readonly Method[] = ['card', 'scan']
const ABSURD = [0, -1, 1e9, 2.5, '3', null]
/** No station gives such a key. */
const MADE_UP = '99-9-1'

export function moneyMove(random: Random, world: World): MoneyMove {
  const isPaidInPart = world.view().sale?.tenders.some(({ state }) => state === 'done') === true
  const isHeld = world.view().holds.some(({ is }) => is === 'open')
  const hasSold = world.station().acts.till().sales.size > 0
  return drawn<MoneyMove>(random, [
    [9, () => ({ do: 'fare', method: someMethod(random), fares: someFares(random, 3) })],
    [4, () => ({ do: 'line', method: someMethod(random), down: random.below(4) === 0 })],
    [hasSold ? 10 : 1, () => goBack(random, refund(random, world))],
    [hasSold ? 5 : 1, () => goBack(random, voiding(random, world))],
    [isPaidInPart ? 15 : 1, () => goBack(random, tenderVoid(random, world))],
    [isHeld ? 6 : 1, () => goBack(random, release(random, world))],
  ])
}

const someMethod = (random: Random): Method => METHODS[random.below(METHODS.length)] ?? 'card'

const someFares = (random: Random, most: number): Fare[] =>
  Array.from({ length: random.below(most + 1) }, () => pick(random, FARES) ?? 'approve')

const goBack = (random: Random, deed: Deed): MoneyMove => ({
  ...{ do: 'give-back', deed, fate: pick(random, FATES) ?? 'used' },
  ...{ fares: someFares(random, 2), down: random.below(8) === 0 },
})

/** All or some of what is left to pay; now and then more, or by a page that shows what was. */
export function tender(random: Random, world: World): Call {
  const left = world.view().sale?.left ?? 0
  const amount = drawn<unknown>(random, [
    [9, () => left],
    [9, () => 1 + random.below(Math.max(1, left))],
    [1, () => left + 1],
    [1, () => pick(random, ABSURD)],
  ])
  const seen = { amount, left: random.below(15) === 0 ? left + 100 : left }
  const hold = random.below(3) === 0 ? pick(random, world.view().holds.slice(-3))?.attempt : undefined
  if (hold === undefined) return call('sale.tender', { method: someMethod(random), ...seen })
  return call('sale.tender', { method: random.below(20) === 0 ? 'scan' : 'card', ...seen, hold })
}

/** An amount of a card is to be held, for a guest or a table. */
export function holdCall(random: Random): Call {
  const amount = random.below(12) === 0 ? pick(random, ABSURD) : 1 + random.below(20_000)
  return call('holds.make', { amount, note: `桌 ${random.below(9)}` })
}

/** What people do about an open order: a manager decides, a cashier calls one, or would decide and is not heard. */
export function orderMove(random: Random, world: World): Move {
  const { operator, unresolved } = world.view()
  const order = unresolved.find(({ may }) => may.decide.length > 0)
  if (!order || random.below(3) === 0) return { do: 'ask', call: orderCall(random, world) }
  if (operator?.role === 'manager') return { do: 'statement', attempt: order.attempt }
  return drawn<Move>(random, [
    [2, () => goBack(random, refund(random, world, order.receipt ?? undefined))],
    [2, () => ({ do: 'ask', call: call('operators.signIn', AS_MANAGER) })],
    [1, () => ({ do: 'ask', call: call('payments.decide', { attempt: order.attempt, as: 'paid' }) })],
  ])
}

/** What a person does about an order: one that is shown, one that is settled, or one that nobody gave. */
export function orderCall(random: Random, world: World): Call {
  const attempt = someAttempt(random, world)
  return drawn(random, [
    [4, () => call('payments.giveUp', { attempt })],
    [3, () => call('payments.tryAgain', { attempt })],
    [3, () => decision(random, world, attempt)],
  ])
}

function someAttempt(random: Random, world: World): string {
  const { sale, unresolved } = world.view()
  const tenders = sale?.tenders.flatMap((each) => [each.attempt, each.order?.attempt ?? each.attempt]) ?? []
  const shown = [...tenders, ...unresolved.map(({ attempt }) => attempt)]
  const nth = 1 + random.below(world.station().acts.till().orders + 1)
  return drawn(random, [
    [8, () => shown.at(-1) ?? `01-1-${nth}`],
    [3, () => pick(random, shown) ?? MADE_UP],
    [3, () => `01-1-${nth}`],
    [1, () => MADE_UP],
  ])
}

/** Nobody lies here: a cashier is not heard, and a manager says nothing of what is open. */
function decision(random: Random, world: World, attempt: string): Call {
  const known = world.station().acts.till().payments.get(attempt)?.payment.at
  const isHeard = world.view().operator?.role === 'manager'
  const settled = known === 'approved' || known === 'reversed' || known === 'decided'
  const as = random.below(2) === 0 ? 'paid' : 'not-paid'
  return call('payments.decide', { attempt: isHeard && !settled ? MADE_UP : attempt, as })
}

function refund(random: Random, world: World, receipt = someReceipt(random, world)): Deed {
  const sale = saleAt(world.station().acts.till().sales, receipt)
  const place = random.below(Math.max(1, sale?.lines.length ?? 0))
  const sold = sale?.lines[place]?.quantity ?? 1
  const amount = 1 + random.below(Math.max(1, Math.ceil((sale?.total ?? 0) / (1 + random.below(3)))))
  const refundOf = (wish: object): Back => ({ act: 'refund', receipt, wish })
  const byAmount = (some: unknown) => refundOf({ by: 'amount', amount: some })
  const byLine = (quantity: number) => refundOf({ by: 'lines', lines: [{ place, quantity }] })
  const what = drawn<Back>(random, [
    [6, () => byLine(1 + random.below(sold))],
    [6, () => byAmount(amount)],
    [3, () => byAmount(sale?.total)],
    [1, () => byLine(sold + 1)],
    [1, () => byAmount(pick(random, ABSURD))],
  ])
  // A yes to one amount is none to the next, nor to the same of another sale, nor to undoing all of it.
  const others: readonly Back[] = [byAmount(amount + 1), { ...what, receipt: someReceipt(random, world) }]
  const other = pick(random, others)
  const isOther = other && JSON.stringify(other) !== JSON.stringify(what)
  return { what, other: isOther ? other : { act: 'void-paid', receipt } }
}

function voiding(random: Random, world: World): Deed {
  const receipt = world.view().found?.receipt ?? someReceipt(random, world)
  const other = someReceipt(random, world)
  const amount = saleAt(world.station().acts.till().sales, receipt)?.total
  const refundOfAll: Back = { act: 'refund', receipt, wish: { by: 'amount', amount } }
  const another: Back = other === receipt ? refundOfAll : { act: 'void-paid', receipt: other }
  return { what: { act: 'void-paid', receipt }, other: another }
}

function tenderVoid(random: Random, world: World): Deed {
  const tenders = world.view().sale?.tenders ?? []
  const paid = tenders.findLast(({ state }) => state === 'done')
  const attempt = paid?.attempt ?? someAttempt(random, world)
  const other = tenders.find((each) => each.attempt !== attempt)?.attempt ?? MADE_UP
  return { what: { act: 'void-tender', attempt }, other: { act: 'void-tender', attempt: other } }
}

function release(random: Random, world: World): Deed {
  const { holds } = world.view()
  const attempt = holds.findLast(({ is }) => is === 'open')?.attempt ?? pick(random, holds)?.attempt ?? MADE_UP
  const other = holds.find((each) => each.attempt !== attempt)?.attempt ?? '99-9-2'
  return { what: { act: 'void-tender', attempt }, other: { act: 'void-tender', attempt: other } }
}

/** Of the newest sales rather than of old ones: they are what customers come back with. */
export function someReceipt(random: Random, world: World): string {
  const { paid } = world.view()
  if (paid && random.below(2) === 0) return paid.receipt
  return pick(random, [...receiptsOf(world)]) ?? 'S01-1-000001X'
}

function* receiptsOf(world: World): Generator<string> {
  for (const shelf of world.station().acts.till().sales.shelves.values()) yield* shelf.keys()
}

/** Most orders are answered at once, some as late as a till waits or an acquirer is; a line may be down for minutes. */
export const answerTime = (random: Random): number =>
  drawn(random, [
    [6, () => 300 + random.below(700)],
    [2, () => random.below(10_000)],
    [2, () => random.below(120_000)],
    [1, () => random.below(600_000)],
  ])
