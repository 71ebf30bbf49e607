import { formatCode } from '#domain/refund-codes'
import { formatMoney, money, readMoney } from '#domain/money'
import type { CashierView, PaidSaleView } from '#contract/view'
import type { OrderView, ReturnView } from '#contract/money-view'
import type { Fate } from '#drivers/payment/virtual'
import type { Answered, World } from '../world/world.ts'
import { giveBack, refundByCode } from '../world/people.ts'

/** What a story may say of money outside the till. */
type Say = (world: World, answer: Answered | null) => string[]
type Verb = (world: World, words: readonly string[]) => Promise<string[]>
type Method = 'card' | 'scan'

const methodOf = (word: string): Method => (word === 'card' ? 'card' : 'scan')

/** `shown` tells what the cashier sees; `named` knows receipts by `last`. */
export const moneyVerbs = (shown: Say, named: (world: World, receipt: string) => string): Record<string, Verb> => ({
  /** `pay card 5.00`, or `pay scan rest`; and the time in which all is answered that will be. */
  pay: async (world, [method = '', sum = '', passing = '1']) => {
    const left = world.view().sale?.left ?? 0
    const amount = sum === 'rest' ? left : readMoney(sum)
    const answer = await world.ask('sale.tender', { method: methodOf(method), amount, left })
    await world.clock.advance(Number(passing) * 1000)
    return shown(world, answer)
  },
  /** How the next orders fare: `fate card lose-answer approve`. */
  fate: (world, [method = '', ...fates]) => {
    world.payments[methodOf(method)].will(...(fates as Fate[])) // a story's own words; the twin knows them or it fails
    return Promise.resolve([])
  },
  down: (world, [method = '', is = 'yes']) => {
    world.payments[methodOf(method)].setDown(is === 'yes')
    return Promise.resolve([])
  },
  'give-up': async (world) => {
    const answer = await world.ask('payments.giveUp', { attempt: world.view().sale?.tenders.at(-1)?.attempt })
    await world.clock.advance(1000)
    return shown(world, answer)
  },
  'try-again': async (world) => {
    const answer = await world.ask('payments.tryAgain', { attempt: world.view().unresolved[0]?.attempt })
    await world.clock.advance(1000)
    return shown(world, answer)
  },
  decide: async (world, [as = '']) =>
    shown(world, await world.ask('payments.decide', { attempt: world.view().unresolved[0]?.attempt, as })),
  /** Gives the newest paid tender of the open sale back. */
  'void-tender': async (world, [manager = '', voidPassword = '']) => {
    const attempt = world.view().sale?.tenders.findLast(({ state }) => state === 'done')?.attempt
    const wished = { what: { act: 'void-tender', attempt }, reason: 'customer-changed-mind' }
    const answer = await giveBack(world.ask, { ...wished, word: { manager, voidPassword } })
    await world.clock.advance(1000)
    return shown(world, answer)
  },
  /** `refund last 11 1x2 3x1`, or `refund last 11 5.00`: by the code that manager gets. */
  refund: async (world, [receipt = '', manager = '', ...what]) => {
    const goods = { receipt: named(world, receipt), wish: wishOf(what) }
    const answer = await refundByCode(world.ask, world.postbox, goods, { reason: 'faulty', manager })
    await world.clock.advance(1000)
    return shown(world, answer)
  },
  /** The same by a code that nobody was sent. */
  'refund-guessed': async (world, [receipt = '', manager = '', ...what]) => {
    const goods = { receipt: named(world, receipt), wish: wishOf(what) }
    const codeFor = () => formatCode('0000000000000')
    return shown(world, await refundByCode(world.ask, { codeFor }, goods, { reason: 'faulty', manager }))
  },
  look: async (world) => {
    await world.settle()
    return shown(world, null)
  },
  /** What the acquirers have of the shop's money, each. */
  books: (world) =>
    Promise.resolve(
      (['card', 'scan'] as const).map(
        (method) => `${method} keeps ${formatMoney(money(world.payments[method].total()))}`,
      ),
    ),
})

function wishOf(what: readonly string[]) {
  const [first = ''] = what
  if (!first.includes('x')) return { by: 'amount', amount: readMoney(first) }
  const lines = what.map((each) => each.split('x').map(Number))
  return { by: 'lines', lines: lines.map(([line = 0, quantity = 0]) => ({ place: line - 1, quantity })) }
}

/** Tenders of the open sale, and what is not settled. */
export function shownMoney({ sale, unresolved }: CashierView): string[] {
  const tenders = sale?.tenders ?? []
  return [
    ...tenders.map(({ method, amount, state, undo, order }) => {
      const why = order?.why === null || order?.why === undefined ? '' : ` (${order.why})`
      return `${method} ${formatMoney(amount)} ${state}${undo ? `, back ${undo}` : ''}${why}`
    }),
    ...(sale && tenders.length > 0 ? [`left ${formatMoney(sale.left)}`] : []),
    ...unresolved.map(shownOrder),
  ]
}

const shownOrder = ({ method, kind, amount, at, forPerson }: OrderView) =>
  `unresolved ${method} ${kind} ${formatMoney(amount)} ${at}${forPerson ? ' for a person' : ''}`

export function shownReturns({ tenders, returns }: PaidSaleView): string[] {
  const ways = tenders.length > 1 || tenders[0]?.method !== 'cash'
  return [
    ...(ways ? [`  by ${tenders.map(({ method, amount }) => `${method} ${formatMoney(amount)}`).join(', ')}`] : []),
    ...returns.flatMap(({ kind, parts }) =>
      ways || kind === 'refund'
        ? [`  ${kind}: ${parts.map((part, place) => partWords(part, tenders[place]?.method ?? '')).join(', ')}`]
        : [],
    ),
  ]
}

const partWords = ({ amount, state }: ReturnView['parts'][number], method: string) =>
  `${method} ${formatMoney(amount)} ${state}`
