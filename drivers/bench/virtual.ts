import type { VirtualPaymentPort } from '../payment/virtual.ts'
import type { VirtualPrinter } from '../printer/virtual.ts'
import type { VirtualScanner } from '../scanner/virtual.ts'
import type { Bench, PaymentMood, PrinterMood } from './port.ts'

export interface BenchParts {
  readonly scanner: VirtualScanner
  /** Null where real ones stand in their place. */
  readonly printer: VirtualPrinter | null
  readonly payments: { readonly card: VirtualPaymentPort; readonly scan: VirtualPaymentPort } | null
}

export function makeBench({ scanner, printer, payments }: BenchParts): Bench {
  const listeners: (() => void)[] = []
  let mood: PrinterMood = 'fine'
  let fares: { card: PaymentMood; scan: PaymentMood } = { card: 'approve', scan: 'approve' }
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
    setPayments: (method, next) => {
      fares = { ...fares, [method]: next }
      payments?.[method].setDown(next === 'down')
      if (next !== 'down') payments?.[method].setUsual(next)
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
      payments: payments && fares,
    }),
    onChange: (listener) => void listeners.push(listener),
  }
}
