import { askAtOnce, DRAWER_PULSE, DRAWER_PULSE_AT_ONCE } from './bytes.ts'
import type { Connection } from './connection.ts'
import type { PrinterStatus, PrintOutcome } from './port.ts'
import { ANSWER_MS, answerAtOnce, askStatus, questionWhenDone, settled, type Owed, type Said } from './status.ts'

/** From the last byte of a job to its last dot on paper: a metre of slip at 100 mm a second, twice over. */
export const PRINTED_MS = 20_000
/** And as much for each byte of a longer one: nine bytes a millimetre of a slip, at 50 mm a second, twice over. */
const PRINTED_MS_A_BYTE = 4
/** The drawer's pulse lasts half a second, its rest as well. */
const PULSED_MS = 3_000

/** What is known of one printer while it is spoken to. */
export interface Talk {
  readonly connection: Connection
  readonly owed: Owed
  /** Told of each status the printer gives, and of all that it said with it. */
  readonly saw: (status: PrinterStatus, said: Said | null) => void
  /** Four characters that no question before was marked with; null where the printer's make knows no marks. */
  readonly newMark: () => string | null
}

/** As the printer says; one that can be heard and says nothing is at fault, unless the lines of its plug say more. */
export async function statusOf({ connection, owed, saw }: Talk): Promise<PrinterStatus> {
  const said = connection.answers ? await askStatus(connection, owed) : null
  const glanced = said === null ? await connection.glance?.() : null
  const unheard = connection.answers ? notReady(glanced) : (glanced ?? 'ready')
  const status = said?.status ?? unheard
  saw(status, said)
  return status
}

/** One that should answer and does not is not ready, whatever its plug says. */
const notReady = (glanced: PrinterStatus | null | undefined): PrinterStatus =>
  glanced && glanced !== 'ready' ? glanced : 'fault'

/** Sends a job to a printer that says it can print, and waits until it says that it has. Never sends it again. */
export async function sendJob(talk: Talk, job: Buffer): Promise<PrintOutcome> {
  const { connection, owed, saw } = talk
  if ((await statusOf(talk)) !== 'ready') return 'refused'
  if (!connection.answers) return (await connection.write(job)) === 'none' ? 'refused' : 'unknown'
  if ((await settledBefore(talk)) !== 'ready') return 'refused'
  const question = questionWhenDone(owed, talk.newMark())
  const sent = await connection.write(Buffer.concat([job, question.bytes]))
  if (sent === 'none') return 'refused'
  // Its question may have gone as well, and may be answered later.
  if (sent === 'some') return owe(owed)
  const paper = await question.answered(connection, PRINTED_MS + job.length * PRINTED_MS_A_BYTE)
  if (paper === 'paper') return 'printed'
  // Done, but the last lines may have met bare rubber.
  if (paper === 'none') saw('paper-out', null)
  else await statusOf(talk)
  return 'unknown'
}

/** How the printer is when nothing is owed any more: one that lets itself be waited for too long is at fault. */
async function settledBefore(talk: Talk): Promise<PrinterStatus> {
  const { connection, owed, saw } = talk
  if (!connection.keepsAnswers || !owed.whenDone) return 'ready'
  const isSettled = (await settled(connection, owed, PRINTED_MS)) || (owed.isNew && (await resetAndSettled(talk)))
  if (isSettled) return statusOf(talk)
  saw('fault', null)
  return 'fault'
}

/**
 * Ready, and dumb for longer than it could print: what the program before was sending may have been cut in the middle
 * of a picture or a command, of which all that comes next would be the rest.
 */
async function resetAndSettled({ connection, owed }: Talk): Promise<boolean> {
  return (await connection.reset?.()) === true && settled(connection, owed, ANSWER_MS)
}

function owe(owed: Owed): 'unknown' {
  owed.whenDone = true
  return 'unknown'
}

/**
 * A ready printer gets the pulse every model knows. It would wait in one without paper and open the drawer when paper
 * is put in, so that one gets the pulse that is done at once (Epson, "DLE DC4", fn 1); one that still prints as well.
 */
export async function sendPulse(talk: Talk): Promise<PrintOutcome> {
  const { connection, owed } = talk
  const before = await statusOf(talk)
  if (!connection.answers) return (await connection.write(DRAWER_PULSE)) === 'none' ? 'refused' : 'unknown'
  // One with an error ignores the pulse at once, and one that says nothing would keep any for later.
  if (before === 'fault' || before === 'cutter') return 'refused'
  const inLine = before === 'ready' && (await settled(connection, owed, PULSED_MS))
  const question = questionWhenDone(owed, talk.newMark())
  const sent = await connection.write(
    Buffer.concat(inLine ? [DRAWER_PULSE, question.bytes] : [DRAWER_PULSE_AT_ONCE, askAtOnce(1)]),
  )
  if (sent === 'none') return 'refused'
  if (sent === 'some') {
    owed.atOnce = true
    return owe(owed)
  }
  if (inLine) return (await question.answered(connection, PULSED_MS)) === null ? 'unknown' : 'printed'
  owed.atOnce = (await answerAtOnce(connection)) === null
  return owed.atOnce ? 'unknown' : 'printed'
}
