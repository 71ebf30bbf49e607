import { DiskFault, type Disk, type DiskFile, type DiskTrouble } from '#drivers/disk/port'
import type { Below } from '#drivers/disk/platter'

/** What programs ask of a disk or of a file on it, by the port's names. */
export const CALLS = [
  ...(['makeFolder', 'list', 'read', 'readAt', 'open', 'rename', 'remove', 'syncFolder'] as const),
  ...(['write', 'truncate', 'sync', 'close'] as const),
]
export type Call = (typeof CALLS)[number]

/** The n-th such call from now fails; 1 is the next. */
export interface Failure {
  readonly call: Call
  readonly nth: number
  readonly trouble: Trouble
}

/** What a call ends with; `power` is cut in its middle, and `kill` ends the program before it. */
export type Trouble = DiskTrouble | 'power' | 'kill'

/** Stands between a program and its virtual disk: makes any single call fail, and notes every call that did. */
export interface Meddler {
  readonly through: (disk: Disk) => Disk
  /** Null takes it back. */
  readonly failAt: (failure: Failure | null) => void
  /** What went wrong so far, such as `io in sync`; `power` where it was cut in the middle. */
  readonly notes: readonly string[]
  /** How often each call was done on a file of the journal. */
  readonly done: ReadonlyMap<Call, number>
}

export interface MeddlerParts {
  readonly below: Below
  /** Lets the disk lose a part of what it is told to flush next. */
  readonly failNextSync: () => void
  readonly cutPower: () => void
  readonly kill: () => void
}

/** A call, and what of it a failing disk may have done all the same. */
interface Asked<Value> {
  readonly call: Call
  readonly path: string
  readonly work: () => Promise<Value>
  readonly partly?: () => Promise<unknown>
}

export function makeMeddler({ below, failNextSync, cutPower, kill }: MeddlerParts): Meddler {
  const notes: string[] = []
  const done = new Map<Call, number>()
  let failure: Failure | null = null
  /** The program that runs now; a dead one that still calls is not to use up the failure. */
  let running = 0

  const strikes = (call: Call): Trouble | null => {
    if (failure?.call !== call) return null
    const { nth, trouble } = failure
    failure = nth === 1 ? null : { call, nth: nth - 1, trouble }
    return nth === 1 ? trouble : null
  }
  const ask = async <Value>(program: number, { call, path, work, partly }: Asked<Value>): Promise<Value> => {
    const trouble = program === running ? strikes(call) : null
    try {
      if (trouble === null) {
        const value = await work()
        if (path.endsWith('.jsonl')) done.set(call, (done.get(call) ?? 0) + 1)
        return value
      }
      // A file system that became read-only did nothing; of any other failure a part may have been done.
      if (trouble !== 'read-only' && trouble !== 'kill') await partly?.()
    } catch (cause) {
      const note = noteOf(cause)
      if (note !== null) notes.push(`${note} in ${call}`)
      throw cause
    }
    notes.push(`${trouble} in ${call}`)
    if (trouble === 'kill') {
      kill()
      throw new DiskFault('io', path, 'the program was killed on purpose')
    }
    if (trouble !== 'power') throw new DiskFault(trouble, path, 'on purpose')
    cutPower()
    throw new DiskFault('io', path, 'the power was cut on purpose')
  }
  const byChance = (work: () => Promise<unknown>) => () => (below(2) === 0 ? work() : Promise.resolve())

  const fileThrough = (program: number, path: string, file: DiskFile): DiskFile => ({
    size: file.size,
    write: (bytes, position) => {
      const partly = () => file.write(bytes.subarray(0, below(bytes.length + 1)), position)
      return ask(program, { call: 'write', path, work: () => file.write(bytes, position), partly })
    },
    truncate: (size) => {
      const work = () => file.truncate(size)
      return ask(program, { call: 'truncate', path, work, partly: byChance(work) })
    },
    sync: () => {
      const partly = () => {
        failNextSync()
        return file.sync().catch(unlessSyncFailed)
      }
      return ask(program, { call: 'sync', path, work: file.sync, partly })
    },
    close: () => ask(program, { call: 'close', path, work: file.close, partly: file.close }),
  })
  const through = (disk: Disk): Disk => {
    const program = ++running
    const asking =
      <Rest extends unknown[], Value>(call: Call, work: (path: string, ...rest: Rest) => Promise<Value>) =>
      (path: string, ...rest: Rest): Promise<Value> => {
        const act = () => work(path, ...rest)
        return ask(program, { call, path, work: act, partly: byChance(act) })
      }
    const open = asking('open', disk.open)
    return {
      makeFolder: asking('makeFolder', disk.makeFolder),
      list: asking('list', disk.list),
      read: asking('read', disk.read),
      readAt: asking('readAt', disk.readAt),
      sizeOf: disk.sizeOf,
      open: async (path, mode) => fileThrough(program, path, await open(path, mode)),
      rename: asking('rename', disk.rename),
      remove: asking('remove', disk.remove),
      syncFolder: asking('syncFolder', disk.syncFolder),
      freeBytes: disk.freeBytes,
    }
  }
  return { through, failAt: (next) => void (failure = next), notes, done }
}

/** What the disk itself ran into; a name that is missing or taken is an answer, and a dead program is told nothing. */
function noteOf(cause: unknown): string | null {
  if (!(cause instanceof DiskFault)) return null
  if (cause.cause === 'the power is gone') return 'power'
  if (cause.cause === 'the sync failed') return 'io'
  return cause.why === 'full' || cause.why === 'read-only' || cause.why === 'denied' ? cause.why : null
}

const unlessSyncFailed = (cause: unknown): void => {
  if (!(cause instanceof DiskFault) || cause.cause !== 'the sync failed') throw cause
}
