import { formatMoney, money } from '#domain/money'
import type { TestCustomerName } from '#drivers/scanpay/virtual/customers'
import type { Mood } from '#drivers/scanpay/virtual/moods'
import type { Platform } from '../world/platform.ts'
import type { Answered, World } from '../world/world.ts'

/** What a story may say where scan payments go to a platform. */
type Say = (world: World, answer: Answered | null) => string[]
type Verb = (world: World, words: readonly string[]) => Promise<string[]>

const platformOf = ({ platform }: World): Platform => {
  if (!platform) throw new Error('this story has no payment platform: see tell.ts')
  return platform
}
/** Time in which all is answered that will be. */
const ANSWERED_MS = 1_000

export const scanVerbs = (shown: Say): Record<string, Verb> => ({
  /** Begins a scan payment of all that is left: the customer's code is waited for. */
  'pay-scan': async (world) => {
    const left = world.view().sale?.left ?? 0
    const answer = await world.ask('sale.tender', { method: 'scan', amount: left, left })
    await world.clock.advance(ANSWERED_MS)
    return [...shown(world, answer), ...shownStage(world)]
  },
  /** The customer's code is scanned: `shows-code alipay`. */
  'shows-code': async (world, [customer = 'alipay']) => {
    world.scanner.scan(platformOf(world).code(customer as TestCustomerName)) // a story's own words
    await world.clock.advance(ANSWERED_MS)
    return [...shown(world, null), ...shownStage(world)]
  },
  /** The cashier lets them scan ours. */
  'show-ours': async (world) => {
    const answer = await world.ask('payments.showOurs', {})
    await world.clock.advance(ANSWERED_MS)
    return [...shown(world, answer), ...shownStage(world)]
  },
  /** `customer-does pays alipay`, `customer-does enters-password`; and the time until the station asks next. */
  'customer-does': async (world, [what = 'pays', customer = 'alipay']) => {
    platformOf(world).act(what as 'pays', customer as TestCustomerName) // a story's own words
    await world.clock.advance(6 * ANSWERED_MS)
    return [...shown(world, null), ...shownStage(world)]
  },
  /** What the next requests meet: `platform no-answer`. */
  platform: (world, moods) => {
    platformOf(world).will(...(moods as Mood[])) // a story's own words
    return Promise.resolve([])
  },
  /** What went over the line to the platform since it was told last. */
  'platform-line': (world) => Promise.resolve(platformOf(world).wire()),
  'platform-books': (world) =>
    Promise.resolve([`the platform keeps ${formatMoney(money(platformOf(world).books().total()))}`]),
})

function shownStage(world: World): string[] {
  const { scanStage } = world.view()
  if (scanStage === null) return []
  if (scanStage.is === 'paying') return [`charges a code that looks like ${scanStage.wallet}`]
  return [scanStage.is === 'code' ? 'asks for a code' : `shows ours for ${Math.round(scanStage.leftMs / 1_000)} s more`]
}
