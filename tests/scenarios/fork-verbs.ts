import { makeVirtualHub, type VirtualHub } from '#drivers/hub/virtual'
import { ALIVE_MS } from '#main/sync/fast-forward'
import type { SettingsFile } from '#main/settings'
import { VOID_PASSWORD } from '../world/people.ts'
import { imageOf, putBack, type Answered, type Image, type World, type WorldOptions } from '../world/world.ts'

type Verb = (world: World, words: readonly string[]) => Promise<string[]>
type Shown = (world: World, answer: Answered | null) => string[]

/** Of the stories that have a head office. */
const hubs = new WeakMap<World, VirtualHub>()
const images = new WeakMap<World, Image>()
/** More than the longest pause between two tries. */
const TRIES_MS = 70_000

/** What a station with a head office is made with; `made` is told of it afterwards. */
export function headOffice(): { readonly options: Partial<WorldOptions>; readonly made: (world: World) => unknown } {
  let hub: VirtualHub | null = null
  const settings: Partial<SettingsFile> = { hub: { servers: ['hub.example:4222'], shop: 's01' } }
  const named: WorldOptions['hub'] = (clock) => {
    hub = makeVirtualHub(clock)
    return { is: 'hub', hub: hub.hubOf('j.s01.01') }
  }
  return { options: { settings, hub: named }, made: (world) => hub && hubs.set(world, hub) }
}

export const forkVerbs = (shown: Shown): Readonly<Record<string, Verb>> => ({
  /** Head office can be reached, or not; what can follow from it has followed. */
  hub: async (world, [where = '']) => {
    hubs.get(world)?.setAway(where === 'away' ? 'unreachable' : null)
    await world.clock.advance(TRIES_MS)
    return line(world)
  },
  /** An image of the machine's disk is made. */
  image: (world) => {
    images.set(world, imageOf(world))
    return Promise.resolve([])
  },
  /** It is put back, and the station started. */
  'put-back': async (world) => {
    const image = images.get(world)
    if (!image) throw new Error('there is no image')
    world.disk.kill()
    await world
      .station()
      .close()
      .catch(() => undefined)
    putBack(world, image)
    await world.clock.advance(ALIVE_MS)
    const refused = await world.open()
    await world.clock.advance(TRIES_MS)
    return [...refused, ...line(world), ...shown(world, null)]
  },
  'go-on': async (world, [voidPassword = VOID_PASSWORD]) => {
    const hash = world.view().parting?.there.hash ?? 'x'.repeat(43)
    return [...shown(world, await world.ask('parting.goOn', { hash, voidPassword })), ...line(world)]
  },
  'start-anew': async (world) => {
    await world.station().close()
    return [...(await world.open()), ...shown(world, null)]
  },
})

function line(world: World): string[] {
  const { parting, lamps } = world.view()
  if (!parting) return [`head office ${lamps.headOffice}`]
  const { how, seq, there, decided } = parting
  const goesOn = decided ? ` epoch ${decided.epoch} decided by ${decided.by}` : ''
  return [`head office ${lamps.headOffice} ${how} from ${seq ?? '?'} at ${there.branch} ${there.seq}${goesOn}`]
}
