import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * One record is one line of text, so that it can be read with a pager and searched with grep:
 *
 *   J1 CRC32 LENGTH WATERMARK SHA256 {json}\n
 *
 * CRC32 (8 hex digits) covers all that follows it on the line · LENGTH is the json's in bytes · WATERMARK is the
 * highest sequence number that was durable when this line was written · SHA256 (base64url) is the json's; the next
 * record names it as `prev`. Lines are found by their length, never by looking for a newline: a flipped bit can make
 * or unmake one.
 */
export interface JournalRecord {
  readonly v: 1
  /** The station and epoch it belongs to, such as `01-e1`. */
  readonly j: string
  readonly seq: number
  /** Milliseconds since 1970, UTC. */
  readonly ts: number
  /** The hash of record `seq - 1`; that of the first is empty. */
  readonly prev: string
  /** Names the act, so that a repeat can be told. */
  readonly txn: string
  readonly type: string
  readonly body: unknown
}

const MARK = 'J1 '
const VERSION = '1'
const CRC_DIGITS = 8
const LENGTH_DIGITS = 6
const WATERMARK_DIGITS = 12
const HASH_DIGITS = 43
/** A record is a few hundred bytes; one this large is a bug, not a sale. */
export const LINE_BYTES_MAX = 65_536
/** Bytes before the json. */
export const HEAD_BYTES = MARK.length + CRC_DIGITS + 1 + LENGTH_DIGITS + 1 + WATERMARK_DIGITS + 1 + HASH_DIGITS + 1
const CRC_FROM = MARK.length + CRC_DIGITS + 1
const HEAD = /^J([1-9]) ([0-9a-f]{8}) (\d{6}) (\d{12}) ([\w-]{43}) $/
const LATER = /^J[2-9] [0-9a-f]{8} /
const NEWLINE = 0x0a
/** What a record's fields are, so that a forged line whose sums hold is not taken for one. */
const FIELDS = Object.entries({
  ...{ j: 'string', seq: 'number', ts: 'number', prev: 'string', txn: 'string', type: 'string' },
})

export const hashOf = (json: Uint8Array): string => hash('sha256', json, 'base64url')

export interface Line {
  readonly record: JournalRecord
  readonly hash: string
  readonly watermark: number
  /** Bytes in all, the newline included. */
  readonly bytes: number
}

export function formatLine(record: JournalRecord, watermark: number): { bytes: Buffer; hash: string } {
  const json = Buffer.from(JSON.stringify(record))
  const hash = hashOf(json)
  const length = String(json.length).padStart(LENGTH_DIGITS, '0')
  const covered = Buffer.concat([
    Buffer.from(`${length} ${String(watermark).padStart(WATERMARK_DIGITS, '0')} ${hash} `),
    json,
  ])
  const crc = crc32(covered).toString(16).padStart(CRC_DIGITS, '0')
  return { bytes: Buffer.concat([Buffer.from(`${MARK}${crc} `), covered, Buffer.from('\n')]), hash }
}

/** `newer`: sound, but written by a later version. `broken`: torn, rotten or forged; nothing in it can be trusted. */
export type ReadLine =
  { readonly is: 'line'; readonly line: Line } | { readonly is: 'newer' } | { readonly is: 'broken' }

const BROKEN: ReadLine = { is: 'broken' }
const NEWER: ReadLine = { is: 'newer' }

/** Reads the line that should begin at `at`. */
export function readLine(bytes: Buffer, at: number): ReadLine {
  const head = bytes.toString('latin1', at, at + HEAD_BYTES)
  const [, version, crc = '', length = '', watermark = '', hash = ''] = HEAD.exec(head) ?? []
  const json = version === undefined ? null : jsonIn(bytes, { at, crc, length, hash })
  const record = json === null ? 'broken' : recordIn(json)
  if (record !== 'broken' && record !== 'newer') {
    // The mark is the one part that no sum covers: a line of ours under another mark is rot, not a later version's.
    if (version !== VERSION) return BROKEN
    return {
      is: 'line',
      line: { record, hash, watermark: Number(watermark), bytes: HEAD_BYTES + Number(length) + 1 },
    }
  }
  return record === 'newer' || LATER.test(head) ? NEWER : BROKEN
}

interface Framed {
  readonly at: number
  readonly crc: string
  readonly length: string
  readonly hash: string
}

/** The line's json, if its newline, its CRC and its hash are as they were written. */
function jsonIn(bytes: Buffer, { at, crc, length, hash }: Framed): Buffer | null {
  const end = at + HEAD_BYTES + Number(length)
  if (bytes[end] !== NEWLINE) return null
  if (crc32(bytes.subarray(at + CRC_FROM, end)) !== Number.parseInt(crc, 16)) return null
  const json = bytes.subarray(at + HEAD_BYTES, end)
  return hashOf(json) === hash ? json : null
}

function recordIn(json: Buffer): JournalRecord | 'newer' | 'broken' {
  let value: unknown
  try {
    value = JSON.parse(json.toString())
  } catch {
    // The sums hold, so somebody made them hold.
    return 'broken'
  }
  if (typeof value !== 'object' || value === null) return 'broken'
  const fields = value as Readonly<Record<string, unknown>> // any object can be asked for its fields
  if (fields['v'] !== 1) return Number(fields['v']) > 1 ? 'newer' : 'broken'
  const fits = FIELDS.every(([name, type]) => typeof fields[name] === type)
  if (!fits || !Number.isSafeInteger(fields['seq']) || Number(fields['seq']) < 1) return 'broken'
  return value as JournalRecord // its fields were just looked at
}

/**
 * Where the next line that can be read begins after a broken one at `at`; -1 where none does. A line's text can not
 * pretend to be a record: json has no bare newline, and a record begins after one (or where the broken line, if only
 * its newline was hit, says that it ends).
 */
export function nextLine(bytes: Buffer, at: number): number {
  const length = HEAD.exec(bytes.toString('latin1', at, at + HEAD_BYTES))?.[3]
  const claimed = length === undefined ? bytes.length : at + HEAD_BYTES + Number(length) + 1
  if (claimed < bytes.length && readLine(bytes, claimed).is !== 'broken') return claimed
  for (let place = bytes.indexOf('\nJ', at); place >= 0; place = bytes.indexOf('\nJ', place + 1)) {
    if (readLine(bytes, place + 1).is !== 'broken') return place + 1
  }
  return -1
}

/** Where the line after one of a later version begins: its frame is not ours to know, but it too is a line. */
export function lineAfter(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(NEWLINE, at)
  return newline < 0 ? bytes.length : newline + 1
}
