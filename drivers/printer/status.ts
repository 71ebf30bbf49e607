import { askAtOnce } from './bytes.ts'
import type { Connection } from './connection.ts'
import type { PrinterStatus } from './port.ts'

/**
 * What a printer says of itself, by Epson's reference ("DLE EOT", "GS r", "GS a"). Its answers come unmarked in one
 * stream, and are told apart by the bits that never change.
 */
const isAnswerAtOnce = (byte: number): boolean => (byte & 0x93) === 0x12 // 0xx1xx10
const isAnswerWhenDone = (byte: number): boolean => (byte & 0x90) === 0x00 // 0xx0xxxx
/** The first of the four bytes that some printers send by themselves when something changes. */
const isNews = (byte: number): boolean => (byte & 0x93) === 0x10 // 0xx1xx00
const NEWS_BYTES_MORE = 3

/** `DLE EOT 1` bit 3 · `DLE EOT 2` bits 2, 5 and 6 · `DLE EOT 4` bits 5 and 6. */
const OFFLINE = 0x08
const COVER_OPEN = 0x04
const STOPPED_WITHOUT_PAPER = 0x20
const ERROR = 0x40
const NO_PAPER = 0x60
/** `GS r 1` bits 2 and 3. */
const NO_PAPER_WHEN_DONE = 0x0c

/** An answer at once comes within some milliseconds; a network printer that sleeps needs longer for the first. */
const ANSWER_MS = 1_500
/** Bytes passed over while an answer is looked for. */
const NOISE_BYTES_MAX = 32
/** Answers to a sender before us that may still lie in the way. */
const STALE_BYTES_MAX = 1_024

async function answer(connection: Connection, isOurs: (byte: number) => boolean, limitMs: number) {
  for (let noise = 0; noise < NOISE_BYTES_MAX; noise++) {
    const byte = await connection.read(limitMs)
    if (byte === null || isOurs(byte)) return byte
    if (isNews(byte)) for (let more = 0; more < NEWS_BYTES_MORE; more++) await connection.read(limitMs)
  }
  return null
}

/** Asks how the printer is; null where it says nothing. */
export async function askStatus(connection: Connection): Promise<PrinterStatus | null> {
  for (let stale = 0; stale < STALE_BYTES_MAX && (await connection.read(0)) !== null; stale++);
  const said: number[] = []
  for (const n of [1, 2, 4] as const) {
    if ((await connection.write(askAtOnce(n))) !== 'all') return null
    const byte = await answerAtOnce(connection)
    if (byte === null) return null
    said.push(byte)
  }
  const [printer = 0, why = 0, paper = 0] = said
  // With the cover open the paper can not be seen, and a person who closes it sees the paper.
  if (why & COVER_OPEN) return 'cover-open'
  if (why & STOPPED_WITHOUT_PAPER || paper & NO_PAPER) return 'paper-out'
  return why & ERROR || printer & OFFLINE ? 'fault' : 'ready'
}

export const answerAtOnce = (connection: Connection): Promise<number | null> =>
  answer(connection, isAnswerAtOnce, ANSWER_MS)

/** What the printer says when all before the question is done: whether there is paper; null where it says nothing. */
export async function paperWhenDone(connection: Connection, limitMs: number): Promise<'paper' | 'none' | null> {
  const byte = await answer(connection, isAnswerWhenDone, limitMs)
  return byte === null ? null : byte & NO_PAPER_WHEN_DONE ? 'none' : 'paper'
}
