import type { Clock } from '../clock/port.ts'
import type { Log } from '../log/port.ts'
import { makeCalls, type Called, type Calls } from './calls.ts'
import type { Child, StartChild } from './port.ts'
import { readToParent, type ToParent } from './words.ts'

/** A process beside main that is started again when it has gone. */
export interface Supervised {
  readonly call: (name: string, input: unknown, limitMs: number) => Promise<Called>
  readonly onEvent: (listener: (name: string, value: unknown) => void) => void
  readonly isUp: () => boolean
  readonly onUp: (listener: () => void) => void
  /** Ends it for good. */
  readonly stop: () => void
}

export interface SupervisedParts {
  readonly start: StartChild
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
  readonly log: Log
  /** Such as `devices`, for the log. */
  readonly name: string
}

/** Before it is started again, the longer the oftener it went away in a row; the last counts from then on, ms. */
export const RESTART_MS = [50, 500, 2_000, 10_000, 60_000]
/** One that has been up for so long is thought sound: the next wait is the first one again. */
export const STEADY_MS = 60_000
/** From its start to its first word. */
export const READY_MS = 30_000

export function supervise(parts: SupervisedParts): Supervised {
  const { clock, log, name } = parts
  const stopping = new AbortController()
  const calls = makeCalls(clock)
  const onEvents: ((name: string, value: unknown) => void)[] = []
  const onUps: (() => void)[] = []
  let child: Child | null = null
  let isUp = false
  const life: Life = {
    ...{ parts, calls },
    began: (own) => {
      child = own
      // It was asked to stop before it had begun.
      if (stopping.signal.aborted) own.kill()
    },
    turned: (up) => {
      isUp = up
      for (const tell of onUps) tell()
    },
    event: (event, value) => {
      for (const tell of onEvents) tell(event, value)
    },
  }
  keepAlive(life, stopping.signal).catch((cause: unknown) => {
    // Stopped while it waited to begin anew.
    if (!stopping.signal.aborted) log.fault(`${name}: it is not started any more`, cause)
  })
  return {
    call: (call, input, limitMs) =>
      child && isUp
        ? calls.begin(limitMs, (id) => child?.send(JSON.stringify({ id, call, input })))
        : Promise.resolve({ is: 'not-sent' }),
    onEvent: (listener) => void onEvents.push(listener),
    isUp: () => isUp,
    onUp: (listener) => void onUps.push(listener),
    stop: () => {
      stopping.abort()
      child?.kill()
    },
  }
}

/** What one process after the other tells. */
interface Life {
  readonly parts: SupervisedParts
  readonly calls: Calls
  readonly began: (child: Child) => void
  readonly turned: (isUp: boolean) => void
  readonly event: (name: string, value: unknown) => void
}

async function keepAlive(life: Life, stop: AbortSignal): Promise<void> {
  const { clock, log, name } = life.parts
  let times = 0
  for (;;) {
    if ((await live(life)) >= STEADY_MS) times = 0
    stop.throwIfAborted()
    const waitMs = RESTART_MS[Math.min(times++, RESTART_MS.length - 1)] ?? 0
    log.note(`${name}: it went away and is started again in ${waitMs} ms`)
    await clock.wait(waitMs, stop)
  }
}

/** From its start to its end; gives how long it was up, ms. */
async function live({ parts, calls, began, turned, event }: Life): Promise<number> {
  const { start, clock, log, name } = parts
  const child = start()
  const gone = new Promise<void>((resolve) => child.onEnd(resolve))
  const ready = new AbortController()
  /** When it said that it is ready; said again, it is no news. */
  const readyMs: number[] = []
  // One that does not even begin is ended, and the next one has its turn.
  clock.wait(READY_MS, ready.signal).then(child.kill, () => undefined)
  child.onText((text) => {
    const words = readToParent(text)
    if (words?.is !== 'ready') {
      heard(words)
      return
    }
    ready.abort()
    if (readyMs.push(clock.elapsedMs()) === 1) turned(true)
  })
  const heard = (words: ToParent | null) => {
    if (words?.is === 'answer') calls.settle(words.id, { is: 'answer', value: words.value })
    if (words?.is === 'not-done') calls.settle(words.id, { is: 'not-sent' })
    if (words?.is === 'event') event(words.name, words.value)
    if (words?.is !== 'fault') return
    log.fault(`${name}: a call failed`, new Error(words.why))
    calls.settle(words.id, { is: 'fault' })
  }
  began(child)
  await gone
  ready.abort()
  calls.gone()
  const [sinceMs] = readyMs
  if (sinceMs === undefined) return 0
  turned(false)
  return clock.elapsedMs() - sinceMs
}
