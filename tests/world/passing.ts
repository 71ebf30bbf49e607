import type { VirtualClock } from '#drivers/clock/virtual'

/** More than any limit of a driver. */
const SECONDS_MAX = 400

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
  if (!ended.is) throw new Error('it takes longer than any limit')
  return work
}
