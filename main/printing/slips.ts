import { receiptOf, type Shop } from '#domain/receipt'
import { saleAt } from '#domain/sales'
import type { Slip, TillEvent } from '#domain/till'
import type { Log } from '#drivers/log/port'
import type { Printer } from '#drivers/printer/port'
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
  /** Tells the cashier of a slip that did not come out, or may not have. */
  readonly notice: (why: 'receipt-refused' | 'receipt-unknown', receipt: string) => void
}

/**
 * Prints a slip after each event that owes the customer one, and writes down what became of it. Slips are printed one
 * after another; a printer that refuses or says nothing never holds up a sale.
 */
export function printSlips({ acts, printer, random, log, shop, columns, notice }: SlipsParts): {
  readonly idle: () => Promise<void>
} {
  const turns = makeTurns()

  async function print(receipt: string, slip: Slip): Promise<void> {
    const sale = saleAt(acts.till().sales, receipt)
    // A sale voided before its slip was begun gets the void slip only.
    if (sale?.slip !== slip) return
    const commands = commandsOf(receiptOf(sale, shop()), columns)
    const outcome = await printer.print({ id: `${receipt}/${slip}`, commands })
    // Should the journal have stopped meanwhile, the slip stays `waiting` there and is unknown at the next start.
    await acts.happened(random.id(), { is: 'slip-ended', receipt, slip, print: outcome })
    if (outcome !== 'printed') notice(outcome === 'refused' ? 'receipt-refused' : 'receipt-unknown', receipt)
  }

  const order = (receipt: string, slip: Slip) => {
    turns
      .take(() => print(receipt, slip))
      .catch((cause: unknown) => {
        // A bug of ours must cost this slip, not every later one; a person looks at what came out.
        log.fault('a slip could not be printed', cause, { receipt })
        notice('receipt-unknown', receipt)
      })
  }
  acts.onEvent((event: TillEvent) => {
    if (event.is === 'sale-paid') order(event.receipt, 'sale')
    if (event.is === 'sale-voided') order(event.receipt, 'void')
  })
  return { idle: turns.idle }
}
