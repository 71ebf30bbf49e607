/** A receipt printer with the cash drawer on its kick socket. */
export interface Printer {
  /** Columns of normal text on its paper: 48 at 80 mm, 32 at 58 mm. */
  readonly columns: number
  readonly status: () => PrinterStatus
  readonly onStatus: (listener: () => void) => void
  /**
   * Prints one job, whole. `printed`: on paper · `refused`: nothing was printed, and it may be tried again · `unknown`:
   * some or all may be on paper, and only a person looking at it can say. Never rejects; ends within the port's limit.
   */
  /** Opens the drawer, whether or not there is paper; ends as `print` does. */
  readonly openDrawer: () => Promise<PrintOutcome>
  readonly print: (job: PrintJob) => Promise<PrintOutcome>
}

export type PrinterStatus = 'ready' | 'paper-out' | 'cover-open' | 'fault' | 'absent'
export type PrintOutcome = 'printed' | 'refused' | 'unknown'

export interface PrintJob {
  readonly id: string
  readonly commands: readonly PrintCommand[]
}

export type PrintCommand =
  /** One line of text that already fits the columns; `large` is double height. */
  | { readonly do: 'line'; readonly text: string; readonly size: 'normal' | 'large' }
  | { readonly do: 'qr'; readonly content: string }
  | { readonly do: 'cut' }
