import type { Clock } from '../clock/port.ts'
import { makeMailbox } from '../pipe/mailbox.ts'
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
export function makeHearing(line: ByteLine, clock: Pick<Clock, 'wait' | 'elapsedMs'>): Hearing {
  const reader = makeFrameReader()
  const heard = makeMailbox<Heard>(clock, HEARD_MAX)
  let on = false
  line.onEnd(heard.end)
  line.onBytes((bytes) => {
    const came = reader.take(bytes)
    if (on) heard.put(came)
    else if (came.some(({ is }) => is === 'message')) void line.write(Uint8Array.of(SIGN_BYTES.ack), WRITE_MS)
  })
  return {
    next: heard.next,
    isOn: () => on,
    begin: () => {
      heard.clear()
      on = true
    },
    end: () => {
      on = false
    },
  }
}
