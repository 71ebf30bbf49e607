import { bytesOf } from './bytes.ts'
import type { Connect, Wait } from './connection.ts'
import { NO_DETAILS, type Printer, type PrinterDetails, type PrinterStatus, type PrintOutcome } from './port.ts'
import { sendJob, sendPulse, statusOf, type Talk } from './sending.ts'
import { ANSWER_MS, newlyOwed, settled, type Said } from './status.ts'

/** Between two looks at a printer that has nothing to do. */
const LOOK_MS = 10_000
/** Jobs under way or waiting; a shop never has that many, and a printer that hangs soon would. */
const JOBS_MAX = 20

export interface EscposParts {
  readonly connect: Connect
  readonly wait: Wait
  /** Columns of normal text on its paper: 48 at 80 mm, 32 at 58 mm. */
  readonly columns: number
  /** Level of the drawer's wire while it is open, which hangs on the drawer; null where none is wired. */
  readonly drawerOpenLevel?: 'high' | 'low' | null
  /** Of a make that repeats marks (`GS ( H` function 48): gives four printable characters, new at each call. */
  readonly newMark?: () => string
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
export function makeEscposPrinter(parts: EscposParts): EscposPrinter {
  const { connect, wait, columns, newMark, drawerOpenLevel = null } = parts
  const owed = newlyOwed()
  let status: PrinterStatus = 'absent'
  let details = NO_DETAILS
  let tells = true
  let jobs = 0
  let last: Promise<unknown> = Promise.resolve()
  const listeners: (() => void)[] = []

  function saw(next: PrinterStatus, said: Said | null): void {
    // Out of paper at the end of a job, it says nothing of the drawer, which is as it was.
    const unsaid = next === 'paper-out' ? details : NO_DETAILS
    const now = said === null ? unsaid : detailsIn(said, drawerOpenLevel)
    if (next === status && now.paperLow === details.paperLow && now.drawer === details.drawer) return
    status = next
    details = now
    for (const listener of listeners) listener()
  }

  /** One after another; a job too many is refused at once. */
  async function inTurn(work: (talk: Talk) => Promise<PrintOutcome>): Promise<PrintOutcome> {
    if (jobs >= JOBS_MAX) return 'refused'
    jobs++
    const mine = last.then(() => connected(work))
    last = mine.catch(() => undefined)
    return mine.finally(() => jobs--)
  }

  async function connected(work: (talk: Talk) => Promise<PrintOutcome>): Promise<PrintOutcome> {
    const connection = await connect()
    if (!connection) {
      saw('absent', null)
      return 'refused'
    }
    tells = connection.answers
    try {
      return await work({ connection, owed, saw, newMark: () => newMark?.() ?? null })
    } finally {
      await connection.close()
    }
  }

  async function look(): Promise<void> {
    await inTurn(async (talk) => {
      // Settled while there is nothing to print, it does not hold up the next slip.
      if ((await statusOf(talk)) === 'ready') await settled(talk.connection, owed, ANSWER_MS)
      return 'printed'
    })
  }

  return {
    ...{ columns, look, watch: (stop) => watched(look, wait, stop) },
    status: () => status,
    details: () => details,
    tells: () => tells,
    onStatus: (listener) => void listeners.push(listener),
    print: async ({ commands }) => {
      const job = bytesOf(commands)
      return inTurn((talk) => sendJob(talk, job))
    },
    openDrawer: () => inTurn(sendPulse),
  }
}

/** Looks every `LOOK_MS`, so that the lamp is right before the next slip. */
async function watched(look: () => Promise<void>, wait: Wait, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await look()
    await wait(LOOK_MS, stop).catch(() => undefined)
  }
}

function detailsIn({ paperLow, drawerHigh }: Said, openLevel: 'high' | 'low' | null): PrinterDetails {
  const isOpen = drawerHigh === (openLevel === 'high')
  return { paperLow, drawer: openLevel === null ? null : isOpen ? 'open' : 'shut' }
}
