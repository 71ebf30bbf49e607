import { COMMANDS } from './decode-commands.ts'
import type { Command } from './decode-state.ts'
import { decode, type Decoded, type Printed } from './decode.ts'
import { linesOf, sheetsOf } from './paper.ts'

/**
 * `slow`: keeps what it got until it is told to go on · `silent`: takes everything and says nothing · `garbage`:
 * prints, and answers what is no answer.
 */
export type FirmwareState =
  'fine' | 'slow' | 'paper-low' | 'paper-out' | 'cover-open' | 'cutter' | 'fault' | 'silent' | 'garbage'

/**
 * The inside of a receipt printer, for tests and demonstrations of whatever sends it bytes: a buffer in line, requests
 * that are answered at once, and paper. Strict like the decoder: what a real printer would garble is a complaint.
 */
export interface Firmware {
  /** What came out, one entry a sheet; a sheet that is not cut yet is the last. */
  readonly sheets: () => string[][]
  readonly drawerOpenings: () => number
  /** A person's hand; a pulse opens it. */
  readonly setDrawer: (drawer: 'open' | 'shut') => void
  readonly complaints: () => readonly string[]
  readonly state: () => FirmwareState
  readonly set: (state: FirmwareState) => void
  /** Takes bytes as they come, in pieces of any size; gives what it answers. */
  readonly take: (bytes: Uint8Array) => Buffer
  /** Does what waits, after a change of state, and gives what it answers. */
  readonly goOn: () => Buffer
  /** Another sender's connection, a reset, or the power: what waits unfinished is forgotten. */
  readonly connected: () => void
}

type Answers = readonly [printer: number, why: number, error: number, paper: number]
const WELL: Answers = [0x12, 0x12, 0x12, 0x12]
const ANSWERS: Readonly<Record<FirmwareState, Answers>> = {
  fine: WELL,
  slow: WELL,
  silent: WELL,
  garbage: WELL,
  'paper-low': [0x12, 0x12, 0x12, 0x1e],
  'paper-out': [0x1a, 0x32, 0x12, 0x7e],
  'cover-open': [0x1a, 0x16, 0x12, 0x12],
  cutter: [0x1a, 0x52, 0x1a, 0x12],
  fault: [0x1a, 0x52, 0x32, 0x12],
}
const PRINTS: readonly FirmwareState[] = ['fine', 'silent', 'garbage', 'paper-low']
const DRAWER_OPEN = 0x04
const PAPER_LEFT = 0x00
const PAPER_LOW = 0x03
/** None of the forms that an answer may have. */
const GARBAGE = Buffer.from([0xff, 0x93, 0x81])

/** `commands`: what it knows; ours only, where none are given. */
export function makeFirmware(columns: number, commands: readonly Command[] = COMMANDS): Firmware {
  let state: FirmwareState = 'fine'
  let raw = Buffer.alloc(0)
  let inLine = Buffer.alloc(0)
  let done: Decoded['printed'] = []
  let openings = 0
  let drawer: 'open' | 'shut' = 'shut'
  const before: string[][] = []
  const complaints: string[] = []
  const sheetsNow = () => sheetsOf(done).map((sheet) => linesOf(sheet, columns))
  const open = (pulses: number) => {
    openings += pulses
    if (pulses > 0) drawer = 'open'
  }

  function goOn(): Buffer {
    if (!PRINTS.includes(state)) return Buffer.alloc(0)
    const decoded = decode(inLine, commands)
    const fresh = decoded.printed.slice(done.length)
    done = decoded.printed
    if (!decoded.ok && decoded.why !== 'cut-off') complaints.push(`${decoded.why} at ${decoded.offset}`)
    open(fresh.filter(({ is }) => is === 'drawer').length)
    return Buffer.concat(fresh.map((each) => answerWhenDone(each, state)))
  }

  function take(bytes: Uint8Array): Buffer {
    raw = Buffer.concat([raw, bytes])
    const answers: Buffer[] = []
    while (raw.length > 0) {
      const request = requestAt(raw, state, drawer)
      if (request === 'part') break
      if (request) {
        answers.push(request.answer)
        open(request.pulses)
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
    setDrawer: (next) => {
      drawer = next
    },
    complaints: () => complaints,
    state: () => state,
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

/** `GS r 1` is answered with the paper, `GS ( H` with its mark (Epson: 37h 22h, the mark, 0). */
function answerWhenDone(each: Printed, state: FirmwareState): Buffer {
  if (each.is !== 'asked-when-done' || state === 'silent') return Buffer.alloc(0)
  if (state === 'garbage') return GARBAGE
  if (each.mark === undefined) return Buffer.from([state === 'paper-low' ? PAPER_LOW : PAPER_LEFT])
  return Buffer.concat([Buffer.from([0x37, 0x22]), Buffer.from(each.mark, 'ascii'), Buffer.from([0])])
}

interface Request {
  readonly length: number
  readonly answer: Buffer
  readonly pulses: 0 | 1
}

/** The request to be met at once that these bytes begin with; `part`: it may be one, when the rest has come. */
function requestAt(bytes: Buffer, state: FirmwareState, drawer: 'open' | 'shut'): Request | 'part' | null {
  const [first, kind, n = 0] = bytes
  if (first !== 0x10) return null
  if (bytes.length < 3) return 'part'
  if (kind === 0x04 && n >= 1 && n <= 4) return { length: 3, answer: answerAtOnce(n, state, drawer), pulses: 0 }
  if (kind !== 0x14) return null
  if (bytes.length < 5) return 'part'
  // In an error a pulse is ignored.
  const pulses = decode(bytes.subarray(0, 5)).ok && state !== 'fault' && state !== 'cutter' ? 1 : 0
  return { length: 5, answer: Buffer.alloc(0), pulses }
}

function answerAtOnce(n: number, state: FirmwareState, drawer: 'open' | 'shut'): Buffer {
  if (state === 'silent') return Buffer.alloc(0)
  if (state === 'garbage') return GARBAGE
  const said = ANSWERS[state][n - 1] ?? 0
  return Buffer.from([n === 1 && drawer === 'open' ? said | DRAWER_OPEN : said])
}
