import type { Called } from '../process/calls.ts'
import type { Supervised } from '../process/supervised.ts'
import { NO_DETAILS, type PrinterDetails, type PrinterStatus, type PrintJob } from './port.ts'
import type { PrintOutcome, Printer } from './port.ts'

/**
 * The printer that another process drives. A job that was on its way there when it went away is `unknown`: some of it
 * may be on paper, and it is never sent again by itself.
 */
const STATUSES: readonly PrinterStatus[] = ['ready', 'paper-out', 'cover-open', 'cutter', 'fault', 'absent']
const OUTCOMES: readonly PrintOutcome[] = ['printed', 'refused', 'unknown']
/** Longer than the driver's own limits, of all that a slip may wait for. */
export const PRINT_MS = 120_000
const DRAWER_MS = 30_000

export function makePrinterElsewhere(process: Supervised, columns: number): Printer {
  const listeners: (() => void)[] = []
  let [status, tells]: [PrinterStatus, boolean] = ['absent', true]
  let details = NO_DETAILS
  const changed = () => {
    for (const tell of listeners) tell()
  }
  process.onEvent((name, value) => {
    if (name !== 'printer.status' || typeof value !== 'object' || value === null) return
    const said = 'status' in value ? value.status : null
    status = STATUSES.find((each) => each === said) ?? 'fault'
    tells = 'tells' in value && value.tells === true
    details = detailsIn(value)
    changed()
  })
  process.onUp(() => {
    // What it was like before says nothing of how it is when it comes back.
    status = 'absent'
    details = NO_DETAILS
    changed()
  })
  return {
    columns,
    status: () => status,
    details: () => details,
    tells: () => tells,
    onStatus: (listener) => void listeners.push(listener),
    // It is watched where it is driven, and tells of each change.
    watch: (stop) => new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true })),
    print: async (job) => outcomeOf(await process.call('printer.print', job, PRINT_MS)),
    openDrawer: async () => outcomeOf(await process.call('printer.openDrawer', null, DRAWER_MS)),
  }
}

function detailsIn(value: object): PrinterDetails {
  const drawer = 'drawer' in value ? value.drawer : null
  return {
    paperLow: 'paperLow' in value && value.paperLow === true,
    drawer: drawer === 'open' || drawer === 'shut' ? drawer : null,
  }
}

function outcomeOf(called: Called): PrintOutcome {
  if (called.is === 'not-sent') return 'refused'
  if (called.is !== 'answer') return 'unknown'
  return OUTCOMES.find((each) => each === called.value) ?? 'unknown'
}

/** In the process that drives it. */
export const printerCalls = (printer: Printer) => ({
  // Main's own words, made by the same build.
  'printer.print': (job: unknown) => printer.print(job as PrintJob),
  'printer.openDrawer': () => printer.openDrawer(),
})

export function tellOfPrinter(printer: Printer, tell: (name: string, value: unknown) => void): void {
  const say = () => tell('printer.status', { status: printer.status(), tells: printer.tells(), ...printer.details() })
  printer.onStatus(say)
  say()
}
