import { readApdu, SHORT_MAX, type Apdu } from '../chip/apdu.ts'
import type { ChipProtocol } from '../chip/port.ts'
import { makeCardBlocks } from './smart-card-blocks.ts'

/**
 * A small card (ISO/IEC 7816-4): one application, one file to read, a PIN with a counter of tries, and a command that
 * gives back what it got, so that long ways can be tried. It counts what it carried out.
 */
export interface SmartCard {
  readonly atr: Uint8Array
  readonly protocol: ChipProtocol
  /** At which it answers, as `powerOn` names them: 1 is 5 V, 2 is 3 V, 3 is 1.8 V. */
  readonly voltages: readonly number[]
  /** Gives it power anew: all it knew of the session is gone, its counter of tries stays. */
  readonly reset: () => void
  /** One APDU, as a reader that does the rest itself has it carried out. */
  readonly apdu: (command: Uint8Array) => Uint8Array
  /** What comes over the contacts: on T=0 a command of five bytes with its data, on T=1 a block. */
  readonly contact: (bytes: Uint8Array) => Uint8Array
  /** VERIFY commands it was given with a PIN, and READ BINARY commands it carried out. */
  readonly carriedOut: () => { readonly verify: number; readonly read: number }
  /** The next block it answers it first asks for so much longer; on T=0 it has nothing to ask with. */
  readonly askLonger: (times: number) => void
}

export interface CardMake {
  readonly protocol: ChipProtocol
  readonly pin?: string
  /** What its file holds; 600 bytes that count up where it is left out. */
  readonly file?: Uint8Array
  readonly atr?: Uint8Array
  readonly voltages?: readonly number[]
}

/** T=0 alone: TB1 and TC1 of nought, historical bytes `SHOP`. */
export const ATR_T0 = Uint8Array.from(Buffer.from('3b64000053484f50', 'hex'))
/** T=1 alone: IFSC 32, BWI 4, CWI 5, an LRC, the same historical bytes, and the check byte. */
export const ATR_T1 = Uint8Array.from(Buffer.from('3b848131204553484f5055', 'hex'))
export const AID = Uint8Array.of(0xa0, 0x00, 0x00, 0x03, 0x33, 0x01, 0x01)
export const FILE_BYTES = 600
const TRIES = 3

const [SELECT, READ, VERIFY, RESPONSE, ECHO] = [0xa4, 0xb0, 0x20, 0xc0, 0x10]
const [WELL, NOT_FOUND, WRONG_LENGTH, WRONG_PLACE, UNKNOWN] = [0x9000, 0x6a82, 0x6700, 0x6b00, 0x6d00]
const [TRIES_LEFT, BLOCKED, NOT_SELECTED] = [0x63c0, 0x6983, 0x6985]

interface Memory {
  readonly pin: string
  readonly file: Uint8Array
  tries: number
  selected: boolean
  verify: number
  read: number
}

export function makeSmartCard(make: CardMake): SmartCard {
  const memory: Memory = {
    ...{ pin: make.pin ?? '1234', tries: TRIES, selected: false, verify: 0, read: 0 },
    file: make.file ?? Uint8Array.from({ length: FILE_BYTES }, (_, at) => (at * 7) & 0xff),
  }
  const run = (command: Uint8Array): Uint8Array => {
    const apdu = readApdu(command)
    return apdu ? carryOut(memory, apdu) : ended(WRONG_LENGTH)
  }
  const blocks = makeCardBlocks(run)
  const short = makeShort(run)
  return {
    ...{ protocol: make.protocol, voltages: make.voltages ?? [1, 2] },
    atr: make.atr ?? (make.protocol === 0 ? ATR_T0 : ATR_T1),
    apdu: (command) => (make.protocol === 1 ? run(command) : short.whole(command)),
    contact: (bytes) => (make.protocol === 1 ? blocks.take(bytes) : short.take(bytes)),
    askLonger: blocks.askLonger,
    carriedOut: () => ({ verify: memory.verify, read: memory.read }),
    reset: () => {
      memory.selected = false
      blocks.reset()
      short.reset()
    },
  }
}

const ended = (status: number, data: Uint8Array = new Uint8Array(0)): Uint8Array =>
  Uint8Array.of(...data, status >> 8, status & 0xff)

function carryOut(memory: Memory, { header, data, wanted }: Apdu): Uint8Array {
  const [, instruction = 0, one = 0, two = 0] = header
  if (instruction === SELECT) {
    memory.selected = Buffer.from(data).equals(AID)
    if (!memory.selected) return ended(NOT_FOUND)
    // FCI template with the name of the application (7816-4, table 12).
    const control = Uint8Array.of(0x6f, AID.length + 2, 0x84, AID.length, ...AID)
    return ended(WELL, wanted === null ? undefined : control.subarray(0, wanted))
  }
  if (instruction === VERIFY) return verify(memory, data)
  if (instruction === ECHO) return ended(WELL, wanted === null ? undefined : data.subarray(0, wanted))
  if (instruction !== READ) return ended(UNKNOWN)
  if (!memory.selected) return ended(NOT_SELECTED)
  const from = (one << 8) | two
  if (from > memory.file.length) return ended(WRONG_PLACE)
  memory.read++
  return ended(WELL, memory.file.subarray(from, from + (wanted ?? 0)))
}

/** EMV's block: `2`, the number of digits, the digits. Without one it says how many tries are left. */
function verify(memory: Memory, block: Uint8Array): Uint8Array {
  if (block.length === 0) return ended(memory.tries === 0 ? BLOCKED : TRIES_LEFT | memory.tries)
  memory.verify++
  if (memory.tries === 0) return ended(BLOCKED)
  const field = Buffer.from(block).toString('hex')
  const right = `2${memory.pin.length.toString(16)}${memory.pin}`.padEnd(16, 'f')
  memory.tries = field === right ? TRIES : memory.tries - 1
  return ended(field === right ? WELL : TRIES_LEFT | memory.tries)
}

/** T=0 of the card's side: data goes one way only, so what is to come back waits for GET RESPONSE. */
function makeShort(run: (command: Uint8Array) => Uint8Array) {
  let kept = new Uint8Array(0)
  const give = (bytes: Uint8Array, asked: number): Uint8Array => {
    const data = bytes.subarray(0, -2)
    // It knows better how long that is.
    if (data.length < asked) return ended(0x6c00 | data.length)
    return Uint8Array.of(...data.subarray(0, asked), ...bytes.subarray(-2))
  }
  const take = (bytes: Uint8Array): Uint8Array => {
    const [, instruction, , , third = 0] = bytes
    const asked = third || SHORT_MAX
    if (instruction === RESPONSE) {
      const data = kept.subarray(0, asked)
      if (kept.length === 0 || data.length < asked)
        return ended(kept.length === 0 ? NOT_SELECTED : 0x6c00 | kept.length)
      kept = kept.slice(asked)
      return ended(kept.length > 0 ? 0x6100 | (kept.length & 0xff) : WELL, data)
    }
    kept = new Uint8Array(0)
    if (bytes.length > 5) {
      const answer = run(Uint8Array.of(...bytes, 0))
      kept = answer.slice(0, -2)
      return kept.length > 0 ? ended(0x6100 | (kept.length & 0xff)) : answer.slice(-2)
    }
    const answer = run(bytes)
    const hasData = answer.length > 2
    return hasData ? give(answer, asked) : answer
  }
  /** By a reader that does the rest itself: also then data goes one way, and what nobody wants yet waits. */
  const whole = (bytes: Uint8Array): Uint8Array => {
    const apdu = readApdu(bytes)
    if (apdu?.header[1] === RESPONSE) return take(bytes)
    const isOneWay = apdu !== null && !apdu.extended && apdu.data.length > 0 && apdu.wanted === null
    return isOneWay ? take(bytes) : run(bytes)
  }
  return {
    ...{ take, whole },
    reset: () => {
      kept = new Uint8Array(0)
    },
  }
}
