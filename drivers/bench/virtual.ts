import type { VirtualPrinter } from '../printer/virtual.ts'
import type { VirtualScanner } from '../scanner/virtual.ts'
import type { Bench, PrinterMood } from './port.ts'

export function makeBench(scanner: VirtualScanner, printer: VirtualPrinter | null): Bench {
  const listeners: (() => void)[] = []
  let mood: PrinterMood = 'fine'
  /** Openings that had happened when it was shut last. */
  let shutAfter = 0
  const changed = () => {
    for (const listener of listeners) listener()
  }
  return {
    scan: scanner.scan,
    setPrinter: (next) => {
      mood = next
      printer?.setMood(next)
      changed()
    },
    shutDrawer: () => {
      shutAfter = printer?.drawerOpenings() ?? 0
      changed()
    },
    state: () => ({
      printer: printer && mood,
      drawer: printer && printer.drawerOpenings() > shutAfter ? 'open' : 'shut',
      sheet: printer?.sheets.at(-1) ?? [],
    }),
    onChange: (listener) => void listeners.push(listener),
  }
}
