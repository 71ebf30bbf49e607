import { openHold } from '#domain/holds'
import type { PaymentOrder } from '#domain/payment'
import type { PortName } from '#domain/payments'
import type { VirtualClock } from '#drivers/clock/virtual'
import type { VirtualCache } from '#drivers/cache/virtual'
import type { Disk } from '#drivers/disk/port'
import type { VirtualDisk } from '#drivers/disk/virtual'
import { SILENT } from '#drivers/log/pino'
import type { Random } from '#drivers/random/port'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import { makeActs, type Acts } from '#main/acts'
import { openRecords } from '#main/opening'
import type { Ports } from '#main/payment/ports'
import { runPayments } from '#main/payment/run'
import { watched } from '../world/secrets.ts'
import { FOLDER } from '../world/world.ts'

/** What of a station moves money outside the till: its journal, its acts and the runner, on a virtual disk. */
export interface Counter {
  readonly acts: Acts
  readonly ask: (port: PortName, order: PaymentOrder) => Promise<void>
  /** As when the program ends: nothing is waited for any more. */
  readonly close: () => void
}

export interface CounterParts {
  readonly clock: VirtualClock
  readonly disk: VirtualDisk
  readonly cache: VirtualCache
  readonly random: Random
  /** Of this start, whose program’s disk they may use. */
  readonly ports: Ports | ((acts: Acts, disk: Disk) => Promise<Ports>)
  /** What a start makes of orders it finds open, in place of telling them that it is one. */
  readonly instead?: (acts: Acts) => Promise<void>
}

/** Opens the till on the disk as it is; null where the disk failed meanwhile. */
export async function openCounter(parts: CounterParts): Promise<Counter | null> {
  const { clock, disk, cache, random, instead } = parts
  const log = SILENT
  const records = { folder: FOLDER, profile: 'test', language: null, goods: [], log, openCache: cache.open } as const
  const own = watched(disk.process())
  const opened = await openRecords({
    ...{ ...records, clock, random },
    disk: own,
    sealing: makeVirtualSealing('counter'),
  })
  if (!opened.ok) return null
  const { journal, till, storeroom } = opened.value
  const acts = makeActs({ journal, clock, till, storeroom, onStopped: () => undefined })
  const ports = typeof parts.ports === 'function' ? await parts.ports(acts, own) : parts.ports
  await instead?.(acts)
  const closing = new AbortController()
  runPayments({ acts, ports, clock, random, log, closing: closing.signal })
  const started = await acts.happened(random.id(), { is: 'started' })
  if (!started.ok) return null
  return {
    acts,
    close: () => closing.abort(),
    ask: async (port, order) => {
      const event =
        order.kind === 'hold'
          ? ({ is: 'hold-asked', port, order, note: '', operator: '03' } as const)
          : ({ is: 'payment-asked', port, order, tender: null } as const)
      const endsHold = order.kind === 'release' || order.kind === 'complete'
      await acts.happened(random.id(), (till) =>
        endsHold && !openHold(till, order.of?.attempt ?? '').ok ? null : event,
      )
    },
  }
}
