import type { HubLine } from '#drivers/hub/port'
import { makeVirtualHub, type VirtualHub } from '#drivers/hub/virtual'
import { postingDue } from '#domain/in-force'
import type { PostingKind } from '#domain/postings'
import { LIST_BYTES_MAX } from '#main/postings/bodies'
import { packList, type ListIs, type PackedList } from '#main/postings/lists'
import { nameOf, partName, signPosting, type PostingFields } from '#main/postings/posting'
import type { OfficeLines } from '#main/postings/postings'
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

type Looking = (line: HubLine, kind: string | null) => Promise<void>
type Look = (look: Looking, ...what: Parameters<Looking>) => Promise<void>

export interface PostOptions extends Partial<PostingFields> {
  /** Null: for all stations of the shop. */
  readonly station?: string | null
  /** Under which name it is put; its own where it is left out. */
  readonly as?: string
  readonly key?: KeyObject
}

/** What could be applied and is not by then will not be. */
const PATIENCE_MS = 250

export async function makePostedShop(
  options: WorldOptions,
  through: (line: HubLine) => HubLine = (line) => line,
): Promise<PostedShop> {
  let lines: AbortController | null = null
  let hub: VirtualHub | null = null
  let looking = 0
  const offices = (): OfficeLines => {
    lines?.abort()
    const closing = new AbortController()
    lines = closing
    const looked: Look = async (look, line, kind) => {
      looking++
      await look(through(line), kind).finally(() => looking--)
    }
    const onLook: OfficeLines['onLook'] = (look) =>
      void keep(
        () => hub,
        closing.signal,
        (line, kind) => looked(look, line, kind),
      )
    return { shop: SHOP, onLook }
  }
  const shop = await makeActivationShop({ ...options, own: () => ({ ...options.own?.(), office: offices() }) }, false)
  const { world } = shop
  const theHub = makeVirtualHub(world.clock)
  hub = theHub
  let issued = 0
  const idle = () => {
    const { till, stopped } = world.station().acts
    return stopped() !== null || postingDue(till(), world.clock.nowMs(), new Set()) === null
  }
  const heard = async () => {
    await world.clock.advance(5_000)
    await world.settle()
    const untilMs = performance.now() + PATIENCE_MS
    while (looking > 0 || (!idle() && performance.now() < untilMs)) {
      // Unpacking takes a thread of its own, which no turn of the event loop waits for.
      await new Promise((resolve) => setTimeout(resolve, 1))
      await world.clock.advance(10)
    }
    await world.clock.advance(5_000)
    await world.settle()
  }
  return {
    ...{ ...shop, hub: theHub, heard },
    post: async (kind, body, own = {}) => {
      const { station = null, as, key = OFFICE, ...fields } = own
      const name = nameOf(SHOP, station, kind)
      const issuedMs = ISSUED_MS + ++issued * 1_000
      const signed = signPosting(
        { ...{ name, merchant: TERMINAL.merchant, issuedMs, from: null, body }, ...fields },
        key,
      )
      const revision = theHub.post(as ?? fields.name ?? name, signed)
      await heard()
      return revision
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
      await heard()
    },
  }
}

export function posted(hub: VirtualHub, is: ListIs, list: PackedList, from: string | null): object {
  for (const { name, bytes } of list.parts) hub.post(partName(SHOP, name), bytes)
  const { rows, bytes, digest } = list
  return { is, from, rows, bytes: Math.min(bytes, LIST_BYTES_MAX), digest, parts: list.parts.map(({ name }) => name) }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))

/** As a station does it: a line, kept open, and looked at when it begins and when it rings. */
async function keep(
  hubNow: () => VirtualHub | null,
  closing: AbortSignal,
  look: (line: HubLine, kind: string | null) => Promise<void>,
) {
  while (!closing.aborted) {
    await new Promise((resolve) => setImmediate(resolve))
    const hub = hubNow()
    if (hub === null) continue
    const line = await hub.hubOf(`j.${SHOP}.${STATION}`).connect(closing)
    if (line.is !== 'line') continue
    let last: Promise<void> = look(line, null)
    line.onRing(() => (last = last.then(() => look(line, null))))
    await Promise.race([line.over, aborted(closing)])
    await line.close()
  }
}

/** With the manager and the cashier, and one of them on duty. */
export async function postedAndStaffed(seed: number, as: 'manager' | 'cashier' = 'manager'): Promise<PostedShop> {
  const shop = await makePostedShop({ seed })
  await staff(shop.world.ask)
  await shop.world.ask('operators.signIn', as === 'manager' ? AS_MANAGER : AS_CASHIER)
  await shop.heard()
  return shop
}
