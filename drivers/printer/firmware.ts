import { decode, type Decoded } from './decode.ts'
import { linesOf, sheetsOf } from './paper.ts'

/** `silent`: takes everything and says nothing · `slow`: keeps what it got until it is told to go on. */
export type FirmwareState = 'fine' | 'slow' | 'paper-out' | 'cover-open' | 'fault' | 'silent'

/**
 * The inside of a receipt printer, for tests and demonstrations of whatever sends it bytes: a buffer in line, requests
 * that are answered at once, and paper. Strict like the decoder: what a real printer would garble is a complaint.
 */
export interface Firmware {
  /** What came out, one entry a sheet; a sheet that is not cut yet is the last. */
  readonly sheets: () => string[][]
  readonly drawerOpenings: () => number
  readonly complaints: () => readonly string[]
  readonly set: (state: FirmwareState) => void
  /** Takes bytes as they come, in pieces of any size; gives what it answers. */
  readonly take: (bytes: Uint8Array) => Buffer
  /** Does what waits, after a change of state, and gives what it answers. */
  readonly goOn: () => Buffer
  /** Another sender's connection: what waits unfinished is forgotten. */
  readonly connected: () => void
}

const ANSWERS: Readonly<Record<FirmwareState, readonly [printer: number, why: number, paper: number]>> = {
  fine: [0x12, 0x12, 0x12],
  slow: [0x12, 0x12, 0x12],
  silent: [0x12, 0x12, 0x12],
  'paper-out': [0x1a, 0x32, 0x7e],
  'cover-open': [0x1a, 0x16, 0x12],
  fault: [0x1a, 0x52, 0x12],
}
const PAPER_LEFT = 0x00

export function makeFirmware(columns: number): Firmware {
  let state: FirmwareState = 'fine'
  let raw = Buffer.alloc(0)
  let inLine = Buffer.alloc(0)
  let done: Decoded['printed'] = []
  let openings = 0
  const before: string[][] = []
  const complaints: string[] = []
  const sheetsNow = () => sheetsOf(done).map((sheet) => linesOf(sheet, columns))

  function goOn(): Buffer {
    if (state !== 'fine' && state !== 'silent') return Buffer.alloc(0)
    const decoded = decode(inLine)
    const fresh = decoded.printed.slice(done.length)
    done = decoded.printed
    if (!decoded.ok && decoded.why !== 'cut-off') complaints.push(`${decoded.why} at ${decoded.offset}`)
    openings += fresh.filter(({ is }) => is === 'drawer').length
    const asked = fresh.filter(({ is }) => is === 'asked-when-done').length
    return state === 'silent' ? Buffer.alloc(0) : Buffer.alloc(asked, PAPER_LEFT)
  }

  function take(bytes: Uint8Array): Buffer {
    raw = Buffer.concat([raw, bytes])
    const answers: Buffer[] = []
    while (raw.length > 0) {
      const request = requestAt(raw, state)
      if (request === 'part') break
      if (request) {
        answers.push(request.answer)
        openings += request.pulses
        raw = raw.subarray(request.length)
      } else {
        inLine = Buffer.concat([inLine, raw.subarray(0, 1)])
        raw = raw.subarray(1)
      }
    }
    return Buffer.concat([...answers, goOn()])
  }

  return {
    ...{ take, goOn },
    sheets: () => [...before, ...sheetsNow()],
    drawerOpenings: () => openings,
    complaints: () => complaints,
    set: (next) => {
      state = next
    },
    connected: () => {
      before.push(...sheetsNow())
      raw = inLine = Buffer.alloc(0)
      done = []
    },
  }
}

interface Request {
  readonly length: number
  readonly answer: Buffer
  readonly pulses: 0 | 1
}

/** The request to be met at once that these bytes begin with; `part`: it may be one, when the rest has come. */
function requestAt(bytes: Buffer, state: FirmwareState): Request | 'part' | null {
  const [first, kind, n = 0] = bytes
  if (first !== 0x10) return null
  if (bytes.length < 3) return 'part'
  const which = [1, 2, 4].indexOf(n)
  if (kind === 0x04 && which >= 0) {
    const answer = Buffer.from(state === 'silent' ? [] : ANSWERS[state].slice(which, which + 1))
    return { length: 3, answer, pulses: 0 }
  }
  if (kind !== 0x14) return null
  if (bytes.length < 5) return 'part'
  // In an error a pulse is ignored.
  const pulses = decode(bytes.subarray(0, 5)).ok && state !== 'fault' ? 1 : 0
  return { length: 5, answer: Buffer.alloc(0), pulses }
}
