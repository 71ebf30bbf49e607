/**
 * The framing that PIN pads and terminals on a serial line share: `STX message ETX LRC`, the LRC an exclusive-or of all
 * after STX, ETX included; each frame answered by ACK or NAK, a dialogue ended by EOT. An LRC may be any byte, also one
 * that means something elsewhere, and an ACK may come in one piece with the frame behind it: so signs are read by where
 * they stand, never looked for.
 */
const STX = 0x02
const ETX = 0x03
const SIGNS: Readonly<Partial<Record<number, LineSign>>> = { 0x04: 'eot', 0x06: 'ack', 0x15: 'nak' }

export type LineSign = 'ack' | 'nak' | 'eot'
export const SIGN_BYTES: Readonly<Record<LineSign, number>> = { eot: 0x04, ack: 0x06, nak: 0x15 }

/** More than any message of these devices; what goes on longer is noise, or a device that lies. */
export const MESSAGE_BYTES_MAX = 2_048

/** What came over the line. `damaged`: a frame that is not as it was sent, and is asked for again. */
export type Heard =
  | { readonly is: 'sign'; readonly sign: LineSign }
  | { readonly is: 'message'; readonly message: Uint8Array }
  | { readonly is: 'damaged' }

export interface FrameReader {
  /** What the next piece of the line comes to, in order; pieces may be cut anywhere. */
  readonly take: (piece: Uint8Array) => readonly Heard[]
}

export function makeFrameReader(): FrameReader {
  let message: number[] | null = null
  let lrc = 0
  let atLrc = false
  const begin = () => {
    message = []
    lrc = 0
    atLrc = false
  }
  const ended = (heard: Heard): Heard => {
    message = null
    atLrc = false
    return heard
  }
  const byteOf = (byte: number): Heard | null => {
    if (message === null) {
      const sign = SIGNS[byte]
      if (byte === STX) begin()
      // Whatever else comes between two frames is noise, and passed over.
      return sign ? { is: 'sign', sign } : null
    }
    if (atLrc) return ended(byte === lrc ? { is: 'message', message: Uint8Array.from(message) } : { is: 'damaged' })
    lrc ^= byte
    if (byte === ETX) atLrc = true
    else if (message.push(byte) > MESSAGE_BYTES_MAX) return ended({ is: 'damaged' })
    return null
  }
  return { take: (piece) => [...piece].map(byteOf).filter((heard) => heard !== null) }
}

/** Throws for a message that can not be framed: one with an ETX in it, or too long. */
export function framed(message: Uint8Array): Uint8Array {
  if (message.includes(ETX) || message.length > MESSAGE_BYTES_MAX) throw new RangeError('a message that has no frame')
  const lrc = message.reduce((so, byte) => so ^ byte, ETX)
  return Uint8Array.of(STX, ...message, ETX, lrc)
}
