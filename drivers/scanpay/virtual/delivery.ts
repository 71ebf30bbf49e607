import type { HttpAnswer } from './answering.ts'
import type { Mood } from './moods.ts'

/** When an answer goes over the line, and how much of it, in bytes with its head; null: all. */
export interface Delivery {
  readonly beforeMs: number
  readonly afterMs: number
  readonly cutAt: number | null
}

/** What a system at work takes. */
const WORK_MS = 300
/** Longer than any till waits. */
export const LATE_MS = 150_000

export function deliveryOf(mood: Mood | null): Delivery {
  const cutAt = typeof mood === 'object' && mood?.is === 'cut' && mood.what === 'answer' ? mood.at : null
  return {
    ...{ beforeMs: mood === 'late-request' ? LATE_MS : 0, afterMs: mood === 'late' ? LATE_MS : WORK_MS, cutAt },
  }
}

/** As it goes over the line. */
export function bytesOf({ status, headers, body }: HttpAnswer): Uint8Array {
  const lines = Object.entries({ ...headers, 'Content-Length': String(body.length) })
  const head = [`HTTP/1.1 ${status} -`, ...lines.map(([name, value]) => `${name}: ${value}`), '', '']
  return Buffer.concat([Buffer.from(head.join('\r\n')), body])
}
