import { ASK_WHEN_DONE, askAtOnce, DRAWER_PULSE, DRAWER_PULSE_AT_ONCE } from './bytes.ts'
import type { Connection } from './connection.ts'
import type { PrinterStatus, PrintOutcome } from './port.ts'
import { answerAtOnce, askStatus, paperWhenDone } from './status.ts'

/** From the last byte of a job to its last dot on paper: a metre of slip at 100 mm a second, twice over. */
const PRINTED_MS = 20_000
/** And as much for each byte of a longer one: nine bytes a millimetre of a slip, at 50 mm a second, twice over. */
const PRINTED_MS_A_BYTE = 4
/** The drawer's pulse lasts half a second, its rest as well. */
const PULSED_MS = 3_000

/** Told of each status the printer gives. */
export type Saw = (status: PrinterStatus) => void

/** As the printer says; one that can be heard and says nothing is at fault. */
export async function statusOf(connection: Connection, saw: Saw): Promise<PrinterStatus> {
  const status = connection.answers ? ((await askStatus(connection)) ?? 'fault') : 'ready'
  saw(status)
  return status
}

/** Sends a job to a printer that says it can print, and waits until it says that it has. Never sends it again. */
export async function sendJob(connection: Connection, job: Buffer, saw: Saw): Promise<PrintOutcome> {
  if ((await statusOf(connection, saw)) !== 'ready') return 'refused'
  const sent = await connection.write(connection.answers ? Buffer.concat([job, ASK_WHEN_DONE]) : job)
  if (sent === 'none') return 'refused'
  if (sent === 'some' || !connection.answers) return 'unknown'
  const paper = await paperWhenDone(connection, PRINTED_MS + job.length * PRINTED_MS_A_BYTE)
  if (paper === 'paper') return 'printed'
  // Done, but the last lines may have met bare rubber.
  if (paper === 'none') saw('paper-out')
  else await statusOf(connection, saw)
  return 'unknown'
}

/**
 * A ready printer gets the pulse every model knows. It would wait in one without paper and open the drawer when paper
 * is put in, so that one gets the pulse that is done at once (Epson, "DLE DC4", fn 1).
 */
export async function sendPulse(connection: Connection, saw: Saw): Promise<PrintOutcome> {
  const before = await statusOf(connection, saw)
  if (!connection.answers) return (await connection.write(DRAWER_PULSE)) === 'none' ? 'refused' : 'unknown'
  // One with an error ignores the pulse at once, and one that says nothing would keep any for later.
  if (before === 'fault') return 'refused'
  const ready = before === 'ready'
  const pulse = ready ? [DRAWER_PULSE, ASK_WHEN_DONE] : [DRAWER_PULSE_AT_ONCE, askAtOnce(1)]
  const sent = await connection.write(Buffer.concat(pulse))
  if (sent !== 'all') return sent === 'none' ? 'refused' : 'unknown'
  const done = ready ? await paperWhenDone(connection, PULSED_MS) : await answerAtOnce(connection)
  return done === null ? 'unknown' : 'printed'
}
