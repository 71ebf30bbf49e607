import { DiskFault } from '#drivers/disk/port'
import { JournalStopped } from '#journal/journal'
import { makeWorld } from '../world/world.ts'
import { DISKS, LINES, isOfDisk, type Breakage } from './breakages.ts'
import { Day } from './day.ts'
import { broken } from './invariants.ts'
import { Broken } from './opening.ts'

/** What a day came to. */
export interface Played {
  /** The promise that was broken, or null. */
  readonly broken: string | null
  /** A hash over every answer and every view: the same seed gives the same. */
  readonly transcript: string
  /** What occurred, by name: moves, faults, and how calls ended. */
  readonly tally: ReadonlyMap<string, number>
}

/** Plays one day from a seed, with faults. */
export async function play(seed: number, breakage: Breakage | null): Promise<Played> {
  const bugs: unknown[] = []
  const fault = (_what: string, cause: unknown) => {
    // The disk may fail at any time, and the till says so; whatever else fails is a bug of ours.
    if (!(cause instanceof DiskFault || cause instanceof JournalStopped)) bugs.push(cause)
  }
  const log = { note: () => undefined, fault }
  const world = await makeWorld({ seed, log, ...(isOfDisk(breakage) && { through: DISKS[breakage] }) })
  if (breakage !== null && !isOfDisk(breakage))
    for (const acquirer of [world.payments.card, world.payments.scan])
      Object.assign(acquirer, LINES[breakage](acquirer))
  const day = new Day(world, seed)
  let what: string | null = null
  try {
    await day.pass()
    what = await broken(world, day.asked)
    if (bugs.length > 0) what ??= `a bug: ${String(bugs[0])}`
  } catch (cause) {
    if (!(cause instanceof Broken)) throw cause
    what = cause.message
  }
  return { broken: what, transcript: day.transcript(), tally: day.tally }
}
