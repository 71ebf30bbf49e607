import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { makeVirtualHub, type VirtualHub } from '#drivers/hub/virtual'
import type { Random } from '#drivers/random/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { ALIVE_MS } from '#main/sync/fast-forward'
import type { HubSetting } from '#main/sync/settings'
import type { OfficeView } from '#contract/office'
import { AS_CASHIER, AS_MANAGER, staff, VOID_PASSWORD } from '../world/people.ts'
import { imageOf, makeWorld, putBack, type Image, type World, type WorldOptions } from '../world/world.ts'
import { lifeIn, type Lived } from './reading.ts'

/** Whole stations of one name at one hub, and what became of each machine's records. */
export const HUB: HubSetting = { servers: ['hub.example:4222'], shop: 's01' }
export const SUBJECT = 'j.s01.01'
const PRICE = 150
const SECOND_MS = 1_000

export class Stations {
  readonly clock: VirtualClock = makeVirtualClock(Date.UTC(2026, 4, 4, 1))
  readonly hub: VirtualHub = makeVirtualHub(this.clock)
  readonly random: Random
  /** Journals of lives that ended, as they were. */
  readonly dead: Lived[] = []
  private made = 0
  private readonly seed: number

  constructor(seed: number) {
    this.seed = seed
    this.random = makeVirtualRandom(seed)
  }

  /** A machine of this station's; with an image, one that was made from it. */
  async machine(image?: Image, prepare?: WorldOptions['prepare']): Promise<Machine> {
    const world = await makeWorld({
      ...{ seed: this.seed * 16 + this.made++, clock: this.clock, settings: { hub: HUB } },
      ...{ segmentBytes: 8_000, hub: () => ({ is: 'hub', hub: this.hub.hubOf(SUBJECT) }) },
      ...(image && { image }),
      ...(prepare && { prepare }),
    })
    const machine = new Machine(this, world)
    if (image) await machine.signIn()
    else await staff(world.ask)
    await this.pass(2)
    return machine
  }

  /** In small steps, so that each of the machines gets its turn. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) await this.clock.advance(SECOND_MS)
  }
}

export class Machine {
  readonly world: World
  private readonly shop: Stations
  /** How often a sale, a card's order or a void was refused since another machine goes on. */
  heldBack = 0

  constructor(shop: Stations, world: World) {
    this.shop = shop
    this.world = world
  }

  async signIn(as: object = AS_CASHIER): Promise<void> {
    await this.must('operators.signIn', as)
  }

  async must(name: string, input: unknown): Promise<void> {
    const answer = await this.world.ask(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.why}`)
  }

  /** By cash or card; false where it is held back. */
  async sell(times = 1): Promise<boolean> {
    for (let nth = 0; nth < times; nth++) {
      const quantity = 1 + this.shop.random.below(3)
      const added = await this.world.ask('sale.add', { sku: 'DRK001', quantity })
      if (!added.ok) {
        if (added.why !== 'parted') throw new Error(`sale.add: ${added.why}`)
        this.heldBack++
        return false
      }
      const due = PRICE * quantity
      if (this.shop.random.below(3) === 0) {
        await this.must('sale.tender', { method: 'card', amount: due, left: due })
        await this.shop.pass(5)
      } else await this.must('sale.payCash', { due, given: due })
    }
    return true
  }

  image(): Image {
    return imageOf(this.world)
  }

  /** It is what it was, and is started again. */
  async putBack(image: Image): Promise<void> {
    this.shop.dead.push(this.life())
    this.world.disk.kill()
    // What it still waits for ends with it.
    await this.world
      .station()
      .close()
      .catch(() => undefined)
    putBack(this.world, image)
    // That takes its time.
    await this.shop.clock.advance(ALIVE_MS)
    await this.world.settle()
    await this.open()
  }

  async open(): Promise<void> {
    const refused = await this.world.open()
    if (refused.length > 0) throw new Error(refused.join())
    await this.signIn()
    await this.shop.pass(3)
  }

  /** Ends in order, and starts. */
  async restart(): Promise<void> {
    await this.world.station().close()
    await this.open()
  }

  /** A manager decides that this machine goes on, and it is started anew. */
  async decide(): Promise<number> {
    const { parting } = this.world.view()
    if (!parting) throw new Error('there is nothing to decide')
    await this.signIn(AS_MANAGER)
    await this.must('parting.goOn', { hash: parting.there.hash, voidPassword: VOID_PASSWORD })
    await this.shop.pass(1)
    await this.restart()
    return this.epoch
  }

  get epoch(): number {
    return this.life().epoch
  }

  get isParted(): boolean {
    return this.world.view().parting !== null
  }

  async line(): Promise<OfficeView['line']['is']> {
    await this.signIn(AS_MANAGER)
    const { office } = this.world.view()
    await this.signIn()
    if (!office) throw new Error('there is a head office')
    return office.line.is
  }

  life(): Lived {
    return lifeIn(this.world.disk.files())
  }

  leave(): void {
    this.shop.dead.push(this.life())
    this.world.disk.kill()
  }
}
