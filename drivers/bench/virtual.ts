import type { VirtualMessenger } from '../messenger/virtual.ts'
import type { VirtualPaymentPort } from '../payment/virtual.ts'
import type { VirtualPrinter } from '../printer/virtual.ts'
import type { VirtualScanner } from '../scanner/virtual.ts'
import type {
  Bench,
  BenchCustomer,
  BenchNeighbour,
  BenchPayer,
  MessengerMood,
  PaymentMood,
  PrinterMood,
} from './port.ts'

export interface BenchParts {
  readonly scanner: VirtualScanner
  /** Null where real ones stand in their place. */
  readonly printer: VirtualPrinter | null
  readonly payments: { readonly card: Moody; readonly scan: Moody } | null
  readonly messenger: VirtualMessenger | null
  readonly neighbour: BenchNeighbour | null
  /** At the card reader; left out where there is none. */
  readonly customer?: BenchCustomer
  /** With a wallet; left out where there is no twin. */
  readonly payer?: BenchPayer
}

/** An acquirer's twin, as far as who practises decides how it fares. */
export type Moody = { readonly setMood: (mood: PaymentMood) => void } | VirtualPaymentPort

function setMood(twin: Moody, mood: PaymentMood): void {
  if ('setMood' in twin) {
    twin.setMood(mood)
    return
  }
  twin.setDown(mood === 'down')
  if (mood !== 'down') twin.setUsual(mood)
}

/** Messages that a telephone shows at once. */
const MESSAGES_SHOWN = 3

export function makeBench({ scanner, printer, payments, messenger, neighbour, customer, payer }: BenchParts): Bench {
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
  customer?.onChange(changed)
  payer?.onChange(changed)
  return {
    scan: scanner.scan,
    setPrinter: (next) => {
      mood = next
      printer?.setMood(next)
      changed()
    },
    setPayments: (method, next) => {
      fares = { ...fares, [method]: next }
      if (payments) setMood(payments[method], next)
      changed()
    },
    setMessenger: (next) => {
      takes = next
      messenger?.setMood(next)
      changed()
    },
    neighbour,
    ...{ customer: customer ?? null, payer: payer ?? null },
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
      ...{ customer: customer?.state() ?? null, payer: payer?.state() ?? null },
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
