import type { HoldView } from '#contract/money-view'
import type { CashierView } from '#contract/view'
import { formatMoney, money, readMoney } from '#domain/money'
import { releaseHold } from '../world/people.ts'
import type { Answered, World } from '../world/world.ts'

type Say = (world: World, answer: Answered | null) => string[]
type Verb = (world: World, words: readonly string[]) => Promise<string[]>

/** Verbs name a hold by its note. */
const attemptOf = (world: World, note: string): string =>
  world.view().holds.findLast((hold) => hold.note === note)?.attempt ?? 'none'

/** What a story may say of amounts held on cards. */
export const holdVerbs = (shown: Say): Record<string, Verb> => ({
  /** `hold 100.00 302`; and the time in which all is answered that will be. */
  hold: async (world, [sum = '', note = '', passing = '1']) => {
    const answer = await world.ask('holds.make', { amount: readMoney(sum), note })
    await world.clock.advance(Number(passing) * 1000)
    return [...shown(world, answer), ...shownHold(world.view(), note)]
  },
  /** `complete 302 6.00`, or `complete 302 rest`: a tender of the open sale. */
  complete: async (world, [note = '', sum = '', passing = '1']) => {
    const left = world.view().sale?.left ?? 0
    const amount = sum === 'rest' ? left : readMoney(sum)
    const answer = await world.ask('sale.tender', { method: 'card', amount, left, hold: attemptOf(world, note) })
    await world.clock.advance(Number(passing) * 1000)
    return [...shown(world, answer), ...shownHold(world.view(), note)]
  },
  release: async (world, [note = '', manager = '', voidPassword = '', passing = '1']) => {
    const attempt = attemptOf(world, note)
    const what = { act: 'void-tender', attempt }
    const answer = await releaseHold(world.ask, { what, reason: 'other', word: { manager, voidPassword } })
    await world.clock.advance(Number(passing) * 1000)
    return [...shown(world, answer), ...shownHold(world.view(), note)]
  },
  /** The holds that are not over, as the till shows them, and what the acquirer holds. */
  holds: (world) => {
    const holds = [...world.station().acts.till().holds.keys()]
    const held = holds.reduce((sum, attempt) => sum + world.payments.card.held(attempt), 0)
    const open = world.view().holds.filter(({ is }) => !OVER.includes(is))
    return Promise.resolve([...open.map(inWords), `the card acquirer holds ${formatMoney(money(held))}`])
  },
})

const OVER: readonly HoldView['is'][] = ['failed', 'released', 'completed']

const shownHold = ({ holds }: CashierView, wanted: string): string[] =>
  holds
    .filter(({ note }) => note === wanted)
    .slice(-1)
    .map(inWords)

const inWords = ({ note, amount, is, order }: HoldView): string => {
  const why = order?.why === null || order?.why === undefined ? '' : ` (${order.why})`
  return `hold ${note} ${formatMoney(amount)} ${is}${why}`
}
