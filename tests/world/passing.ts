import type { VirtualClock } from '#drivers/clock/virtual'
import { setTimeout as sleep } from 'node:timers/promises'

/** More than any limit of a driver. */
const SECONDS_MAX = 400
const THREADS_MS = 20_000
const LOOK_MS = 5

/** Lets the time pass that the work takes. */
export async function passing<Value>(
  clock: VirtualClock,
  work: Promise<Value>,
  secondsMax = SECONDS_MAX,
): Promise<Value> {
  const ended = { is: false }
  // Whoever waits for the work hears how it failed.
  const end = () => void (ended.is = true)
  void work.then(end, end)
  for (let seconds = 0; seconds < secondsMax && !ended.is; seconds++) await clock.advance(1_000)
  // What a thread of this machine does takes time of its own, which no clock of ours moves.
  for (let waited = 0; waited < THREADS_MS && !ended.is; waited += LOOK_MS) {
    await sleep(LOOK_MS)
    await clock.advance(0)
  }
  if (!ended.is) throw new Error('it takes longer than any limit')
  return work
}
