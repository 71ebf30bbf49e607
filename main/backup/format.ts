import { readJournalName } from '#journal/epoch'
import { z } from 'zod'
import { createHash } from 'node:crypto'

/**
 * A backup file, from its first byte to its last:
 *
 *   {header}\n                JSON, for anyone to read: of which station, up to where, for whose key
 *   SHA-256 of the header\n   base64url, so that a damaged header is not taken for a wrong passphrase
 *   chunks                    the sealed content: see chunks.ts
 *   end\n                     so that a copy that was cut off is told from one that was damaged
 *
 * The two lines stay what they are in every version. The content is sealed with a key of this file alone, which the
 * header holds, wrapped for the recipient: see keys.ts. Content: see entries.ts.
 */
const MARK = 'cashier-station-backup'
const VERSION = 1
/** A header is about 600 bytes. */
export const HEADER_BYTES_MAX = 4_096
export const TRAILER = Buffer.from('end\n')

/** How a passphrase becomes a key. The limits keep a made-up header from asking for all of the memory. */
export const Kdf = z.strictObject({
  salt: z.base64url().length(22),
  /** KiB. */
  memory: z.int().min(8).max(1_048_576),
  passes: z.int().min(1).max(16),
  lanes: z.int().min(1).max(16),
})
export type Kdf = z.infer<typeof Kdf>

/** An X25519 public key: 32 bytes. */
export const PublicKey = z.base64url().length(43)

export const Header = z.strictObject({
  file: z.literal(MARK),
  version: z.literal(VERSION),
  /** The station and epoch of its last record, such as `01-e1`. */
  journal: z.string().refine((name) => readJournalName(name) !== null, { error: 'not a station and epoch' }),
  head: z.strictObject({ seq: z.int().min(1), hash: z.string().regex(/^[\w-]{43}$/) }),
  /** Milliseconds since 1970, UTC. */
  createdMs: z.int(),
  /** About how much there is to unpack. */
  bytes: z.int().min(0),
  /** The fingerprint of the public key it was made for. */
  recipient: z.string(),
  /** Null where the key is head office's. */
  kdf: Kdf.nullable(),
  ephemeral: PublicKey,
  wrapped: z.base64url().length(64),
})
export type Header = z.infer<typeof Header>

export const newHeader = (facts: Omit<Header, 'file' | 'version'>): Header => ({
  ...{ file: MARK, version: VERSION },
  ...facts,
})

const sumOf = (line: Uint8Array): string => createHash('sha256').update(line).digest('base64url')

/** The header as the file has it, and its first line, which the content is bound to. */
export function formatHeader(header: Header): { readonly bytes: Buffer; readonly line: Buffer } {
  const line = Buffer.from(JSON.stringify(header))
  return { bytes: Buffer.concat([line, Buffer.from(`\n${sumOf(line)}\n`)]), line }
}

export type Unreadable = 'not-a-backup' | 'newer' | 'damaged' | 'truncated'
export type ReadHeader =
  | { readonly is: 'header'; readonly header: Header; readonly line: Buffer; readonly bytes: number }
  | { readonly is: Unreadable }

/** Reads the header from the first `HEADER_BYTES_MAX` bytes of a file, or all there are. */
export function readHeader(bytes: Buffer): ReadHeader {
  const first = bytes.indexOf('\n')
  if (first < 0) return { is: bytes.subarray(0, BEGINNING.length).equals(BEGINNING) ? 'truncated' : 'not-a-backup' }
  const line = bytes.subarray(0, first)
  const value = jsonIn(line)
  if (value?.file !== MARK) return { is: line.includes(MARK) ? 'damaged' : 'not-a-backup' }
  const second = bytes.indexOf('\n', first + 1)
  if (second < 0) return { is: 'truncated' }
  if (bytes.toString('latin1', first + 1, second) !== sumOf(line)) return { is: 'damaged' }
  if (typeof value.version === 'number' && value.version > VERSION) return { is: 'newer' }
  const read = Header.safeParse(value)
  return read.success ? { is: 'header', header: read.data, line, bytes: second + 1 } : { is: 'damaged' }
}

const BEGINNING = Buffer.from(`{"file":"${MARK}"`)

function jsonIn(line: Buffer): { readonly file?: unknown; readonly version?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line.toString())
    return typeof value === 'object' ? value : null
  } catch {
    // Whether it was ever one of ours is for the caller to say.
    return null
  }
}
