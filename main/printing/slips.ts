import { receiptOf, type Shop } from '#domain/receipt'
import { saleAt } from '#domain/sales'
import type { Slip, TillEvent } from '#domain/till'
import type { Log } from '#drivers/log/port'
import type { Printer, PrintOutcome } from '#drivers/printer/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { makeTurns } from '../turns.ts'
import { commandsOf } from './commands.ts'

export interface SlipsParts {
  readonly acts: Acts
  readonly printer: Printer
  readonly random: Random
  readonly log: Log
  readonly shop: () => Shop
  /** Columns of the paper. */
  readonly columns: number
  /** Tells the cashier of a slip that did not come out, or may not have, and of a drawer that stayed shut. */
  readonly notice: (why: 'receipt-refused' | 'receipt-unknown' | 'drawer-shut', receipt: string) => void
}

/** Laying a slip out takes longer than writing its record: whoever waits for the answer gets it before. */
const answeredFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Prints a slip after each event that owes the customer one, and writes down what became of it. Slips are printed one
 * after another; a printer that refuses or says nothing never holds up a sale. What it refused whole is owed, and
 * printed as soon as it can: that it is sent again is written down first, so that no crash sends it once more.
 */
export function printSlips({ acts, printer, random, log, shop, columns, notice }: SlipsParts): {
  readonly idle: () => Promise<void>
} {
  const turns = makeTurns()
  // A cashier at a printer that never tells is not told so at every sale.
  const isNews = (outcome: PrintOutcome) => outcome === 'unknown' && printer.tells()

  async function print(receipt: string, slip: Slip): Promise<void> {
    const sale = saleAt(acts.till().sales, receipt)
    // A sale voided before its slip was begun gets the void slip only.
    if (sale?.slip !== slip) return
    const commands = commandsOf(receiptOf(sale, shop()), columns)
    const outcome = await printer.print({ id: `${receipt}/${slip}/${sale.copies}`, commands })
    // Should the journal have stopped meanwhile, the slip stays `waiting` there and is unknown at the next start.
    await acts.happened(random.id(), { is: 'slip-ended', receipt, slip, print: outcome })
    // It prints, so what it refused before can come out too.
    if (outcome === 'printed') settleOwed()
    if (outcome === 'refused') notice('receipt-refused', receipt)
    else if (isNews(outcome)) notice('receipt-unknown', receipt)
  }

  const guarded = (receipt: string, work: () => Promise<void>) => {
    turns
      .take(() => answeredFirst().then(work))
      .catch((cause: unknown) => {
        // A bug of ours must cost this slip, not every later one; a person looks at what came out.
        log.fault('a slip could not be printed', cause, { receipt })
        notice('receipt-unknown', receipt)
      })
  }
  const order = (receipt: string, slip: Slip) => guarded(receipt, () => print(receipt, slip))
  const openDrawer = (receipt: string) =>
    guarded(receipt, async () => {
      // Before the slip: the customer's change need not wait for the paper, nor for a printer that has none.
      const outcome = await printer.openDrawer()
      if (outcome === 'refused' || isNews(outcome)) notice('drawer-shut', receipt)
    })
  const settleOwed = () => {
    if (printer.status() !== 'ready') return
    for (const receipt of acts.till().owed) guarded(receipt, () => printOwed(receipt))
  }
  async function printOwed(receipt: string): Promise<void> {
    // Written, it comes round as an event and is printed by it.
    await acts.happened(random.id(), (till) => {
      const sale = saleAt(till.sales, receipt)
      if (sale?.print !== 'refused' || printer.status() !== 'ready') return null
      return { is: 'slip-again', receipt, copy: sale.copies }
    })
  }

  acts.onEvent((event: TillEvent) => {
    if (event.is === 'sale-paid' || event.is === 'sale-voided') {
      openDrawer(event.receipt)
      order(event.receipt, event.is === 'sale-paid' ? 'sale' : 'void')
    }
    if (event.is === 'slip-again') {
      const sale = saleAt(acts.till().sales, event.receipt)
      if (sale) order(event.receipt, sale.slip)
    }
    if (event.is === 'started') settleOwed()
  })
  printer.onStatus(settleOwed)
  return { idle: turns.idle }
}
