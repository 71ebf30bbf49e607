import type { Clock } from '../clock/port.ts'
import type { Pipe, Trouble } from '../pipe/port.ts'
import { pickOf, type DeviceName, type DeviceState } from './port.ts'

/** A device that is held open whenever it is there: plugged out and in again, it goes on by itself. */
export interface Keeper {
  readonly state: () => DeviceState
  /** Lets go of it for good; resolves when it has. */
  readonly stop: () => Promise<void>
}

export interface KeeperParts<Line, Options, Driver> {
  readonly pipe: Pipe<Line, Options>
  readonly options: Options
  readonly wanted: DeviceName
  /** Begins to drive it. What is told of `trouble` later shows as its state until it is opened anew. */
  readonly drive: (line: Line, trouble: (why: DeviceState) => void) => Driver
  /** The line is gone, and what was half done comes to nothing. */
  readonly undrive: (driver: Driver) => void
  readonly clock: Pick<Clock, 'wait'>
  readonly onState: () => void
}

/** What plugging in does not tell of, such as a program that let go of the device, is seen by looking, ms. */
export const LOOK_MS = 2_000

interface Closable {
  readonly onEnd: (listener: () => void) => void
  readonly close: () => Promise<void>
}

export function keep<Line extends Closable, Options, Driver>(parts: KeeperParts<Line, Options, Driver>): Keeper {
  const { pipe, options, wanted, clock } = parts
  const stopping = new AbortController()
  const isOver = () => stopping.signal.aborted
  let state: DeviceState = 'absent'
  let nudge: () => void = () => undefined
  pipe.onChange(() => nudge())
  const turn = (next: DeviceState) => {
    if (next === state || isOver()) return
    state = next
    parts.onState()
  }

  async function open(): Promise<Line | Trouble> {
    const found = pickOf(wanted)(await pipe.list())
    if (!found) return 'absent'
    const opened = await pipe.open(found, options)
    return opened.ok ? opened.line : opened.why
  }

  /** Until something was plugged, or it is time to look. */
  async function idle(): Promise<void> {
    const woken = new AbortController()
    nudge = () => woken.abort()
    await clock.wait(LOOK_MS, AbortSignal.any([woken.signal, stopping.signal])).catch(() => undefined)
  }

  async function live(line: Line): Promise<void> {
    const gone = new Promise<void>((resolve) => line.onEnd(resolve))
    const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
    const driver = parts.drive(line, turn)
    turn('ready')
    if (!isOver()) await Promise.race([gone, stopped])
    parts.undrive(driver)
    await line.close()
    turn('absent')
  }

  const run = async () => {
    while (!isOver()) {
      const opened = await open()
      if (typeof opened === 'string') {
        turn(opened)
        await idle()
      } else await live(opened)
    }
  }
  const ended = run()
  return {
    state: () => state,
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}
