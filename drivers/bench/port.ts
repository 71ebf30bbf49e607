/** Hands at the virtual devices: what a person does at real ones. There is none in live. */
export interface Bench {
  /** Holds a code under the scanner. */
  readonly scan: (code: string) => void
  readonly setPrinter: (mood: PrinterMood) => void
  /** Pushes the drawer shut; it opens by the printer's pulse. */
  readonly shutDrawer: () => void
  readonly state: () => BenchState
  readonly onChange: (listener: () => void) => void
}

/** What the printer's next jobs meet. */
export type PrinterMood = 'fine' | 'paper-out' | 'cover-open' | 'jams' | 'absent'

export interface BenchState {
  /** Null where a real printer stands in the place of the virtual one. */
  readonly printer: PrinterMood | null
  readonly drawer: 'open' | 'shut'
  /** The paper that came out last, one string a line; none where nothing has yet. */
  readonly sheet: readonly string[]
}
