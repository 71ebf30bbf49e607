import type { VirtualMessenger } from '../messenger/virtual.ts'
import type { VirtualPaymentPort } from '../payment/virtual.ts'
import type { VirtualPrinter } from '../printer/virtual.ts'
import type { VirtualScanner } from '../scanner/virtual.ts'
import type { Bench, BenchNeighbour, MessengerMood, PaymentMood, PrinterMood } from './port.ts'

export interface BenchParts {
  readonly scanner: VirtualScanner
  /** Null where real ones stand in their place. */
  readonly printer: VirtualPrinter | null
  readonly payments: { readonly card: VirtualPaymentPort; readonly scan: VirtualPaymentPort } | null
  readonly messenger: VirtualMessenger | null
  readonly neighbour: BenchNeighbour | null
}

/** Messages that a telephone shows at once. */
const MESSAGES_SHOWN = 3

export function makeBench({ scanner, printer, payments, messenger, neighbour }: BenchParts): Bench {
  const listeners: (() => void)[] = []
  let mood: PrinterMood = 'fine'
  let fares: { card: PaymentMood; scan: PaymentMood } = { card: 'approve', scan: 'approve' }
  let takes: MessengerMood = 'fine'
  /** Openings that had happened when it was shut last. */
  let shutAfter = 0
  const changed = () => {
    for (const listener of listeners) listener()
  }
  messenger?.onChange(changed)
  neighbour?.onChange(changed)
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
    setMessenger: (next) => {
      takes = next
      messenger?.setMood(next)
      changed()
    },
    neighbour,
    shutDrawer: () => {
      shutAfter = printer?.drawerOpenings() ?? 0
      changed()
    },
    state: () => ({
      printer: printer && mood,
      drawer: printer && printer.drawerOpenings() > shutAfter ? 'open' : 'shut',
      sheet: printer?.sheets.at(-1) ?? [],
      payments: payments && fares,
      messages: messenger && { mood: takes, newest: newestOf(messenger) },
      neighbour: neighbour && neighbour.state(),
    }),
    onChange: (listener) => void listeners.push(listener),
  }
}

const newestOf = (messenger: VirtualMessenger) =>
  messenger
    .inbox()
    .slice(-MESSAGES_SHOWN)
    .reverse()
    .map(({ to, subject, text }) => ({ channel: to.is, to: to.address, subject, text }))
