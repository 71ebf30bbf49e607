import { blockOf } from '../chip/t1.ts'

/** T=1 of the card’s side (ISO/IEC 7816-3, clause 11), by itself, so that the reader’s side is not its own judge. */
export interface CardBlocks {
  /** The block it answers. */
  readonly take: (block: Uint8Array) => Uint8Array
  readonly askLonger: (times: number) => void
  readonly reset: () => void
}

/** What it sends in one block, unless it is told how much the other side takes (11.4.2). */
const IFSD_DEFAULT = 32
const [NUMBER, MORE, AWAITED] = [0x40, 0x20, 0x10]

interface State {
  sends: number
  awaits: number
  size: number
  longer: number
  command: number[]
  /** What of the answer has not arrived. */
  answer: Uint8Array
  last: Uint8Array
  /** Sent when the other side has said that it waits. */
  held: Uint8Array | null
}

export function makeCardBlocks(run: (command: Uint8Array) => Uint8Array): CardBlocks {
  const nothing = new Uint8Array(0)
  const fresh = (): State => ({
    ...{ sends: 0, awaits: 0, size: IFSD_DEFAULT, longer: 0, command: [], answer: nothing, last: nothing, held: null },
  })
  const state = fresh()
  return {
    askLonger: (times) => {
      state.longer = times
    },
    reset: () => void Object.assign(state, fresh(), { longer: state.longer }),
    take: (bytes) => {
      const [, control = 0, length = 0] = bytes
      if (bytes.length !== length + 4 || bytes.reduce((so, byte) => so ^ byte, 0) !== 0) return receipt(state, 1)
      const info = bytes.subarray(3, -1)
      if ((control & 0x80) === 0) return information(state, control, info, run)
      return (control & 0xc0) === 0xc0 ? service(state, control, info) : acknowledged(state, control)
    },
  }
}

function say(state: State, block: Uint8Array): Uint8Array {
  state.last = block
  return block
}

const receipt = ({ awaits }: State, code = 0) => blockOf(0x80 | (awaits === 1 ? AWAITED : 0) | code)

function part(state: State): Uint8Array {
  const { answer, size, sends } = state
  const control = (sends === 1 ? NUMBER : 0) | (answer.length > size ? MORE : 0)
  return say(state, blockOf(control, answer.subarray(0, size)))
}

function information(state: State, control: number, info: Uint8Array, run: (command: Uint8Array) => Uint8Array) {
  // One it has had already: it says which it waits for, and carries nothing out.
  if (((control & NUMBER) === 0 ? 0 : 1) !== state.awaits) return receipt(state)
  state.awaits ^= 1
  // A new command, or its next part: the last part of the answer before has arrived.
  if (state.answer.length > 0) state.sends ^= 1
  state.answer = new Uint8Array(0)
  state.command.push(...info)
  if ((control & MORE) !== 0) return say(state, receipt(state))
  state.answer = run(Uint8Array.from(state.command))
  state.command = []
  const first = part(state)
  if (state.longer === 0) return first
  const asked = blockOf(0xc3, Uint8Array.of(state.longer))
  state.held = first
  state.longer = 0
  return say(state, asked)
}

function service(state: State, control: number, info: Uint8Array): Uint8Array {
  if (control === 0xc1) {
    state.size = info[0] ?? state.size
    return say(state, blockOf(0xe1, info))
  }
  // The wait it asked for is granted: now the answer.
  const { held } = state
  state.held = null
  return control === 0xe3 && held ? say(state, held) : receipt(state, 2)
}

function acknowledged(state: State, control: number): Uint8Array {
  const wanted = (control & AWAITED) === 0 ? 0 : 1
  if (wanted === state.sends || state.answer.length <= state.size) return state.last
  state.answer = state.answer.slice(state.size)
  state.sends ^= 1
  return part(state)
}
