/** A receipt printer, and the cash drawer where it hangs on its kick socket. */
export interface Printer {
  /** Columns of normal text on its paper: 48 at 80 mm, 32 at 58 mm. */
  readonly columns: number
  /** As it was last seen. */
  readonly status: () => PrinterStatus
  /** What else it said last. */
  readonly details: () => PrinterDetails
  /** Told of each change of the status or the details. */
  readonly onStatus: (listener: () => void) => void
  /** Whether it says what became of a job, as it was last seen; where it does not, a job is `unknown` at best. */
  readonly tells: () => boolean
  /** Keeps `status` true while there is nothing to print, until it is stopped. */
  readonly watch: (stop: AbortSignal) => Promise<void>
  /**
   * Prints one job, whole. `printed`: on paper · `refused`: nothing was printed, and it may be tried again · `unknown`:
   * some or all may be on paper, and only a person looking at it can say. Ends within the driver's limits; rejects only
   * for commands that break the promises made below.
   */
  readonly print: (job: PrintJob) => Promise<PrintOutcome>
  /**
   * Opens the drawer: a job of its own, as a printer without paper opens it too. `printed`: the pulse was given ·
   * `refused`: it was not, and will not be · `unknown`: it may have been. Never rejects.
   */
  readonly openDrawer: () => Promise<PrintOutcome>
}

/**
 * `cutter`: its knife is stuck, and it waits for a person · `fault`: it is there, and says that it can not print or
 * does not answer at all.
 */
export type PrinterStatus = 'ready' | 'paper-out' | 'cover-open' | 'cutter' | 'fault' | 'absent'

export interface PrinterDetails {
  /** Some slips are left on the roll; the printer still prints. */
  readonly paperLow: boolean
  /** Null where its plug is not wired to say, or the printer says nothing. */
  readonly drawer: 'open' | 'shut' | null
}
export const NO_DETAILS: PrinterDetails = { paperLow: false, drawer: null }

export type PrintOutcome = 'printed' | 'refused' | 'unknown'

/** Whether a person should hear how a job ended; that a printer never tells is no news at every sale. */
export const isNews = (outcome: PrintOutcome, printer: Pick<Printer, 'tells'>): boolean =>
  outcome === 'refused' || (outcome === 'unknown' && printer.tells())

export interface PrintJob {
  readonly id: string
  readonly commands: readonly PrintCommand[]
}

export type PrintCommand =
  | PrintLine
  /** A QR code in the middle of the paper; `content` is 1 to `QR_CHARACTERS_MAX` characters of printable ASCII. */
  | { readonly do: 'qr'; readonly content: string }
  /** Feeds the end of the slip past the knife and cuts it. */
  | { readonly do: 'cut' }

/** One line of text that already fits the columns; `large` is double height, so that the columns stay. */
export interface PrintLine {
  readonly do: 'line'
  readonly text: string
  readonly align: 'left' | 'centre'
  readonly size: 'normal' | 'large'
  readonly bold: boolean
}

/** As many fit across 58 mm paper in dots big enough to scan: version 11 at level M holds 251 (ISO/IEC 18004). */
export const QR_CHARACTERS_MAX = 251
