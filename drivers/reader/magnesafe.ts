import { readMasked } from './masked.ts'
import type { Swipe, SwipeFault } from './port.ts'

/**
 * MagTek readers of the MagneSafe V5 kind: one input report, by the programming manual's table of the card data:
 *
 *     0-2 decode status · 3-5 encrypted lengths · 6 encode type · 7, 119, 231 encrypted tracks of 112 · 343 card status
 *     344-347 MagnePrint status · 348-476 MagnePrint · 477-492 serial · 493-494 encryption status · 495-504 KSN
 *     505-507 masked lengths · 508, 620, 732 masked tracks of 112 · 844-851 session · 852-855 absolute lengths
 *
 * Newer firmware says more behind it: it is at least so long, not just so long.
 */
const BYTES_MIN = 856
const STATUS_AT = 0
const LENGTHS_AT = 3
const TRACKS_AT = 7
const ENCRYPTION_AT = 493
const KSN_AT = 495
const KSN_BYTES = 10
const MASKED_LENGTHS_AT = 505
const MASKED_AT = 508
const TRACK_BYTES = 112
/** TDES works on eight bytes. */
const BLOCK = 8

/** Bit 0 of a decode status. */
const MISREAD = 1
/** Bits of the second byte of the encryption status. */
const EXHAUSTED = 1
const ENCRYPTS = 4

const FAULTS = { misread: { fault: 'misread' }, garbled: { fault: 'garbled' } } as const

export function readMagneSafe(report: Uint8Array): Swipe | SwipeFault {
  if (report.length < BYTES_MIN) return FAULTS.garbled
  const encryption = report[ENCRYPTION_AT + 1] ?? 0
  if ((encryption & EXHAUSTED) !== 0) return { fault: 'keys-used-up' }
  if ((encryption & ENCRYPTS) === 0) return { fault: 'in-the-clear' }
  const tracks = ([0, 1, 2] as const).map((track) => cipherOf(report, track))
  const [one = null, two = null, three = null] = tracks.map((track) => (track === 'garbled' ? null : track))
  if (tracks.includes('garbled')) return FAULTS.garbled
  if (((report[STATUS_AT + 1] ?? 0) & MISREAD) !== 0 || two === null) return FAULTS.misread
  const ksn = report.slice(KSN_AT, KSN_AT + KSN_BYTES)
  // A key that has no number is none that a host could open it with.
  if (ksn.every((byte) => byte === 0)) return { fault: 'in-the-clear' }
  return { ...readMasked(maskedOf(report, 1)), cipher: 'tdes', ksn, tracks: [one, two, three] }
}

function cipherOf(report: Uint8Array, track: 0 | 1 | 2): Uint8Array | null | 'garbled' {
  const length = report[LENGTHS_AT + track] ?? 0
  if (length > TRACK_BYTES || length % BLOCK !== 0) return 'garbled'
  const from = TRACKS_AT + track * TRACK_BYTES
  const misread = ((report[STATUS_AT + track] ?? 0) & MISREAD) !== 0
  return length === 0 || misread ? null : report.slice(from, from + length)
}

function maskedOf(report: Uint8Array, track: 1): string {
  const length = Math.min(report[MASKED_LENGTHS_AT + track] ?? 0, TRACK_BYTES)
  const from = MASKED_AT + track * TRACK_BYTES
  return Buffer.from(report.subarray(from, from + length)).toString('latin1')
}
