import type { Clock } from '#drivers/clock/port'
import { makeRealClock } from '#drivers/clock/real'
import type { JournalFeed, Watermarks } from '#drivers/ledger/feed'
import type { Ledger } from '#drivers/ledger/port'
import { makeVirtualWatermarks, type VirtualWatermarks } from '#drivers/ledger/virtual-feed'
import { startProjector, type ProjectorState } from '#main/ledger/projector'
import { setTimeout as wait } from 'node:timers/promises'

const LOOK_MS = 5
const LIMIT_MS = 60_000

export interface Running {
  readonly said: VirtualWatermarks['said']
  readonly state: () => ProjectorState
  readonly faults: () => number
  readonly end: () => Promise<void>
}

/** A projector, until it is ended. */
export function running(
  parts: { readonly ledger: Ledger; readonly feed: JournalFeed },
  { clock = makeRealClock(), watermarks }: { readonly clock?: Clock; readonly watermarks?: Watermarks } = {},
): Running {
  const closing = new AbortController()
  const twin = makeVirtualWatermarks()
  let faults = 0
  const log = {
    note: () => undefined,
    fault: () => {
      faults++
    },
  }
  const own = { ...{ watermarks: watermarks ?? twin }, clock, log, closing: closing.signal }
  const projector = startProjector({ ...parts, ...own })
  return {
    ...{ said: twin.said, state: projector.state, faults: () => faults },
    end: async () => {
      closing.abort()
      await projector.ended
    },
  }
}

/** Runs a projector until the ledger has read the hub up to this place, and ends it. */
export async function projected(ledger: Ledger, feed: JournalFeed, until: number) {
  const projector = running({ ledger, feed })
  try {
    await comes(async () => (await ledger.place()).place === until)
  } finally {
    await projector.end()
  }
  return { state: projector.state(), said: projector.said, faults: projector.faults() }
}

/** Waits until it holds; what can not be asked just now is asked again. */
export async function comes(holds: () => Promise<boolean>, withinMs = LIMIT_MS): Promise<void> {
  const beganMs = Date.now()
  while (!(await holds().catch(() => false))) {
    if (Date.now() - beganMs > withinMs) throw new Error('it never held')
    await wait(LOOK_MS)
  }
}
