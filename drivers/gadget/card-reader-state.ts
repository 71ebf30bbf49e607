import { HEADER_BYTES } from '../chip/ccid.ts'
import type { Clock } from '../clock/port.ts'
import type { Keys } from './card-reader-keys.ts'
import type { SmartCard } from './smart-card.ts'

export interface CardSlotMake {
  readonly level: 'tpdu' | 'short' | 'extended'
  /** It sets voltage, rates and parameters itself; else the host has to. */
  readonly automatic: boolean
  /** It has keys of its own for a PIN. */
  readonly pinPad: boolean
}

/**
 * `mute`: the card does not answer · `damaged`: a bit of the answer is turned · `longer`: it asks for more time ·
 * `wrong-number`: an answer to something else comes first · `garbage`: bytes that are no answer come first · `slow`:
 * six seconds before it is carried out · `silent`: carried out, and the answer is lost · `hung`: carried out, never
 * answered, and the slot stays busy until it is aborted · `removed`: carried out, and the card is pulled out before it
 * answers.
 */
export type ReaderFault =
  'mute' | 'damaged' | 'longer' | 'wrong-number' | 'garbage' | 'slow' | 'silent' | 'hung' | 'removed'

export interface SlotEnds {
  readonly clock: Pick<Clock, 'wait'>
  readonly answer: (message: Uint8Array) => void
  readonly notice: (message: Uint8Array) => void
}

/** A header and 261 bytes, as a short APDU has (dwMaxCCIDMessageLength). */
export const MESSAGE_BYTES_MAX = HEADER_BYTES + 261
export const DEFAULT_RATES = 0x11
/** Messages to the host (6.2). */
export const [DATA, SLOT, PARAMETERS] = [0x80, 0x81, 0x82]

export interface State {
  card: SmartCard | null
  active: boolean
  /** At which the reader speaks, and the card. */
  rates: number
  cardRates: number
  parameters: Uint8Array | null
  /** The number of the command that is under way. */
  busy: number | null
  aborting: number | null
  faults: ReaderFault[]
  /** Of a long command, and of a long answer: what is there of it. */
  command: Uint8Array
  answer: Uint8Array
}

export interface Message {
  readonly type: number
  readonly sequence: number
  readonly special: readonly [number, number, number]
  readonly data: Uint8Array
}

export interface Slot {
  readonly make: CardSlotMake
  readonly ends: SlotEnds
  readonly state: State
  readonly keys: Keys
}

export interface Said {
  readonly type: number
  readonly data?: Uint8Array
  /** Table 6.2-2, where it failed. */
  readonly error?: number
  /** The last byte of the header: chaining, protocol or clock. */
  readonly last?: number
}

export function messageOf(
  { state }: Slot,
  sequence: number,
  { type, data = new Uint8Array(0), error, last }: Said,
): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + data.length)
  const card = state.card ? (state.active ? 0 : 1) : 2
  bytes.writeUInt8(type, 0)
  bytes.writeUInt32LE(data.length, 1)
  bytes.set([0, sequence, card | (error === undefined ? 0 : 0x40), error ?? 0, last ?? 0], 5)
  bytes.set(data, HEADER_BYTES)
  return bytes
}
