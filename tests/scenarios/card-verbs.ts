import { formatMoney } from '#domain/money'
import type { Mood } from '#drivers/acquirer/virtual/moods'
import type { CustomerState } from '#drivers/bench/port'
import type { CashierView } from '#contract/view'
import type { Bank } from '../world/bank.ts'
import type { Answered, World } from '../world/world.ts'

/** What a story may say where the station is the card terminal of an acquirer. */
type Say = (world: World, answer: Answered | null) => string[]
type Verb = (world: World, words: readonly string[]) => Promise<string[]>

/** Longer than a batch takes to be uploaded. */
const SETTLING_MS = 120_000
const ASKING_MS = 10_000

const bankOf = ({ bank }: World): Bank => {
  if (!bank) throw new Error('this story has no acquirer: see tell.ts')
  return bank
}

export const cardVerbs = (shown: Say): Record<string, Verb> => ({
  /** Who stands at the reader: `customer chip right`. */
  customer: (world, [card = 'chip', pin = 'right']) => {
    bankOf(world).choose({ card, pin, byItself: true } as CustomerState) // a story's own words
    return Promise.resolve([])
  },
  /** What the next messages meet: `bank no-answer`. */
  bank: (world, moods) => {
    bankOf(world).will(...(moods as Mood[])) // a story's own words
    return Promise.resolve([])
  },
  /** What went over the line since it was told last. */
  wire: (world) => Promise.resolve(bankOf(world).wire()),
  /** Finds the sale by the voucher number on its slip. */
  voucher: async (world, [order = '']) => {
    const answer = await world.ask('sale.search', { order })
    const [first] = answer.ok ? (answer.value as { sales: { receipt: string }[] }).sales : [] // the contract's
    return first ? shown(world, await world.ask('sale.find', { receipt: first.receipt })) : ['nothing found']
  },
  'settle-batch': async (world) => {
    const asked = world.ask('cards.settle', {})
    await world.clock.advance(SETTLING_MS)
    return [...shown(world, await asked), ...shownBatch(world.view())]
  },
  /** What the card in the customer's hand has; and whether the acquirer is there. */
  balance: async (world) => {
    const asked = world.ask('cards.balance', {})
    await world.clock.advance(ASKING_MS)
    return [JSON.stringify(await asked)]
  },
  echo: async (world) => {
    const asked = world.ask('cards.echo', {})
    await world.clock.advance(ASKING_MS)
    return [JSON.stringify(await asked)]
  },
  batch: (world) => Promise.resolve(shownBatch(world.view())),
  'bank-books': (world) => Promise.resolve([`the bank keeps ${formatMoney(bankOf(world).books().total() as never)}`]),
})

function shownBatch({ cards }: CashierView): string[] {
  if (!cards) return ['no manager is on duty']
  const { batch, count, totals, settled } = cards
  const sides = (['domestic', 'foreign'] as const).flatMap((kind) =>
    (['debit', 'credit'] as const)
      .filter((side) => totals[kind][side].count > 0)
      .map((side) => `${kind} ${side} ${totals[kind][side].count} for ${formatMoney(totals[kind][side].sum)}`),
  )
  return [
    `batch ${batch}: ${[`${count} transactions`, ...sides].join(', ')}`,
    ...(settled ? [`before it batch ${settled.batch}: ${settled.isBalanced ? 'balanced' : 'not balanced'}`] : []),
    ...(settled?.differing ?? []).map(({ stan, amount, card }) => `  differs: ${stan} ${formatMoney(amount)} ${card}`),
  ]
}
