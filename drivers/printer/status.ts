import { ASK_WHEN_DONE, askAtOnce, askMarkedWhenDone } from './bytes.ts'
import type { Connection } from './connection.ts'
import type { PrinterStatus } from './port.ts'

/**
 * What a printer says of itself, by Epson's reference ("DLE EOT", "GS r", "GS a", "GS ( H"). Its answers come in one
 * stream, most of them unmarked, and are told apart by the bits that never change.
 */
const isAnswerAtOnce = (byte: number): boolean => (byte & 0x93) === 0x12 // 0xx1xx10
const isAnswerWhenDone = (byte: number): boolean => (byte & 0x90) === 0x00 // 0xx0xxxx
/** The first of the four bytes that some printers send by themselves when something changes. */
const isNews = (byte: number): boolean => (byte & 0x93) === 0x10 // 0xx1xx00
const NEWS_BYTES_MORE = 3
/** Before a mark that is given back, and the five bytes that follow: the mark and a zero. */
const MARKED = [0x37, 0x22]
const MARK_BYTES = 4

/** `DLE EOT 1` bits 2 and 3 · `DLE EOT 2` bits 2, 5 and 6 · `DLE EOT 3` bit 3 · `DLE EOT 4` bits 2, 3, 5 and 6. */
const DRAWER_LEVEL = 0x04
const OFFLINE = 0x08
const COVER_OPEN = 0x04
const STOPPED_WITHOUT_PAPER = 0x20
const ERROR = 0x40
const CUTTER_ERROR = 0x08
const PAPER_LOW = 0x0c
const NO_PAPER = 0x60
/** `GS r 1` bits 2 and 3. */
const NO_PAPER_WHEN_DONE = 0x0c

/** An answer at once comes within some milliseconds; a network printer that sleeps needs longer for the first. */
export const ANSWER_MS = 1_500
/** After the last answer that was owed nothing more is coming when it is quiet for so long. */
export const QUIET_MS = 1_500
/** Bytes passed over while an answer is looked for. */
const NOISE_BYTES_MAX = 32
/** Answers to a sender before us that may still lie in the way. */
const STALE_BYTES_MAX = 1_024

/**
 * Questions that were put and not answered, on a way that keeps answers: theirs may still come, and must not be taken
 * for the answer to a later one. One for each printer, for as long as the program runs; at its beginning anything may
 * be owed to the program before.
 */
export interface Owed {
  atOnce: boolean
  whenDone: boolean
  /** Until it has answered in line for the first time: the job of the program before may be in it, and be half. */
  isNew: boolean
}
export const newlyOwed = (): Owed => ({ atOnce: true, whenDone: true, isNew: true })

export interface Said {
  readonly status: PrinterStatus
  readonly paperLow: boolean
  /** Whether the drawer's wire is high; which of the two is open hangs on the drawer. */
  readonly drawerHigh: boolean
}

async function answer(connection: Connection, isOurs: (byte: number) => boolean, limitMs: number) {
  for (let noise = 0; noise < NOISE_BYTES_MAX; noise++) {
    const byte = await connection.read(limitMs)
    if (byte === null || isOurs(byte)) return byte
    if (byte === MARKED[0]) await markAfter(connection, limitMs)
    if (isNews(byte)) for (let more = 0; more < NEWS_BYTES_MORE; more++) await connection.read(limitMs)
  }
  return null
}

/** The rest of an answer with a mark; null where it is none. */
async function markAfter(connection: Connection, limitMs: number): Promise<string | null> {
  if ((await connection.read(limitMs)) !== MARKED[1]) return null
  const mark: number[] = []
  while (mark.length <= MARK_BYTES) {
    const byte = await connection.read(limitMs)
    if (byte === null) return null
    mark.push(byte)
  }
  return mark.pop() === 0 ? String.fromCharCode(...mark) : null
}

/** Waits until all that is owed has been said, and throws it away; false where it is never quiet, or silent. */
async function quietAfter(connection: Connection, isOurs: (byte: number) => boolean, limitMs: number) {
  if ((await answer(connection, isOurs, limitMs)) === null) return false
  for (let stale = 0; stale < STALE_BYTES_MAX; stale++) if ((await connection.read(QUIET_MS)) === null) return true
  return false
}

/** Asks how the printer is; null where it says nothing. */
export async function askStatus(connection: Connection, owed: Owed): Promise<Said | null> {
  for (let stale = 0; stale < STALE_BYTES_MAX && (await connection.read(0)) !== null; stale++);
  if (connection.keepsAnswers && owed.atOnce) {
    const asked = await connection.write(askAtOnce(1))
    if (asked !== 'all' || !(await quietAfter(connection, isAnswerAtOnce, ANSWER_MS))) return null
  }
  owed.atOnce = true
  const said: number[] = []
  for (const n of [1, 2, 4] as const) {
    const byte = await askedAtOnce(connection, n)
    if (byte === null) return null
    said.push(byte)
  }
  const [printer = 0, why = 0, paper = 0] = said
  // Only one with an error is asked which: some do not know the question.
  const error = why & ERROR ? await askedAtOnce(connection, 3) : 0
  owed.atOnce = error === null
  const [drawerHigh, paperLow] = [(printer & DRAWER_LEVEL) !== 0, (paper & PAPER_LOW) !== 0]
  return { status: statusIn({ printer, why, error: error ?? 0, paper }), drawerHigh, paperLow }
}

function statusIn({ printer, why, error, paper }: Record<'printer' | 'why' | 'error' | 'paper', number>) {
  // With the cover open the paper can not be seen, and a person who closes it sees the paper.
  if (why & COVER_OPEN) return 'cover-open'
  if (why & STOPPED_WITHOUT_PAPER || paper & NO_PAPER) return 'paper-out'
  if (error & CUTTER_ERROR) return 'cutter'
  return why & ERROR || printer & OFFLINE ? 'fault' : 'ready'
}

async function askedAtOnce(connection: Connection, n: 1 | 2 | 3 | 4): Promise<number | null> {
  if ((await connection.write(askAtOnce(n))) !== 'all') return null
  return answerAtOnce(connection)
}

export const answerAtOnce = (connection: Connection): Promise<number | null> =>
  answer(connection, isAnswerAtOnce, ANSWER_MS)

/**
 * Makes sure that what is said next belongs to what is asked next. A printer that still has a job before it is waited
 * for, up to the limit: it does what it has in order, so its answer to a question put behind that comes last.
 */
export async function settled(connection: Connection, owed: Owed, limitMs: number): Promise<boolean> {
  if (!connection.keepsAnswers || !owed.whenDone) return true
  if ((await connection.write(ASK_WHEN_DONE)) !== 'all') return false
  if (!(await quietAfter(connection, isAnswerWhenDone, limitMs))) return false
  owed.whenDone = owed.isNew = false
  return true
}

/** How a printer is asked whether all before is done; marked where its make can repeat a mark, which is never wrong. */
export interface Question {
  readonly bytes: Buffer
  /** Whether there is paper; null where the printer says nothing. Of one with a mark there was while it printed. */
  readonly answered: (connection: Connection, limitMs: number) => Promise<'paper' | 'none' | null>
}

export function questionWhenDone(owed: Owed, mark: string | null): Question {
  if (mark !== null) {
    const isIt = (byte: number) => byte === MARKED[0]
    const answered = async (connection: Connection, limitMs: number) => {
      for (let others = 0; others < NOISE_BYTES_MAX; others++) {
        if ((await answer(connection, isIt, limitMs)) === null) return null
        if ((await markAfter(connection, limitMs)) === mark) return 'paper'
      }
      return null
    }
    return { bytes: askMarkedWhenDone(mark), answered }
  }
  const answered = async (connection: Connection, limitMs: number) => {
    owed.whenDone = true
    const byte = await answer(connection, isAnswerWhenDone, limitMs)
    if (byte === null) return null
    owed.whenDone = false
    return byte & NO_PAPER_WHEN_DONE ? 'none' : 'paper'
  }
  return { bytes: ASK_WHEN_DONE, answered }
}
