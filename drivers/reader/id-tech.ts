import { readMasked } from './masked.ts'
import type { Swipe, SwipeFault } from './port.ts'

/**
 * ID TECH readers in the enhanced encryption format:
 *
 *     02 · length, two bytes, low first · card data · LRC (XOR) · sum modulo 256, both over the card data · 03
 *
 * Card data: 0 encode type, bit 7 set · 1 track status · 2-4 lengths of tracks 1 to 3 · 5 what is masked: bits 0-2
 * tracks, 4 AES, 7 serial number · 6 what is encrypted: bits 0-2 tracks, 3-5 hashes, 6 session, 7 KSN · masked
 * tracks · encrypted tracks, each filled up to whole blocks · hashes of 20 bytes · session · serial number · KSN. A HID
 * report is filled up with noughts behind it: the length counts.
 */
const STX = 0x02
const ETX = 0x03
const HEAD = 3
const FRAME = HEAD + 3
const FIELDS = 7
const ENHANCED = 0x80
const AES = 0x10
const SERIAL = 0x80
const SESSION = 0x40
const KSN = 0x80
const HASH_BYTES = 20
const SESSION_BYTES = 8
const SERIAL_BYTES = 10
const KSN_BYTES = 10
const TRACKS = [0, 1, 2] as const

const GARBLED: SwipeFault = { fault: 'garbled' }

export function readIdTech(report: Uint8Array): Swipe | SwipeFault {
  const data = framed(report)
  if (!data || data.length < FIELDS) return GARBLED
  const [type = 0, , , , , masked = 0, encrypted = 0] = data
  // The original format has no room to say what is encrypted.
  if ((type & ENHANCED) === 0) return { fault: 'in-the-clear' }
  const cipher = (masked & AES) === 0 ? 'tdes' : 'aes'
  const take = makeTaker(data, FIELDS)
  const lengths = TRACKS.map((track) => data[2 + track] ?? 0)
  const shown = TRACKS.map((track) => (has(masked, track) ? take(lengths[track] ?? 0) : null))
  const block = cipher === 'aes' ? 16 : 8
  const tracks = TRACKS.map((track) =>
    has(encrypted, track) ? take(Math.ceil((lengths[track] ?? 0) / block) * block) : null,
  )
  for (const track of TRACKS) if (has(encrypted, track + 3)) take(HASH_BYTES)
  if ((encrypted & SESSION) !== 0) take(SESSION_BYTES)
  if ((masked & SERIAL) !== 0) take(SERIAL_BYTES)
  const ksn = (encrypted & KSN) === 0 ? null : take(KSN_BYTES)
  const left = take.left()
  if (left !== 0) return GARBLED
  if (!ksn || ksn.every((byte) => byte === 0)) return { fault: 'in-the-clear' }
  // A track that is there and not encrypted is in the clear, whatever is said of it.
  if (TRACKS.some((track) => shown[track] && lengths[track] && !tracks[track])) return { fault: 'in-the-clear' }
  const [one = null, two = null, three = null] = tracks.map((track) => (track?.length ? track : null))
  if (!two) return { fault: 'misread' }
  return { ...readMasked(textOf(shown[1])), cipher, ksn, tracks: [one, two, three] }
}

const has = (bits: number, bit: number): boolean => (bits & (1 << bit)) !== 0
const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('latin1')

/** The card data of a frame whose check signs are right; null where it is none. */
function framed(report: Uint8Array): Uint8Array | null {
  if (report.length < FRAME || report[0] !== STX) return null
  const length = (report[1] ?? 0) | ((report[2] ?? 0) << 8)
  if (report.length < FRAME + length || report[HEAD + length + 2] !== ETX) return null
  const data = report.slice(HEAD, HEAD + length)
  const lrc = data.reduce((so, byte) => so ^ byte, 0)
  const sum = data.reduce((so, byte) => (so + byte) & 0xff, 0)
  return report[HEAD + length] === lrc && report[HEAD + length + 1] === sum ? data : null
}

/** Takes one part after the other; `left` is below 0 where more was taken than is there. */
function makeTaker(data: Uint8Array, from: number) {
  let at = from
  const take = (length: number): Uint8Array => {
    at += length
    return data.slice(at - length, at)
  }
  return Object.assign(take, { left: () => data.length - at })
}
