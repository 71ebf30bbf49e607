import type { ChipFault } from './port.ts'

/**
 * Chip card readers of the USB class CCID, revision 1.1: the bulk messages of chapter 6. Each has ten bytes before its
 * data: type, length of the data (four bytes, low first), slot, sequence, and three of its own.
 */
export const HEADER_BYTES = 10
/** Behind the header: an extended APDU, with its answer’s status words (chapter 5.1, dwMaxCCIDMessageLength). */
export const DATA_BYTES_MAX = 65_544

const TO_READER = {
  powerOn: 0x62,
  powerOff: 0x63,
  getSlotStatus: 0x65,
  exchange: 0x6f,
  getParameters: 0x6c,
  setParameters: 0x61,
  secure: 0x69,
  abort: 0x72,
} as const
export type Command = keyof typeof TO_READER

/** `special`: the three bytes of its own, such as the voltage of `powerOn` in the first. */
export interface Sent {
  readonly command: Command
  readonly slot: number
  readonly sequence: number
  readonly special?: readonly [number, number, number]
  readonly data?: Uint8Array
}

export function commandBytes({ command, slot, sequence, special = [0, 0, 0], data = new Uint8Array(0) }: Sent): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + data.length)
  bytes.writeUInt8(TO_READER[command], 0)
  bytes.writeUInt32LE(data.length, 1)
  bytes.set([slot, sequence & 0xff, ...special], 5)
  bytes.set(data, HEADER_BYTES)
  return bytes
}

/** What a reader answers: a data block, or how its slot is. */
export interface Answer {
  readonly is: 'data' | 'slot' | 'parameters'
  readonly slot: number
  readonly sequence: number
  readonly card: 'active' | 'present' | 'absent'
  /** `wait`: it needs so many times longer (`error`), and the answer is still to come. */
  readonly ended: 'ok' | 'failed' | 'wait'
  /** Of `failed`: what, by table 6.2-2; of `wait`: the multiplier. */
  readonly error: number
  /** Of `data`: how the parts of a long answer are chained. */
  readonly chain: number
  readonly data: Uint8Array
}

const FROM_READER: Readonly<Partial<Record<number, Answer['is']>>> = { 0x80: 'data', 0x81: 'slot', 0x82: 'parameters' }
/** Bits 0 and 1, and 6 and 7, of bStatus (table 6.2-3). */
const CARDS = ['active', 'present', 'absent'] as const
const ENDS = ['ok', 'failed', 'wait'] as const

/** Null where it is no answer, or one that says of itself what is not so: the reader is then asked how its slot is. */
export function readAnswer(bytes: Uint8Array): Answer | null {
  if (bytes.length < HEADER_BYTES) return null
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
  const is = FROM_READER[header.readUInt8(0)]
  const length = header.readUInt32LE(1)
  const status = header.readUInt8(7)
  const [card, ended] = [CARDS[status & 3], ENDS[status >> 6]]
  if (!is || !card || !ended || length > DATA_BYTES_MAX || bytes.length < HEADER_BYTES + length) return null
  return {
    ...{ is, card, ended, slot: header.readUInt8(5), sequence: header.readUInt8(6) },
    ...{ error: header.readUInt8(8), chain: header.readUInt8(9) },
    data: Uint8Array.from(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length)),
  }
}

/** Which slots have a card, by a message on the interrupt pipe (6.3.1: two bits a slot); null where it is none. */
export function readSlotChange(bytes: Uint8Array): readonly boolean[] | null {
  const NOTIFY = 0x50
  if (bytes.length < 2 || bytes[0] !== NOTIFY) return null
  return [...bytes.subarray(1)].flatMap((four) => [0, 2, 4, 6].map((bit) => ((four >> bit) & 1) !== 0))
}

/** What failed, in the words of table 6.2-2; a number from 1 to 127 is the place of a byte that is wrong. */
const ERRORS: Readonly<Partial<Record<number, ChipFault>>> = {
  0xfe: 'mute',
  0xfd: 'misread',
  0xfc: 'misread',
  0xfb: 'reader-broken',
  0xf8: 'not-a-card',
  0xf7: 'not-a-card',
  0xf6: 'not-a-card',
  0xf2: 'busy',
  0xf0: 'pin-late',
  0xef: 'pin-cancelled',
  0xe0: 'busy',
}

/** Table 6.2-2: CMD_SLOT_BUSY. */
const SLOT_BUSY = 0xe0
/** The slot has a command under way: it has to be aborted before there is another. */
export const isSlotBusy = ({ ended, error }: Pick<Answer, 'ended' | 'error'>): boolean =>
  ended === 'failed' && error === SLOT_BUSY

export const faultOf = ({ error }: Pick<Answer, 'error'>): ChipFault =>
  ERRORS[error] ?? (error <= 127 ? 'unsupported' : 'misread')
