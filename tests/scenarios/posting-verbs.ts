import { readMoney } from '#domain/money'
import type { PostingKind } from '#domain/postings'
import { generateKeyPairSync } from 'node:crypto'
import { CASHIER, FIRST_RUN } from '../world/people.ts'
import { makePostedShop, type PostedShop } from '../world/posted.ts'
import type { Answered, World } from '../world/world.ts'

/** What a story may say where the station has a line to head office. */
type Say = (world: World, answer: Answered | null) => string[]
type Verb = (world: World, words: readonly string[]) => Promise<string[]>

const shops = new WeakMap<World, PostedShop>()
export async function worldWithOffice(seed: number): Promise<World> {
  const shop = await makePostedShop({ seed })
  shops.set(shop.world, shop)
  return shop.world
}
function officeOf(world: World): PostedShop {
  const shop = shops.get(world)
  if (!shop) throw new Error('this story has no head office: see tell.ts')
  return shop
}

const PEOPLE = [
  { ...FIRST_RUN.manager, role: 'manager' },
  { number: CASHIER.number, name: CASHIER.name, role: CASHIER.role },
  { number: '21', name: '小王', role: 'cashier' },
]
const stranger = generateKeyPairSync('ed25519').privateKey
const notice = (id: string, words: readonly string[]) => ({
  ...{ id, mustRead: true, title: { zh: words.join(' ') }, text: { zh: words.join(' ') } },
})

export const postingVerbs = (shown: Say): Record<string, Verb> => ({
  /** The price of DRK001, at once or from a time of this day: `posts-price 1.80 10:00`. */
  'posts-price': async (world, [price = '', from]) => {
    const { post, list } = officeOf(world)
    const row = `DRK001\t${readMoney(price) ?? 0}`
    await post('catalogue', { lists: [list('prices', [row], from === undefined ? null : `2026-05-04 ${from}:00`)] })
    return [...shown(world, null), ...stateOf(world)]
  },
  'posts-notice': async (world, [id = '', ...words]) => {
    await officeOf(world).post('notices', { notices: [notice(id, words)] })
    return [...shown(world, null), ...stateOf(world)]
  },
  'posts-operators': async (world, numbers) => {
    const operators = PEOPLE.filter(({ number }) => numbers.includes(number))
    await officeOf(world).post('operators', { operators })
    return [...shown(world, null), ...stateOf(world)]
  },
  'posts-standing': async (world, [station = 'open']) => {
    await officeOf(world).post('standing', { station })
    return [...shown(world, null), ...stateOf(world)]
  },
  /** Somebody who is not head office posts it: `somebody-posts standing`. */
  'somebody-posts': async (world, [kind = 'standing']) => {
    await officeOf(world).post(kind as PostingKind, {}, { key: stranger })
    return [...shown(world, null), ...stateOf(world)]
  },
  'read-notice': async (world, [id = '']) => shown(world, await world.ask('notices.read', { notice: id })),
  /** Head office can be reached, or not. */
  'head-office': async (world, [is = 'there']) => {
    const { hub, heard } = officeOf(world)
    hub.setAway(is === 'there' ? null : 'unreachable')
    await heard()
    return [...shown(world, null), ...stateOf(world)]
  },
  /** What waited for the end of the sale has been read and applied. */
  'a-moment': async (world) => {
    await officeOf(world).heard()
    return stateOf(world)
  },
  /** Up to an hour of this day. */
  'time-comes': async (world, [time = '']) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    const atMs = Date.UTC(2026, 4, 4, hours - 8, minutes)
    await world.clock.advance(Math.max(0, atMs - world.clock.nowMs()))
    await officeOf(world).heard()
    return [...shown(world, null), ...stateOf(world)]
  },
})

/** As the till has it, for whoever is on duty or not. */
function stateOf(world: World): string[] {
  const { postings } = world.station().acts.till()
  return [
    ...postings.posted.flatMap(({ kind, now, next }) => [
      ...(now ? [`head office: ${kind} in force`] : []),
      ...(next ? [`head office: ${kind} waits`] : []),
    ]),
    ...postings.refused.map(({ kind, why }) => `head office: ${kind} refused, ${why}`),
  ]
}
