import { HEADER_BYTES } from '../chip/ccid.ts'
import { exchange, secure } from './card-reader-exchange.ts'
import { makeKeys, type Keys } from './card-reader-keys.ts'
import {
  DATA,
  DEFAULT_RATES,
  MESSAGE_BYTES_MAX,
  messageOf,
  PARAMETERS,
  SLOT,
  type CardSlotMake,
  type Message,
  type ReaderFault,
  type Said,
  type Slot,
  type SlotEnds,
  type State,
} from './card-reader-state.ts'
import type { SmartCard } from './smart-card.ts'

export interface CardSlot {
  /** Bytes at the pipe out, in pieces of any size. */
  readonly take: (bytes: Uint8Array) => Promise<'taken' | 'stalled'>
  /** Half of an abort: the number that the other half must have (5.3.1). */
  readonly abort: (sequence: number) => void
  readonly insert: (card: SmartCard) => void
  readonly remove: () => void
  /** What the next exchanges meet, one each. */
  readonly meet: (...faults: readonly ReaderFault[]) => void
  /** A person at its keys: digits, or the key that cancels. */
  readonly press: Keys['press']
  /** What the host has set: the protocol, and the bytes of 6.1.7. */
  readonly parameters: () => Uint8Array | null
}

const [ON, OFF, STATUS, EXCHANGE, GET, RESET, SET, SECURE, ABORT, CLOCK] = [
  0x62, 0x63, 0x65, 0x6f, 0x6c, 0x6d, 0x61, 0x69, 0x72, 0x6e,
]
/** Table 6.2-2. */
const [MUTE, BUSY, NO_SUCH_COMMAND, NO_SUCH_SLOT, BAD_LENGTH] = [0xfe, 0xe0, 0x00, 0x05, 0x01]
/** bProtocolNum and the bytes of T=0 before anybody sets them. */
const DEFAULTS = Uint8Array.of(0, DEFAULT_RATES, 0, 0, 10, 0)

export function makeCardSlot(make: CardSlotMake, ends: SlotEnds): CardSlot {
  const keys = makeKeys()
  const nothing = new Uint8Array(0)
  const state: State = {
    ...{ card: null, active: false, rates: DEFAULT_RATES, cardRates: DEFAULT_RATES, parameters: null, busy: null },
    ...{ aborting: null, faults: [], command: nothing, answer: nothing },
  }
  const slot: Slot = { make, ends, state, keys }
  const changed = () => ends.notice(Uint8Array.of(0x50, (state.card ? 1 : 0) | 2))
  const lose = () => {
    state.card = null
    state.active = false
    changed()
  }
  let came = Buffer.alloc(0)
  return {
    take: (bytes) => {
      came = Buffer.concat([came, bytes])
      while (came.length >= HEADER_BYTES) {
        const length = HEADER_BYTES + came.readUInt32LE(1)
        if (length > MESSAGE_BYTES_MAX) {
          came = Buffer.alloc(0)
          return Promise.resolve('stalled')
        }
        if (came.length < length) break
        const whole = came.subarray(0, length)
        came = came.subarray(length)
        void carryOut(slot, whole, lose)
      }
      return Promise.resolve('taken')
    },
    abort: (sequence) => {
      state.aborting = sequence
    },
    insert: (card) => {
      state.card = card
      state.active = false
      changed()
    },
    remove: lose,
    meet: (...faults) => void state.faults.push(...faults),
    press: keys.press,
    parameters: () => state.parameters,
  }
}

async function carryOut(slot: Slot, bytes: Buffer, lose: () => void): Promise<void> {
  const [type = 0, , , , , number = 0, sequence = 0, one = 0, two = 0, three = 0] = bytes
  const message: Message = {
    type,
    sequence,
    special: [one, two, three],
    data: Uint8Array.from(bytes.subarray(HEADER_BYTES)),
  }
  const say = (said: Said) => slot.ends.answer(messageOf(slot, sequence, said))
  if (number !== 0) say({ type: SLOT, error: NO_SUCH_SLOT })
  else if (slot.state.busy !== null && type !== ABORT) say({ type: SLOT, error: BUSY })
  else if (type === EXCHANGE) await exchange(slot, message, lose)
  else if (type === SECURE) await secure(slot, message)
  else say(atOnce(slot, message))
}

/** What needs no card's answer. */
function atOnce({ state, make }: Slot, { type, sequence, special, data }: Message): Said {
  if (type === STATUS || type === CLOCK) return { type: SLOT, last: state.active ? 0 : 1 }
  if (type === ON) return powered(state, make, special[0])
  if (type === OFF) {
    state.active = false
    return { type: SLOT, last: 1 }
  }
  if (type === ABORT) {
    // Both halves, with one number.
    if (state.aborting !== sequence) return { type: SLOT, error: BUSY }
    state.busy = null
    state.aborting = null
    return { type: SLOT }
  }
  if (type === SET && (special[0] > 1 || data.length !== (special[0] === 0 ? 5 : 7)))
    return { type: PARAMETERS, error: special[0] > 1 ? 7 : BAD_LENGTH }
  if (type === SET) {
    state.parameters = Uint8Array.of(special[0], ...data)
    state.rates = data[0] ?? DEFAULT_RATES
  }
  if (type === RESET) state.parameters = null
  const [protocol, ...parameters] = state.parameters ?? DEFAULTS
  if (type === SET || type === GET || type === RESET)
    return { type: PARAMETERS, last: protocol ?? 0, data: Uint8Array.from(parameters) }
  return { type: SLOT, error: NO_SUCH_COMMAND }
}

function powered(state: State, make: CardSlotMake, voltage: number): Said {
  const { card } = state
  const isFit = card !== null && (voltage === 0 ? make.automatic : card.voltages.includes(voltage))
  state.active = isFit
  if (!card || !isFit) return { type: DATA, error: MUTE }
  card.reset()
  ;[state.rates, state.cardRates, state.parameters] = [DEFAULT_RATES, DEFAULT_RATES, null]
  return { type: DATA, data: card.atr }
}
