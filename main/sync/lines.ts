import type { Clock } from '#drivers/clock/port'
import type { Hub, HubLine } from '#drivers/hub/port'
import type { Random } from '#drivers/random/port'
import { makeBell } from '../bell.ts'
import { tillsBackOff } from './trying.ts'

/** A line to the hub, kept open for whoever listens at it. */
export interface Lines {
  /** Called with each new line; one that is over is followed by another. */
  readonly onLine: (listener: (line: HubLine) => void) => void
  /**
   * Called whenever there may be something new that head office has posted: with a line at its beginning, when it rings
   * (for this kind; null: anything), and now and then. One call after another.
   */
  readonly onLook: (look: Look) => void
  /** Resolves when `closing` has ended it. */
  readonly ended: Promise<void>
}

export type Look = (line: HubLine, kind: string | null) => Promise<void>

export interface LinesParts {
  readonly hub: Hub
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
  readonly random: Pick<Random, 'below'>
  readonly closing: AbortSignal
}

/** What was not rung for, or nobody heard, is found within it. */
export const LOOK_EVERY_MS = 600_000
/** A line that held so long was a good one: the next try comes at once. */
const HELD_MS = 10_000

export function keepLines(parts: LinesParts): Lines {
  const { hub, clock, random, closing } = parts
  const listeners: ((line: HubLine) => void)[] = []
  const backOff = tillsBackOff(random)
  async function run(): Promise<void> {
    while (!closing.aborted) {
      const line = await hub.connect(closing)
      if (line.is === 'line') {
        const beganMs = clock.elapsedMs()
        for (const listener of listeners) listener(line)
        if ((await overOr(line.over, closing)) === 'closing') await line.close()
        if (clock.elapsedMs() - beganMs >= HELD_MS) backOff.worked()
      }
      await clock.wait(backOff.nextMs(), closing).catch(() => undefined)
    }
  }
  const onLine: Lines['onLine'] = (listener) => void listeners.push(listener)
  return { onLine, onLook: (look) => onLine((line) => void lookAt(line, look, parts)), ended: run() }
}

/** As long as the line is there. What rings while it is looked is looked at afterwards. */
async function lookAt(line: HubLine, look: Look, { clock, closing }: LinesParts): Promise<void> {
  const rung = new Set<string | null>([null])
  const over = new AbortController()
  const bell = makeBell(clock, over.signal)
  line.onRing((kind) => {
    rung.add(kind)
    bell.ring()
  })
  void overOr(line.over, closing).then(() => over.abort())
  while (!over.signal.aborted) {
    const kinds = rung.has(null) ? [null] : [...rung]
    rung.clear()
    for (const kind of kinds) await look(line, kind)
    if ((await bell.next(LOOK_EVERY_MS)) === 'late') rung.add(null)
  }
}

/** Which of both has come first; nothing of it stays behind at the other. */
export const overOr = (over: Promise<unknown>, closing: AbortSignal): Promise<'over' | 'closing'> =>
  new Promise((resolve) => {
    const end = () => {
      closing.removeEventListener('abort', end)
      resolve(closing.aborted ? 'closing' : 'over')
    }
    closing.addEventListener('abort', end)
    void over.then(end)
    if (closing.aborted) end()
  })
