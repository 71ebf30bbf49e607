import { makeRealClock } from '#drivers/clock/real'
import type { JournalFeed } from '#drivers/ledger/feed'
import type { Ledger } from '#drivers/ledger/port'
import { makeVirtualWatermarks } from '#drivers/ledger/virtual-feed'
import { startProjector, type ProjectorState } from '#main/ledger/projector'
import { setTimeout as wait } from 'node:timers/promises'

const LOOK_MS = 5
const LIMIT_MS = 60_000

/** Runs a projector until the ledger has read the hub up to this place, and ends it. */
export async function projected(ledger: Ledger, feed: JournalFeed, until: number) {
  const closing = new AbortController()
  const watermarks = makeVirtualWatermarks()
  const clock = makeRealClock()
  let faults = 0
  const log = {
    note: () => undefined,
    fault: () => {
      faults++
    },
  }
  const projector = startProjector({ ledger, feed, watermarks, clock, log, closing: closing.signal })
  try {
    await comes(async () => (await ledger.place()).place === until)
  } finally {
    closing.abort()
    await projector.ended
  }
  const state: ProjectorState = projector.state()
  return { state, said: watermarks.said, faults }
}

/** Waits until it holds; what can not be asked just now is asked again. */
export async function comes(holds: () => Promise<boolean>): Promise<void> {
  const beganMs = Date.now()
  while (!(await holds().catch(() => false))) {
    if (Date.now() - beganMs > LIMIT_MS) throw new Error('it never held')
    await wait(LOOK_MS)
  }
}
