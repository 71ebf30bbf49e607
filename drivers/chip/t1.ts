/**
 * The block protocol T=1 (ISO/IEC 7816-3, clause 11), the side of the interface device: `NAD PCB LEN INF LRC`. It holds
 * the numbers of one card from its reset on; one that went wrong is good for nothing but another reset. It never asks
 * to be synchronised anew (S(RESYNCH)), as what was under way would have to be sent a second time.
 */
export interface T1 {
  /** The block that tells the card how long its own may be, to be sent first of all; its answer is an `answer`. */
  readonly tellSize: () => Uint8Array
  /** The first block of this command. */
  readonly begin: (apdu: Uint8Array) => Uint8Array
  /** The block that came, or null where none did in time. */
  readonly take: (block: Uint8Array | null) => T1Step
}
export type T1Step =
  /** `times`: so many times the block waiting time may pass before its answer (BWT extension). */
  | { readonly is: 'send'; readonly block: Uint8Array; readonly times: number }
  | { readonly is: 'answer'; readonly bytes: Uint8Array }
  | { readonly is: 'failed'; readonly why: 'misread' | 'mute' | 'card-gave-up' }

/** As much as a block can hold, and what this side takes (11.4.2). */
export const IFSD = 254
const [NAD, HEADER_BYTES] = [0, 3]
/** Of an I-block: bit 7 its number, bit 6 that more follow; of an R-block: bit 5 the number awaited (11.3.2). */
const [NUMBER, MORE, R_BLOCK, R_NUMBER, S_BLOCK] = [0x40, 0x20, 0x80, 0x10, 0xc0]
const [KIND, RESPONSE] = [0xc0, 0x20]
const [IFS, ABORT, WTX] = [1, 2, 3]
const [BAD_CHECK, BAD_OTHER] = [1, 2]
/** Rule 7.4.2: after that often it is no use. */
const RETRIES_MAX = 3
/** Blocks of one command, its answer and all that is said between: more is a card that never ends. */
const BLOCKS_MAX = 4_200

export const blockOf = (pcb: number, info: Uint8Array = new Uint8Array(0)): Uint8Array => {
  const block = Uint8Array.of(NAD, pcb, info.length, ...info, 0)
  block[block.length - 1] = block.reduce((so, byte) => so ^ byte, 0)
  return block
}

/** Whether it carries a part of a command; if not, it is about such blocks. */
export const isInformation = ([, pcb = 0]: Uint8Array): boolean => (pcb & R_BLOCK) === 0

/** The block, or by which error code of an R-block it is refused. */
function readBlock(block: Uint8Array): { readonly pcb: number; readonly info: Uint8Array } | { readonly bad: number } {
  const [node, pcb, length] = block
  if (node !== NAD || pcb === undefined || length === undefined || block.length !== HEADER_BYTES + length + 1)
    return { bad: BAD_OTHER }
  if (block.reduce((so, byte) => so ^ byte, 0) !== 0) return { bad: BAD_CHECK }
  return { pcb, info: block.slice(HEADER_BYTES, -1) }
}

interface State {
  /** The number of the next I-block out, and of the next one in. */
  ours: 0 | 1
  theirs: 0 | 1
  /** What of the command is not acknowledged yet; null when all is. */
  left: Uint8Array | null
  /** So much of it is under way. */
  part: number
  got: Uint8Array[]
  last: Uint8Array
  retries: number
  blocks: number
  size: number
  awaitsSize: boolean
}

const other = (number: 0 | 1): 0 | 1 => (number === 0 ? 1 : 0)

export function makeT1(ifsc: number): T1 {
  const state: State = {
    ...{ ours: 0, theirs: 0, left: null, part: 0, got: [], retries: 0, blocks: 0 },
    ...{ last: new Uint8Array(0), size: sizeOf(ifsc) ?? IFSD, awaitsSize: false },
  }
  return {
    tellSize: () => {
      state.awaitsSize = true
      return begun(state, blockOf(S_BLOCK | IFS, Uint8Array.of(IFSD)))
    },
    begin: (apdu) => {
      state.left = apdu.slice()
      state.got = []
      return begun(state, informationOf(state))
    },
    take: (block) => {
      if (++state.blocks > BLOCKS_MAX) return { is: 'failed', why: 'misread' }
      return block === null ? refused(state, BAD_OTHER, 'mute') : taken(state, block)
    },
  }
}

/** A size that is allowed (11.4.2). */
const sizeOf = (size: number): number | null => (size >= 1 && size <= IFSD ? size : null)

function begun(state: State, block: Uint8Array): Uint8Array {
  state.retries = 0
  state.blocks = 0
  state.last = block
  return block
}

function informationOf(state: State): Uint8Array {
  const left = state.left ?? new Uint8Array(0)
  state.part = Math.min(left.length, state.size)
  return blockOf((state.ours === 1 ? NUMBER : 0) | (isLast(state) ? 0 : MORE), left.subarray(0, state.part))
}

const isLast = ({ left, part }: State): boolean => left === null || left.length === part

function send(state: State, block: Uint8Array): T1Step {
  state.last = block
  return { is: 'send', block, times: 1 }
}

/** Asks for the block again (rule 7). */
function refused(state: State, code: number, why: 'misread' | 'mute' = 'misread'): T1Step {
  if (++state.retries > RETRIES_MAX) return { is: 'failed', why }
  // Rule 7.3: where it is about a block of service, that one is sent again.
  if (state.awaitsSize) return { is: 'send', block: state.last, times: 1 }
  return { is: 'send', block: blockOf(R_BLOCK | (state.theirs === 1 ? R_NUMBER : 0) | code), times: 1 }
}

function taken(state: State, bytes: Uint8Array): T1Step {
  const block = readBlock(bytes)
  if ('bad' in block) return refused(state, block.bad)
  const { pcb, info } = block
  if (isInformation(bytes)) return takenInformation(state, pcb, info)
  return (pcb & KIND) === S_BLOCK ? takenService(state, pcb, info) : takenReceipt(state, pcb)
}

function takenInformation(state: State, pcb: number, info: Uint8Array): T1Step {
  const isNext = ((pcb & NUMBER) === 0 ? 0 : 1) === state.theirs
  // While parts are still to go, the card may not answer yet.
  if (!isNext || !isLast(state) || state.awaitsSize) return refused(state, BAD_OTHER)
  if (state.left !== null) {
    state.left = null
    state.ours = other(state.ours)
  }
  state.theirs = other(state.theirs)
  state.retries = 0
  state.got.push(info)
  if ((pcb & MORE) !== 0) return send(state, blockOf(R_BLOCK | (state.theirs === 1 ? R_NUMBER : 0)))
  return { is: 'answer', bytes: Buffer.concat(state.got) }
}

function takenReceipt(state: State, pcb: number): T1Step {
  const awaited = (pcb & R_NUMBER) === 0 ? 0 : 1
  if (state.left !== null && awaited !== state.ours) {
    // It has the last part, and should have answered: that is asked for.
    if (isLast(state)) return refused(state, BAD_OTHER)
    state.left = state.left.slice(state.part)
    state.ours = other(state.ours)
    state.retries = 0
    return send(state, informationOf(state))
  }
  if (++state.retries > RETRIES_MAX) return { is: 'failed', why: 'misread' }
  // It did not get the last block: that one again (rule 7.5).
  return { is: 'send', block: state.last, times: 1 }
}

function takenService(state: State, pcb: number, info: Uint8Array): T1Step {
  const what = pcb & 0x1f
  const [value = 0] = info
  if ((pcb & RESPONSE) !== 0) {
    if (!state.awaitsSize || what !== IFS || value !== IFSD || info.length !== 1) return refused(state, BAD_OTHER)
    state.awaitsSize = false
    return { is: 'answer', bytes: new Uint8Array(0) }
  }
  // Said over and over, it is counted by the blocks; it is no retry.
  if (what === WTX && info.length === 1) return said(pcb, info, value || 1)
  if (what === IFS && info.length === 1 && sizeOf(value) !== null) {
    state.size = value
    return said(pcb, info, 1)
  }
  return what === ABORT ? { is: 'failed', why: 'card-gave-up' } : refused(state, BAD_OTHER)
}

/** The same back, as a response (rule 3); what was sent last stays what may be asked for again. */
const said = (pcb: number, info: Uint8Array, times: number): T1Step => ({
  ...{ is: 'send', block: blockOf(pcb | RESPONSE, info), times },
})
