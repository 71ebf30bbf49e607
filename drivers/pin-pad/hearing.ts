import type { Clock } from '../clock/port.ts'
import type { ByteLine } from '../pipe/port.ts'
import { makeFrameReader, SIGN_BYTES, type Heard } from './frames.ts'

/** Of what came and nobody has looked at. */
const HEARD_MAX = 32
const WRITE_MS = 5_000

export interface Hearing {
  /** Null where nothing has come by then; half a frame is nothing. */
  readonly next: (untilMs: number) => Promise<Heard | 'gone' | null>
  /** A dialogue: what came before it counts no more. */
  readonly begin: () => void
  readonly end: () => void
  readonly isOn: () => boolean
}

/** What comes on the line, in order. Between two dialogues it is acknowledged, so that the pad is done with it. */
export function makeHearing(line: ByteLine, { wait, elapsedMs }: Pick<Clock, 'wait' | 'elapsedMs'>): Hearing {
  const reader = makeFrameReader()
  const heard: Heard[] = []
  let on = false
  let gone = false
  let wake: () => void = () => undefined
  line.onEnd(() => {
    gone = true
    wake()
  })
  line.onBytes((bytes) => {
    const came = reader.take(bytes)
    if (on) heard.push(...came.slice(0, HEARD_MAX - heard.length))
    else if (came.some(({ is }) => is === 'message')) void line.write(Uint8Array.of(SIGN_BYTES.ack), WRITE_MS)
    wake()
  })
  const next = async (untilMs: number): Promise<Heard | 'gone' | null> => {
    while (heard.length === 0 && !gone && elapsedMs() < untilMs) {
      const ended = new AbortController()
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      await Promise.race([woken, wait(untilMs - elapsedMs(), ended.signal).catch(() => undefined)])
      ended.abort()
    }
    return heard.shift() ?? (gone ? 'gone' : null)
  }
  return {
    next,
    isOn: () => on,
    begin: () => {
      heard.length = 0
      on = true
    },
    end: () => {
      on = false
    },
  }
}
