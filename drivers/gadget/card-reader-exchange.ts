import { HEADER_BYTES } from '../chip/ccid.ts'
import { CANCEL, verificationOf, withPin } from './card-reader-keys.ts'
import { DATA, MESSAGE_BYTES_MAX, messageOf, type Message, type Said, type Slot } from './card-reader-state.ts'
import type { SmartCard } from './smart-card.ts'

const SLOW_MS = 6_000
/** It asks for two times as long, and takes it. */
const [LONGER, LONGER_MS] = [2, 4_000]
/** Between two signs that a person still has time. */
const TYPING_MS = 2_000
/** Table 6.2-2. */
const [MUTE, NOT_HERE, TYPED_LATE, CANCELLED, BAD_LEVEL] = [0xfe, 0x00, 0xf0, 0xef, 0x08]
const WAITS = 0x80
/** Where a part stands in what is long (6.1.4, 6.2.1). */
const [WHOLE, BEGINS, ENDS, GOES_ON, NEXT] = [0, 1, 2, 3, 0x10]
const PART_BYTES = MESSAGE_BYTES_MAX - HEADER_BYTES

/** XfrBlock, with whatever it is to meet. */
export async function exchange(slot: Slot, message: Message, lose: () => void): Promise<void> {
  const { state, ends } = slot
  const say = (said: Said) => ends.answer(messageOf(slot, message.sequence, said))
  const fault = state.faults.shift()
  if (!state.card || !state.active || fault === 'mute') {
    say({ type: DATA, error: MUTE })
    return
  }
  state.busy = message.sequence
  if (fault === 'longer' || fault === 'slow') {
    if (fault === 'longer') ends.answer(waitsFor(slot, message.sequence, LONGER))
    await ends.clock.wait(fault === 'slow' ? SLOW_MS : LONGER_MS)
    // Aborted in between: nothing comes of it any more.
    if (state.busy !== message.sequence) return
  }
  if (fault === 'garbage') ends.answer(Uint8Array.of(0x80, 0xff, 0xff, 0xff, 0xff, 0, 0))
  if (fault === 'wrong-number') ends.answer(messageOf(slot, message.sequence + 1, { type: DATA, data: message.data }))
  const said = answered(slot, state.card, message)
  if (fault === 'hung') return
  state.busy = null
  if (fault === 'silent') return
  if (fault === 'removed') lose()
  if (fault === 'removed') say({ type: DATA, error: MUTE })
  else say(fault === 'damaged' ? damaged(said) : said)
}

const damaged = ({ data = new Uint8Array(0), ...said }: Said): Said => ({
  ...said,
  data: data.map((byte, at) => (at === 3 ? byte ^ 1 : byte)),
})

function waitsFor(slot: Slot, sequence: number, times: number): Uint8Array {
  const bytes = messageOf(slot, sequence, { type: DATA })
  bytes.set([WAITS, times], 7)
  return bytes
}

function answered({ state, make }: Slot, card: SmartCard, { data, special }: Message): Said {
  if (make.level === 'short') return { type: DATA, data: card.apdu(data) }
  if (make.level === 'extended') return inParts(state, card, data, special[1])
  if (data[0] === 0xff) {
    state.cardRates = data[2] ?? state.cardRates
    // Automatic ones follow by themselves.
    if (make.automatic) state.rates = state.cardRates
    return { type: DATA, data }
  }
  // At different rates neither understands the other.
  return state.rates === state.cardRates ? { type: DATA, data: card.contact(data) } : { type: DATA, error: MUTE }
}

function inParts(state: Slot['state'], card: SmartCard, data: Uint8Array, part: number): Said {
  if (part === NEXT) return nextPart(state)
  if (part !== WHOLE && part !== BEGINS && part !== ENDS && part !== GOES_ON) return { type: DATA, error: BAD_LEVEL }
  if (part === WHOLE || part === BEGINS) state.command = new Uint8Array(0)
  state.command = Uint8Array.of(...state.command, ...data)
  if (part === BEGINS || part === GOES_ON) return { type: DATA, last: NEXT }
  state.answer = card.apdu(state.command)
  if (state.answer.length <= PART_BYTES) return { type: DATA, data: state.answer }
  return { ...nextPart(state), last: BEGINS }
}

function nextPart(state: Slot['state']): Said {
  const data = state.answer.subarray(0, PART_BYTES)
  state.answer = state.answer.slice(PART_BYTES)
  return { type: DATA, data, last: state.answer.length === 0 ? ENDS : GOES_ON }
}

/** PC_to_RDR_Secure: the person types, and the card gets the command; the host hears what the card says of it. */
export async function secure(slot: Slot, { sequence, data }: Message): Promise<void> {
  const { state, make, ends } = slot
  const say = (said: Said) => ends.answer(messageOf(slot, sequence, said))
  const asked = make.pinPad ? verificationOf(data) : NOT_HERE
  if (typeof asked === 'number') {
    say({ type: DATA, error: asked })
    return
  }
  state.busy = sequence
  const keys = await typed(slot, sequence, asked)
  const { card, busy } = state
  if (busy !== sequence) return
  state.busy = null
  if (!card || !state.active) say({ type: DATA, error: MUTE })
  else if (keys === null || keys === CANCEL) say({ type: DATA, error: keys === null ? TYPED_LATE : CANCELLED })
  else {
    const command = withPin(asked, keys)
    const block = Uint8Array.of(...asked.prologue, ...command)
    const check = block.reduce((so, byte) => so ^ byte, 0)
    const isBlock = make.level === 'tpdu' && card.protocol === 1
    // A check that is wrong, as if the block had been damaged on its way.
    const wrong = state.faults.shift() === 'damaged' ? 1 : 0
    const sent = isBlock ? Uint8Array.of(...block, check ^ wrong) : command
    if (make.level === 'tpdu') say({ type: DATA, data: card.contact(sent) })
    else say({ type: DATA, data: card.apdu(command) })
  }
}

async function typed(
  slot: Slot,
  sequence: number,
  { seconds, min, max }: { seconds: number; min: number; max: number },
) {
  for (let left = seconds * 1000; left > 0; left -= TYPING_MS) {
    if (slot.state.busy !== sequence) return null
    const late = slot.ends.clock.wait(Math.min(left, TYPING_MS))
    const keys = await slot.keys.pressed(late)
    // Fewer or more digits its own keys do not take.
    if (keys === CANCEL || (keys !== null && keys.length >= min && keys.length <= max)) return keys
    if (left > TYPING_MS) slot.ends.answer(waitsFor(slot, sequence, 1))
  }
  return null
}
