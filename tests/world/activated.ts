import { makeActivationShop, type ActivationShop } from './head-office.ts'
import { AS_MANAGER, staff } from './people.ts'
import { recordsOn } from './remains.ts'
import { FOLDER, type World } from './world.ts'

/** What the tests of the activation do at its counter. */
export const OK = { ok: true }
export const not = (why: string) => ({ ok: false, why })

export async function staffed(seed: number, practise = true): Promise<ActivationShop> {
  const shop = await makeActivationShop({ seed }, practise)
  await staff(shop.world.ask)
  await shop.world.ask('operators.signIn', AS_MANAGER)
  return shop
}
export const state = ({ view }: World) => view().activation
export const goods = (world: World) => world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
export const byCard = (world: World) => world.ask('sale.tender', { method: 'card', amount: 150, left: 150 })
export const byCash = (world: World) => world.ask('sale.payCash', { due: 150, given: 150 })
export async function paysByCard(world: World) {
  await goods(world)
  const answer = await byCard(world)
  if (answer.ok) await world.clock.advance(1000)
  else await byCash(world)
  if (world.view().sale !== null) throw new Error('the sale is still open')
  return answer
}
export async function reopen(shop: ActivationShop) {
  await shop.world.station().close()
  const refusal = await shop.world.open()
  if (refusal.length > 0) throw new Error(refusal.join('\n'))
  await shop.world.ask('operators.signIn', AS_MANAGER)
}
export const types = async ({ disk }: ActivationShop) =>
  (await recordsOn(disk(), `${FOLDER}/journal`)).records.map(({ type }) => type)
