import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * Seals a stream in chunks, so that it is read without holding it whole and yet no chunk can be left out, put
 * elsewhere or taken from another file: AES-256-GCM each, CHUNK_BYTES of the stream (the last one what is left), then
 * the tag. Nonce: 7 zero bytes, the chunk's number from 0 in four bytes with the high one first, then 1 for the last
 * chunk and 0 for the others. Bound to each: the header's line. (Hoang, Reyhanitabar, Rogaway, Vizár: STREAM.)
 */
export const CHUNK_BYTES = 1_048_576
export const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const COUNTER_AT = 7

export interface Sealing {
  /** 32 bytes that seal nothing else. */
  readonly key: Uint8Array
  readonly header: Uint8Array
}

function nonce(nth: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(NONCE_BYTES)
  // Throws beyond 2^32: four pebibytes.
  bytes.writeUInt32BE(nth, COUNTER_AT)
  bytes[NONCE_BYTES - 1] = last ? 1 : 0
  return bytes
}

export async function* sealed({ key, header }: Sealing, plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let nth = 0
  let held = Buffer.alloc(0)
  const seal = (bytes: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv(CIPHER, key, nonce(nth++, last))
    cipher.setAAD(header)
    return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
  for await (const bytes of plain) {
    held = Buffer.concat([held, bytes])
    let at = 0
    // What is held may be the end, so a full chunk goes only when more has come.
    for (; held.length - at > CHUNK_BYTES; at += CHUNK_BYTES) yield seal(held.subarray(at, at + CHUNK_BYTES), false)
    held = held.subarray(at)
  }
  yield seal(held, true)
}

/** What was sealed, chunk by chunk. `part` reads from where the chunks begin. Throws `damaged()` where one misfits. */
export async function* unsealed(
  { key, header }: Sealing,
  {
    bytes,
    part,
    damaged,
  }: { bytes: number; part: (at: number, count: number) => Promise<Buffer>; damaged: () => Error },
): AsyncGenerator<Buffer> {
  const whole = CHUNK_BYTES + TAG_BYTES
  let at = 0
  for (let nth = 0; nth === 0 || at < bytes; nth++) {
    const chunk = await part(at, Math.min(whole, bytes - at))
    at += chunk.length
    const end = chunk.length - TAG_BYTES
    if (end < 0) throw damaged()
    const cipher = createDecipheriv(CIPHER, key, nonce(nth, at >= bytes))
    cipher.setAAD(header)
    cipher.setAuthTag(chunk.subarray(end))
    const plain = cipher.update(chunk.subarray(0, end))
    try {
      cipher.final()
    } catch {
      // The library's way to say that a tag does not fit.
      throw damaged()
    }
    yield plain
  }
}
