import type { PrinterMood } from '../bench/port.ts'
import type { PrintCommand, Printer, PrinterStatus, PrintJob, PrintOutcome } from './port.ts'

/** Sheets kept to be looked at; older ones are thrown away, as a shop's are. */
const SHEETS_MAX = 1000

export interface VirtualPrinter extends Printer {
  /** What lies under the printer: one entry a cut sheet, one string a line. */
  readonly sheets: string[][]
  readonly drawerOpenings: () => number
  readonly setMood: (mood: PrinterMood) => void
}

const STATUS: Readonly<Record<PrinterMood, PrinterStatus>> = {
  fine: 'ready',
  jams: 'ready',
  'paper-out': 'paper-out',
  absent: 'absent',
}

/** A QR code's content is plain letters and digits: one column each. */
const centred = (text: string, columns: number) =>
  ' '.repeat(Math.max(0, Math.floor((columns - text.length) / 2))) + text

export function makeVirtualPrinter(columns = 48): VirtualPrinter {
  let mood: PrinterMood = 'fine'
  let openings = 0
  const sheets: string[][] = []
  const listeners: (() => void)[] = []

  function take(commands: readonly PrintCommand[]): void {
    let lines: string[] = []
    for (const command of commands) {
      if (command.do === 'line') lines.push(command.text)
      else if (command.do === 'qr') lines.push(centred(`[QR ${command.content}]`, columns))
      else {
        sheets.push(lines)
        lines = []
      }
    }
    // Uncut paper still hangs out of the printer and can be read.
    if (lines.length > 0) sheets.push(lines)
    sheets.splice(0, sheets.length - SHEETS_MAX)
  }

  return {
    columns,
    sheets,
    drawerOpenings: () => openings,
    setMood: (next) => {
      mood = next
      for (const listener of listeners) listener()
    },
    status: () => STATUS[mood],
    onStatus: (listener) => void listeners.push(listener),
    openDrawer: () => {
      if (mood === 'absent') return Promise.resolve('refused')
      openings++
      return Promise.resolve('printed')
    },
    print: ({ commands }: PrintJob): Promise<PrintOutcome> => {
      if (mood === 'paper-out' || mood === 'absent') return Promise.resolve('refused')
      if (mood === 'jams') {
        take(commands.slice(0, Math.ceil(commands.length / 2)))
        return Promise.resolve('unknown')
      }
      take(commands)
      return Promise.resolve('printed')
    },
  }
}
