import { MESSAGE_BYTES_MIN } from './message.ts'
import type { AcquirerProfile } from './profile.ts'
import { refusal, taken, type Read } from './read.ts'

/**
 * What is around a UnionPay-style message on the line: two bytes of length, the high one first, which count all behind
 * them; the TPDU, `60` and two addresses (NII) of four digits; the header of twelve digits. Both BCD.
 */
export interface Frame {
  readonly tpdu: string
  readonly header: string
  readonly message: Uint8Array
}

const LENGTH_BYTES = 2
const TPDU_BYTES = 5
const HEADER_BYTES = 6
const AROUND_BYTES = TPDU_BYTES + HEADER_BYTES
const TPDU = /^60\d{8}$/
const HEADER = /^\d{12}$/

export function packFrame({ tpdu, header, message }: Frame, lengthLimit: number): Read<Buffer> {
  if (!TPDU.test(tpdu)) return refusal('tpdu')
  if (!HEADER.test(header)) return refusal('digits')
  if (message.length < MESSAGE_BYTES_MIN) return refusal('truncated')
  const length = AROUND_BYTES + message.length
  if (length > lengthLimit) return refusal('too-long')
  const before = Buffer.from(`${length.toString(16).padStart(4, '0')}${tpdu}${header}`, 'hex')
  return taken(Buffer.concat([before, message]))
}

/** `content`: what the length counts, as it comes from the cutter. */
export function unpackFrame(content: Uint8Array): Read<Frame> {
  if (content.length < AROUND_BYTES + MESSAGE_BYTES_MIN) return refusal('truncated')
  const digits = Buffer.from(content.subarray(0, AROUND_BYTES)).toString('hex')
  const [tpdu, header] = [digits.slice(0, 2 * TPDU_BYTES), digits.slice(2 * TPDU_BYTES)]
  if (!TPDU.test(tpdu)) return refusal('tpdu')
  if (!HEADER.test(header)) return refusal('digits')
  return taken({ tpdu, header, message: Uint8Array.from(content.subarray(AROUND_BYTES)) })
}

/** The two addresses, the other way round: an answer goes where its request came from. */
export const swappedTpdu = (tpdu: string): string => `${tpdu.slice(0, 2)}${tpdu.slice(6)}${tpdu.slice(2, 6)}`

export const isAnswerTo = ({ tpdu }: AcquirerProfile, frame: Frame): boolean => frame.tpdu === swappedTpdu(tpdu)

/** What the twelve digits of a header are; the host says in an answer what it wants done next. */
export interface FrameHeader {
  /** 60 stripe, 61 chip. */
  readonly application: string
  readonly version: string
  readonly isTest: boolean
  readonly asks: HostAsks
  readonly rest: string
}
export type HostAsks = (typeof ASKS)[number] | 'unknown'
const ASKS = [
  ...(['nothing', 'stripe-parameters', 'status', 'sign-in', 'public-keys'] as const),
  ...(['chip-parameters', 'maintenance', 'blacklist', 'rates'] as const),
] as const

/** `header`: twelve digits, of a frame that has been read. */
export const readHeader = (header: string): FrameHeader => ({
  ...{ application: header.slice(0, 2), version: header.slice(2, 4), isTest: header[4] === '1' },
  ...{ asks: ASKS[Number(header[5])] ?? 'unknown', rest: header.slice(6) },
})

/**
 * Cuts what comes over a line into messages, wherever the pieces of it end. A length that can not be is the end of the
 * line: nobody could know where the next message begins.
 */
export interface FrameCutter {
  readonly take: (piece: Uint8Array) => FramesCut
  /** Bytes of a message that is not whole yet. */
  readonly pending: () => number
}
export interface FramesCut {
  /** What each length counted: TPDU, header, message. */
  readonly contents: readonly Uint8Array[]
  /** Once there is one it stays, and nothing more is read. */
  readonly trouble: 'too-long' | 'broken' | null
}

export function makeFrameCutter(lengthLimit: number): FrameCutter {
  const lengthBytes = Buffer.alloc(LENGTH_BYTES)
  let lengthHas = 0
  /** Allocated once its length is known and within the limit. */
  let content: Uint8Array | null = null
  let contentHas = 0
  let trouble: FramesCut['trouble'] = null

  const begin = () => {
    const length = lengthBytes.readUInt16BE(0)
    if (length > lengthLimit) trouble = 'too-long'
    else if (length < AROUND_BYTES + MESSAGE_BYTES_MIN) trouble = 'broken'
    else content = new Uint8Array(length)
    lengthHas = contentHas = 0
  }
  const step = (rest: Uint8Array, contents: Uint8Array[]): number => {
    if (!content) {
      lengthBytes[lengthHas++] = rest[0] ?? 0
      if (lengthHas === LENGTH_BYTES) begin()
      return 1
    }
    const part = rest.subarray(0, content.length - contentHas)
    content.set(part, contentHas)
    contentHas += part.length
    if (contentHas === content.length) {
      contents.push(content)
      content = null
      contentHas = 0
    }
    return part.length
  }
  return {
    take: (piece) => {
      const contents: Uint8Array[] = []
      for (let at = 0; at < piece.length && !trouble;) at += step(piece.subarray(at), contents)
      return { contents, trouble }
    },
    pending: () => lengthHas + (content ? LENGTH_BYTES + contentHas : 0),
  }
}
