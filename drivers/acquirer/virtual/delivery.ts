import { packFrame, swappedTpdu } from '../codec/frame.ts'
import type { AcquirerProfile } from '../codec/profile.ts'
import { isHostMood, type Mood } from './moods.ts'

/** How an answer goes over the line: pieces in order, after a while, and whether the host hangs up behind them. */
export interface Delivery {
  readonly afterMs: number
  readonly pieces: readonly Uint8Array[]
  readonly hangsUp: boolean
}

/** What a system at work takes. */
const WORK_MS = 300
/** Longer than any profile lets a till wait. */
export const LATE_MS = 150_000
/** Says that more follows than any profile lets through. */
const GARBAGE = Uint8Array.from(Buffer.from('ffff0d0a0d0a485454502f312e3120343030', 'hex'))

/** `answer`: the packet; null is silence. */
export function deliveryOf(mood: Mood | null, answer: Uint8Array | null, profile: AcquirerProfile): Delivery {
  const now = (...pieces: readonly Uint8Array[]): Delivery => ({ afterMs: WORK_MS, pieces, hangsUp: false })
  if (answer === null) return now()
  if (mood === null || isHostMood(mood)) return now(answer)
  if (typeof mood === 'object')
    return mood.what === 'answer' ? { ...now(answer.subarray(0, mood.at)), hangsUp: true } : now(answer)
  switch (mood) {
    case 'no-answer':
    case 'lost-request':
      return now()
    case 'late-request':
      return now(answer)
    case 'late':
      return { ...now(answer), afterMs: LATE_MS }
    case 'doubled':
      return now(answer, answer)
    case 'truncated':
      return now(answer.subarray(0, answer.length >> 1))
    case 'two-in-one':
      return now(Buffer.concat([strangersAnswer(profile), answer]))
    case 'garbage':
      return now(GARBAGE)
  }
}

/** An echo’s answer that nobody asked for. */
function strangersAnswer({ tpdu, header, lengthLimit }: AcquirerProfile): Uint8Array {
  const message = Buffer.from('08300020000002000000999999' + '3030', 'hex')
  const frame = packFrame({ tpdu: swappedTpdu(tpdu), header, message }, lengthLimit)
  return frame.ok ? frame.value : new Uint8Array()
}
