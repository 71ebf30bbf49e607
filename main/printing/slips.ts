import { receiptOf, type Shop } from '#domain/receipt'
import { saleAt } from '#domain/sales'
import type { Slip, TillEvent } from '#domain/till'
import type { Printer } from '#drivers/printer/port'
import type { Random } from '#drivers/random/port'
import { plan, type Acts } from '../acts.ts'
import { commandsOf } from './commands.ts'

export interface SlipsParts {
  readonly acts: Acts
  readonly printer: Printer
  readonly random: Random
  readonly shop: () => Shop
  /** Tells the cashier of a slip that did not come out, or may not have. */
  readonly notice: (why: 'receipt-refused' | 'receipt-unknown', receipt: string) => void
}

/**
 * Prints a slip after each event that owes the customer one, and writes down what became of it. Slips are printed one
 * after another; a printer that refuses or says nothing never holds up a sale.
 */
export function printSlips({ acts, printer, random, shop, notice }: SlipsParts): {
  readonly idle: () => Promise<void>
} {
  let last: Promise<void> = Promise.resolve()

  async function print(receipt: string, slip: Slip): Promise<void> {
    const sale = saleAt(acts.till().sales, receipt)
    if (sale?.slip !== slip) return
    const outcome = await printer.print({
      id: `${receipt}/${slip}`,
      commands: commandsOf(receiptOf(sale, shop()), printer.columns),
    })
    // Should the journal have stopped meanwhile, the slip stays `waiting` there and is unknown at the next start.
    await acts.act(random.id(), () => plan({ event: { is: 'slip-ended', receipt, slip, print: outcome }, answer: {} }))
    if (outcome !== 'printed') notice(outcome === 'refused' ? 'receipt-refused' : 'receipt-unknown', receipt)
  }

  const order = (receipt: string, slip: Slip) => {
    last = last.then(() => print(receipt, slip))
  }
  acts.onEvent((event: TillEvent) => {
    if (event.is === 'sale-paid') order(event.receipt, 'sale')
    if (event.is === 'sale-voided') order(event.receipt, 'void')
  })
  return { idle: () => last }
}
