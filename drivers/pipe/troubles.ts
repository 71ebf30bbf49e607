import type { Silence, Trouble } from './port.ts'

/** The packages say what failed in words, and in no other way; here alone those are read. */
const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const TROUBLES: readonly (readonly [RegExp, Trouble])[] = [
  [/errno 1\b|errno 13\b|permission denied|operation not permitted|access denied/i, 'denied'],
  [/errno 16\b|errno 11\b|busy|cannot lock|temporarily unavailable/i, 'busy'],
  [/errno 2\b|errno 19\b|errno 6\b|no such (file|device)|device not found|file not found|disconnected/i, 'absent'],
  [/unsupported|not.supported|inappropriate ioctl/i, 'unsupported'],
]

/** Why something could not be opened. */
export const troubleOf = (cause: unknown): Trouble =>
  TROUBLES.find(([pattern]) => pattern.test(textOf(cause)))?.[1] ?? 'fault'

/** How a transfer ended that gave nothing (`TransferError` of the crate nusb, which the package `usb` is made of). */
export function silenceOf(cause: unknown): Silence {
  const text = textOf(cause)
  if (/\bcancelled\b/i.test(text)) return 'late'
  // What the host sees of a cable being pulled is at first noise: a line that has failed is not used again.
  return /\bstall\b|endpoint STALL/i.test(text) ? 'stalled' : 'gone'
}
