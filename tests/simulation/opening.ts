import { slipsOf } from '#domain/paid-sale'
import { everySale } from '#domain/sales'
import type { VirtualCache } from '#drivers/cache/virtual'
import type { Random } from '#drivers/random/port'
import type { Answered, World } from '../world/world.ts'

/** A promise of the station that did not hold. */
export class Broken extends Error {}

const STARTS_MAX = 4

/** Opens the till again. A fault under way may hit the start itself; then a person starts again. */
export async function openWhole(world: World): Promise<void> {
  let refusal = await world.open()
  for (let tries = 1; tries < STARTS_MAX && refusal[0]?.includes('The disk failed'); tries++) {
    refusal = await world.open()
  }
  if (refusal.length > 0) throw new Broken(`it does not open: ${refusal.join(' ')}`)
  await world.settle()
  const waiting = [...everySale(world.station().acts.till().sales)].find((sale) =>
    slipsOf(sale).some(({ print }) => print === 'waiting'),
  )
  if (waiting) throw new Broken(`the slip of ${waiting.receipt} waits for a printer that knows nothing of it`)
}

/** No answer that stands: the disk, and with it the till, went away in the middle. */
export const died = (answer: Answered): boolean =>
  !answer.ok && (answer.why === 'journal-stopped' || answer.why === 'fault')

/** What is made from the journal may be gone, or take nothing more: it costs time and nothing else. */
export function meddle(cache: VirtualCache, random: Random): string {
  const how = (['lost', 'broken', 'whole', 'whole'] as const)[random.below(4)] ?? 'whole'
  if (how === 'lost') cache.lose()
  cache.setBroken(how === 'broken')
  return `cache ${how}`
}
