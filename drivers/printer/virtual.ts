import type { PrinterMood } from '../bench/port.ts'
import { bytesOf, DRAWER_PULSE } from './bytes.ts'
import { decode } from './decode.ts'
import { linesOf, sheetsOf } from './paper.ts'
import { NO_DETAILS, type Printer, type PrinterStatus, type PrintJob, type PrintOutcome } from './port.ts'

/** Sheets kept to be looked at; older ones are thrown away, as a shop's are. */
const SHEETS_MAX = 1000
/** Jobs kept as they were sent. */
const JOBS_MAX = 20

/**
 * The printer's twin. It takes the bytes a real one would and reads them strictly, so that whatever prints here is
 * ESC/POS to the letter.
 */
export interface VirtualPrinter extends Printer {
  /** What lies under the printer: one entry a cut sheet, one string a line. */
  readonly sheets: string[][]
  /** The bytes it got last, one entry a job, the drawer's among them. */
  readonly jobs: readonly Buffer[]
  readonly drawerOpenings: () => number
  readonly setMood: (mood: PrinterMood) => void
}

const STATUS: Readonly<Record<PrinterMood, PrinterStatus>> = {
  fine: 'ready',
  jams: 'ready',
  'paper-out': 'paper-out',
  'cover-open': 'cover-open',
  absent: 'absent',
}

export function makeVirtualPrinter(columns = 48): VirtualPrinter {
  let mood: PrinterMood = 'fine'
  let openings = 0
  const sheets: string[][] = []
  const jobs: Buffer[] = []
  const listeners: (() => void)[] = []

  function take(bytes: Buffer): void {
    jobs.push(bytes)
    jobs.splice(0, jobs.length - JOBS_MAX)
    const decoded = decode(bytes)
    // Half a job ends in the midst of something; anything else that is not understood is a bug of the encoder.
    if (!decoded.ok && (mood !== 'jams' || decoded.why !== 'cut-off'))
      throw new Error(`${decoded.why} bytes for the printer at ${decoded.offset}`)
    openings += decoded.printed.filter(({ is }) => is === 'drawer').length
    sheets.push(...sheetsOf(decoded.printed).map((sheet) => linesOf(sheet, columns)))
    sheets.splice(0, sheets.length - SHEETS_MAX)
  }

  /** Rejects only for a bug: commands or bytes that no printer should get. */
  async function print({ commands }: PrintJob): Promise<PrintOutcome> {
    const bytes = bytesOf(commands)
    await Promise.resolve()
    if (STATUS[mood] !== 'ready') return 'refused'
    take(mood === 'jams' ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes)
    return mood === 'jams' ? 'unknown' : 'printed'
  }

  async function openDrawer(): Promise<PrintOutcome> {
    await Promise.resolve()
    if (mood === 'absent') return 'refused'
    take(DRAWER_PULSE)
    return 'printed'
  }

  return {
    ...{ columns, sheets, jobs, print, openDrawer },
    drawerOpenings: () => openings,
    setMood: (next) => {
      mood = next
      for (const listener of listeners) listener()
    },
    status: () => STATUS[mood],
    details: () => NO_DETAILS,
    tells: () => true,
    onStatus: (listener) => void listeners.push(listener),
    // It tells of each change itself.
    watch: () => Promise.resolve(),
  }
}
