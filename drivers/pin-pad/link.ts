import type { Clock } from '../clock/port.ts'
import type { ByteLine } from '../pipe/port.ts'
import { framed, SIGN_BYTES, type LineSign } from './frames.ts'
import { makeHearing, type Hearing } from './hearing.ts'

/** Dialogues with one pad: a frame there, acknowledged, and one back, acknowledged. One at a time. */
export interface PadLink {
  readonly exchange: <Value>(asked: Asked<Value>) => Promise<Linked<Value>>
  /** A frame in the midst of an exchange, such as one that withdraws it; nothing without one. */
  readonly interrupt: (message: Uint8Array) => void
}

export interface Asked<Value> {
  readonly message: Uint8Array
  /** Null for one that is no answer to this. Where it is left out, it is done when it is acknowledged. */
  readonly read?: (message: Uint8Array) => Value | null
  /** From the acknowledgement to the answer. */
  readonly limitMs: number
}

/** `silent`: not a sign in three tries · `garbled`: it said so, each time · `ended`: by its EOT · `late`: no answer. */
export type Linked<Value> =
  | { readonly is: 'answer'; readonly value: Value }
  | { readonly is: 'acknowledged' | 'silent' | 'garbled' | 'ended' | 'late' | 'gone' }

/** Three tries in each direction, as all of this family have it. */
export const TRIES_MAX = 3
/** For an acknowledgement. */
export const SIGN_MS = 2_000
const WRITE_MS = 5_000
/** Answers to something else, such as to what was given up before. */
const STRAYS_MAX = 8

const SENT = { ack: 'acknowledged', eot: 'ended', gone: 'gone' } as const

export function makePadLink(line: ByteLine, clock: Pick<Clock, 'wait' | 'elapsedMs'>): PadLink {
  const dialogue: Dialogue = { line, clock, hearing: makeHearing(line, clock), interrupting: null }
  const { hearing } = dialogue
  return {
    exchange: async (asked) => {
      dialogue.interrupting = null
      hearing.begin()
      try {
        const first = await sent(dialogue, asked)
        if (first.is !== 'acknowledged' || !asked.read) return first
        return await answered(dialogue, asked.read, asked.limitMs)
      } finally {
        dialogue.interrupting = null
        hearing.end()
      }
    },
    interrupt: (message) => {
      if (!hearing.isOn()) return
      dialogue.interrupting = { message, tries: 0 }
      void interruptAgain(dialogue)
    },
  }
}

interface Dialogue {
  readonly line: ByteLine
  readonly clock: Pick<Clock, 'elapsedMs'>
  readonly hearing: Hearing
  interrupting: { readonly message: Uint8Array; tries: number } | null
}

const sign = ({ line }: Dialogue, of: LineSign) => line.write(Uint8Array.of(SIGN_BYTES[of]), WRITE_MS)

/** Until it is acknowledged. An answer says as much. */
async function sent<Value>(dialogue: Dialogue, { message, read }: Asked<Value>): Promise<Linked<Value>> {
  let last: 'silent' | 'garbled' = 'silent'
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    if ((await dialogue.line.write(framed(message), WRITE_MS)) === 'none') return { is: 'gone' }
    const heard = await signOf(dialogue, read)
    if (heard !== 'nak' && heard !== 'silent') return typeof heard === 'string' ? { is: SENT[heard] } : heard
    if (heard === 'nak') last = 'garbled'
  }
  return { is: last }
}

async function signOf<Value>(dialogue: Dialogue, read: Asked<Value>['read']) {
  const until = dialogue.clock.elapsedMs() + SIGN_MS
  for (let strays = 0; strays < STRAYS_MAX; strays++) {
    const heard = await dialogue.hearing.next(until)
    if (heard === null) return 'silent'
    if (heard === 'gone') return 'gone'
    if (heard.is === 'sign') return heard.sign
    await sign(dialogue, heard.is === 'damaged' ? 'nak' : 'ack')
    const value = heard.is === 'message' ? (read?.(heard.message) ?? null) : null
    if (value !== null) return { is: 'answer', value } as const
  }
  return 'silent'
}

async function answered<Value>(dialogue: Dialogue, read: (message: Uint8Array) => Value | null, limitMs: number) {
  const until = dialogue.clock.elapsedMs() + limitMs
  let [strays, damages] = [0, 0]
  while (strays < STRAYS_MAX && damages < TRIES_MAX) {
    const heard = await dialogue.hearing.next(until)
    if (heard === null) break
    if (heard === 'gone') return { is: 'gone' } as const
    if (heard.is === 'sign') {
      if (heard.sign === 'eot') return { is: 'ended' } as const
      if (heard.sign === 'nak') await interruptAgain(dialogue)
      continue
    }
    await sign(dialogue, heard.is === 'damaged' ? 'nak' : 'ack')
    const value = heard.is === 'message' ? read(heard.message) : null
    if (value !== null) return { is: 'answer', value } as const
    if (heard.is === 'damaged') damages++
    else strays++
  }
  return { is: 'late' } as const
}

async function interruptAgain({ line, interrupting }: Dialogue): Promise<void> {
  if (!interrupting || ++interrupting.tries > TRIES_MAX) return
  await line.write(framed(interrupting.message), WRITE_MS)
}
