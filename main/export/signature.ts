import { ed25519In } from '../ed25519.ts'
import type { Identity } from '../identity.ts'
import { z } from 'zod'
import { verify } from 'node:crypto'

/**
 * What stands beside an exported file: which bytes, whose, from where to where, and the journal's head by which they
 * were made. Its first line, newline included, is what is signed, so that other tools need no more than `head` to get
 * at it; with the second line it is JSON.
 */
const Said = z.strictObject({
  format: z.literal('cashier-station export 1'),
  /** The file's name when it was made. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0),
  station: z.string(),
  epoch: z.int().min(1),
  /** The first and last record that is in it; null where none is. */
  from: z.int().nullable(),
  to: z.int().nullable(),
  head: z.strictObject({ seq: z.int(), hash: z.string() }),
  /** ISO 8601, UTC. */
  at: z.string(),
  publicKey: z.base64(),
})
export type Said = z.infer<typeof Said>
export const FORMAT = 'cashier-station export 1'

const SECOND_LINE = /^,"signature":"([A-Za-z0-9+/]{85}[AQgw]==)"}\n?$/

export function signatureText(said: Omit<Said, 'publicKey'>, { publicKey, sign }: Identity): string {
  const line = `${JSON.stringify({ ...said, publicKey }).slice(0, -1)}\n`
  return `${line},"signature":"${sign(Buffer.from(line))}"}\n`
}

/** What was signed by the key it names; null where it is no such file, or was changed since. */
export function readSignature(bytes: Buffer): Said | null {
  const end = bytes.indexOf('\n') + 1
  const line = bytes.subarray(0, end)
  // Nothing but the signature may follow: fields that nobody signed could stand in place of those that were.
  const signature = SECOND_LINE.exec(bytes.subarray(end).toString())?.[1]
  if (signature === undefined) return null
  try {
    const read = Said.safeParse(JSON.parse(`${line.toString().slice(0, -1)}}`))
    if (!read.success) return null
    const key = ed25519In(read.data.publicKey)
    return key && verify(null, line, key, Buffer.from(signature, 'base64')) ? read.data : null
  } catch {
    // No JSON, or no key.
    return null
  }
}
