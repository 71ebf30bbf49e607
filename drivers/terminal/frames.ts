/**
 * JSON over TCP: before each message its length, four bytes, high first. nexo leaves the transport to the makers; this
 * is how those who offer a plain socket document it (“Transport bindings”, TCP/IP).
 */
const LENGTH_BYTES = 4
/** A receipt with its logo is some kilobytes; what says that it is longer is no terminal. */
export const MESSAGE_BYTES_MAX = 65_536

export interface MessageReader {
  /** The messages that are whole now, or that nothing more can be read: it is no such line. */
  readonly take: (piece: Uint8Array) => readonly Uint8Array[] | 'broken'
}

export function makeMessageReader(): MessageReader {
  let kept = Buffer.alloc(0)
  let broken = false
  return {
    take: (piece) => {
      if (broken) return 'broken'
      kept = Buffer.concat([kept, piece])
      const whole: Uint8Array[] = []
      while (kept.length >= LENGTH_BYTES) {
        const length = kept.readUInt32BE(0)
        if (length > MESSAGE_BYTES_MAX) {
          broken = true
          kept = Buffer.alloc(0)
          // What was whole before it still counts.
          return whole.length > 0 ? whole : 'broken'
        }
        if (kept.length < LENGTH_BYTES + length) break
        whole.push(Uint8Array.from(kept.subarray(LENGTH_BYTES, LENGTH_BYTES + length)))
        kept = kept.subarray(LENGTH_BYTES + length)
      }
      return whole
    },
  }
}

export function prefixed(message: string): Buffer {
  const body = Buffer.from(message, 'utf8')
  if (body.length > MESSAGE_BYTES_MAX) throw new RangeError('a message longer than any')
  const bytes = Buffer.alloc(LENGTH_BYTES + body.length)
  bytes.writeUInt32BE(body.length, 0)
  bytes.set(body, LENGTH_BYTES)
  return bytes
}
