import { newestOf, postedOf, postingDue } from '#domain/in-force'
import type { PostingKind } from '#domain/postings'
import { makeVirtualHub, type VirtualHub } from '#drivers/hub/virtual'
import { packList, type ListIs, type PackedList } from '#main/postings/lists'
import { isKind, nameOf, partName, readPosting, signPosting, type PostingFields } from '#main/postings/posting'
import { subjectOf } from '#main/sync/batch'
import type { KeyObject } from 'node:crypto'
import { makeActivationShop, OFFICE, TERMINAL, type ActivationShop } from './head-office.ts'
import { AS_CASHIER, AS_MANAGER, staff } from './people.ts'
import { recordsOn } from './remains.ts'
import { FOLDER, type WorldOptions } from './world.ts'

/** A shop with a line to head office, which posts for it. */
export const SHOP = 's01'
export const STATION = '01'
export const ISSUED_MS = Date.UTC(2026, 4, 1)

export interface PostedShop extends ActivationShop {
  readonly hub: VirtualHub
  /** Signs and posts; each is newer than those before it, unless it says otherwise. Gives the revision. */
  readonly post: (kind: PostingKind, body: unknown, own?: PostOptions) => Promise<number>
  /** Whoever can write at the hub puts something there. */
  readonly put: (name: string, payload: Uint8Array) => Promise<number>
  /** Puts a list's parts there, and gives what a catalogue says of it. */
  readonly list: (is: ListIs, rows: readonly string[], from?: string | null) => object
  /** Everything that can happen by what was posted has happened, and a moment has passed. */
  readonly heard: () => Promise<void>
  readonly reopen: () => Promise<void>
  /** Bodies of records of this type, as they lie on the disk. */
  readonly records: (type: string) => Promise<object[]>
  /** The line is cut, and comes again. */
  readonly recall: () => Promise<void>
}

export interface PostOptions extends Partial<PostingFields> {
  /** Null: for all stations of the shop. */
  readonly station?: string | null
  readonly key?: KeyObject
}

/** What could be applied and is not by then will not be. */
const PATIENCE_MS = 250
/** The same of what could be judged, where the station lives. */
const JUDGED_MS = 5_000

export async function makePostedShop(options: WorldOptions, judgedMs = () => JUDGED_MS): Promise<PostedShop> {
  let made: VirtualHub | null = null
  const hub: NonNullable<WorldOptions['hub']> = (clock) => {
    made ??= makeVirtualHub(clock)
    return { is: 'hub', hub: made.hubOf(subjectOf({ shop: SHOP, station: STATION })) }
  }
  const settings = { ...options.settings, hub: { servers: ['hub:4222'], shop: SHOP } }
  const shop = await makeActivationShop({ ...options, settings, hub }, false)
  const { world } = shop
  const theHub = made as VirtualHub | null
  if (theHub === null) throw new Error('the station asked for no hub')
  const till = () => world.station().acts.till()
  const isStopped = () => world.station().acts.stopped() !== null
  const until = async (isDone: () => boolean, patienceMs: number) => {
    const endMs = performance.now() + patienceMs
    while (!isDone() && !isStopped() && performance.now() < endMs) {
      // Unpacking takes a thread of its own, which no turn of the event loop waits for.
      await new Promise((resolve) => setTimeout(resolve, 1))
      await world.clock.advance(10)
    }
  }
  const lying = new Map<string, Lying>()
  const isAllJudged = () => [...lying.values()].every((each) => isJudged(till(), each))
  const heard = async () => {
    await world.clock.advance(5_000)
    await world.settle()
    await until(isAllJudged, judgedMs())
    await until(() => postingDue(till(), world.clock.nowMs(), new Set()) === null, PATIENCE_MS)
    await world.clock.advance(5_000)
    await world.settle()
  }
  const put = async (name: string, payload: Uint8Array) => {
    const revision = theHub.post(name, payload)
    lying.set(name, { name, revision, payload })
    await heard()
    return revision
  }
  let issued = 0
  return {
    ...{ ...shop, hub: theHub, heard, put },
    post: (kind, body, { station = null, key = OFFICE, ...fields } = {}) => {
      const name = nameOf(SHOP, station, kind)
      const issuedMs = ISSUED_MS + ++issued * 1_000
      const all = { ...{ name, merchant: TERMINAL.merchant, issuedMs, from: null, body }, ...fields }
      return put(all.name, signPosting(all, key))
    },
    list: (is, rows, from = null) => posted(theHub, is, packList(rows), from),
    reopen: async () => {
      await world.station().close()
      const refusal = await world.open()
      if (refusal.length > 0) throw new Error(refusal.join('\n'))
      await heard()
      await world.ask('operators.signIn', AS_MANAGER)
    },
    records: async (type) => {
      const { records } = await recordsOn(shop.disk(), `${FOLDER}/journal`)
      return records.flatMap((each) => (each.type === type ? [(each.body as { event: object }).event] : []))
    },
    recall: async () => {
      theHub.setAway('unreachable')
      theHub.setAway(null)
      await world.clock.advance(5_000)
      await until(() => false, PATIENCE_MS)
      await heard()
    },
  }
}

type Judged = Parameters<typeof postedOf>[0]
interface Lying {
  readonly name: string
  readonly revision: number
  readonly payload: Uint8Array
}

/** Whether the journal says what came of it. */
function isJudged(till: Judged, { name, revision, payload }: Lying): boolean {
  const [, whose = '', kind = ''] = name.split('.')
  if (!isKind(kind)) return true
  const taken = newestOf(postedOf(till, kind, whose === 'all' ? 'all' : 'own'))
  const isRefused = till.postings.refused.some((each) => each.name === name && each.revision === revision)
  return isRefused || (taken !== null && taken.digest === readPosting(payload)?.digest)
}

export function posted(hub: VirtualHub, is: ListIs, list: PackedList, from: string | null): object {
  for (const { name, bytes } of list.parts) hub.post(partName(SHOP, name), bytes)
  const { rows, bytes, digest } = list
  return { is, from, rows, bytes, digest, parts: list.parts.map(({ name }) => name) }
}

/** With the manager and the cashier, and one of them on duty. */
export async function postedAndStaffed(seed: number, as: 'manager' | 'cashier' = 'manager'): Promise<PostedShop> {
  const shop = await makePostedShop({ seed })
  await staff(shop.world.ask)
  await shop.world.ask('operators.signIn', as === 'manager' ? AS_MANAGER : AS_CASHIER)
  await shop.heard()
  return shop
}
