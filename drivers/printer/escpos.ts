import { bytesOf } from './bytes.ts'
import type { Connect, Connection, Wait } from './connection.ts'
import type { Printer, PrinterStatus, PrintOutcome } from './port.ts'
import { sendJob, sendPulse, statusOf, type Saw } from './sending.ts'

/** Between two looks at a printer that has nothing to do. */
const LOOK_MS = 10_000
/** Jobs under way or waiting; a shop never has that many, and a printer that hangs soon would. */
const JOBS_MAX = 20

export interface EscposParts {
  readonly connect: Connect
  readonly wait: Wait
  /** Columns of normal text on its paper: 48 at 80 mm, 32 at 58 mm. */
  readonly columns: number
}

export interface EscposPrinter extends Printer {
  /** Asks the printer how it is, in its turn among the jobs; `status` is up to date then. */
  readonly look: () => Promise<void>
}

/**
 * A real printer at the end of a connection, opened for each job. Before a job it asks the printer how it is, and sends
 * nothing to one that can not print; after it, whether all is done. It never sends a job twice: what to do about one of
 * which nobody knows is for a person who sees the paper.
 *
 * A one-way connection hears neither. What it took may be on paper or may wait for paper: always `unknown`.
 */
export function makeEscposPrinter({ connect, wait, columns }: EscposParts): EscposPrinter {
  let status: PrinterStatus = 'absent'
  let tells = true
  let jobs = 0
  let last: Promise<unknown> = Promise.resolve()
  const listeners: (() => void)[] = []

  const saw: Saw = (next) => {
    if (next === status) return
    status = next
    for (const listener of listeners) listener()
  }

  /** One after another; a job too many is refused at once. */
  async function inTurn(work: (connection: Connection) => Promise<PrintOutcome>): Promise<PrintOutcome> {
    if (jobs >= JOBS_MAX) return 'refused'
    jobs++
    const mine = last.then(() => connected(work))
    last = mine.catch(() => undefined)
    return mine.finally(() => jobs--)
  }

  async function connected(work: (connection: Connection) => Promise<PrintOutcome>): Promise<PrintOutcome> {
    const connection = await connect()
    if (!connection) {
      saw('absent')
      return 'refused'
    }
    tells = connection.answers
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }

  async function look(): Promise<void> {
    await inTurn((connection) => statusOf(connection, saw).then(() => 'printed'))
  }

  /** Looks every `LOOK_MS`, so that the lamp is right before the next slip. */
  async function watch(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await look()
      await wait(LOOK_MS, stop).catch(() => undefined)
    }
  }

  return {
    ...{ columns, look, watch },
    status: () => status,
    tells: () => tells,
    onStatus: (listener) => void listeners.push(listener),
    print: async ({ commands }) => {
      const job = bytesOf(commands)
      return inTurn((connection) => sendJob(connection, job, saw))
    },
    openDrawer: () => inTurn((connection) => sendPulse(connection, saw)),
  }
}
