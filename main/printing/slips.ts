import { slipOrderedBy } from '#domain/anchor'
import { isReturning } from '#domain/returning'
import { receiptOf, type Shop } from '#domain/receipt'
import { saleAt } from '#domain/sales'
import { slipAt, type PaidSale, type Slip, type SlipName } from '#domain/paid-sale'
import type { TillEvent } from '#domain/events'
import type { Till } from '#domain/till'
import type { Log } from '#drivers/log/port'
import { isNews, type Printer, type PrintOutcome } from '#drivers/printer/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { answeredFirst, makeTurns } from '../turns.ts'
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
 * after another; a printer that refuses or says nothing never holds up a sale. What it refused whole is owed, and
 * printed as soon as it can: that it is sent again is written down first, so that no crash sends it once more.
 */
export function printSlips({ acts, printer, random, log, shop, columns, notice }: SlipsParts): {
  readonly idle: () => Promise<void>
} {
  const turns = makeTurns()

  async function print({ receipt, slip }: SlipName): Promise<void> {
    const till = acts.till()
    const sale = saleAt(till.sales, receipt)
    // Of a sale that was voided before its slip was begun, the slip of that says it all.
    if (!sale || !till.printing.some((each) => each.receipt === receipt && each.slip === slip)) return
    const outcome = await printed(sale, slip)
    // Should the journal have stopped meanwhile, the slip stays `waiting` there and is unknown at the next start.
    await acts.happened(random.id(), { is: 'slip-ended', receipt, slip, print: outcome })
    // It takes slips, so the next of those it refused before can come out too.
    if (outcome !== 'refused') settleOwed()
    if (isNews(outcome, printer)) notice(outcome === 'refused' ? 'receipt-refused' : 'receipt-unknown', receipt)
  }

  /** A bug of ours must cost this slip, not every later one; a person looks at what came out. */
  async function printed(sale: PaidSale, slip: Slip): Promise<PrintOutcome> {
    const { receipt } = sale
    try {
      const commands = commandsOf(receiptOf(sale, shop(), slip), columns)
      return await printer.print({ id: `${receipt}/${slip}/${slipAt(sale, slip)?.copies ?? 0}`, commands })
    } catch (cause) {
      log.fault('a slip could not be printed', cause, { receipt })
      return 'unknown'
    }
  }

  const guarded = (receipt: string, work: () => Promise<void>) => {
    turns
      .take(() => answeredFirst().then(work))
      .catch((cause: unknown) => {
        log.fault('what became of a slip could not be written down', cause, { receipt })
        notice('receipt-unknown', receipt)
      })
  }
  const order = (name: SlipName) => guarded(name.receipt, () => print(name))
  const settleOwed = () => {
    // One at a time: a sale that is paid meanwhile gets its slip next.
    const [name] = acts.till().owed
    if (name !== undefined && printer.status() === 'ready') guarded(name.receipt, () => printOwed(name))
  }
  async function printOwed(name: SlipName): Promise<void> {
    // Written, it comes round as an event and is printed by it.
    await acts.happened(random.id(), (till) => (printer.status() === 'ready' ? sentAgain(till, name) : null))
  }

  acts.onEvent((event: TillEvent) => {
    const receipt = slipOrderedBy(event)
    const sale = receipt === null ? undefined : saleAt(acts.till().sales, receipt)
    if (sale) order(sale)
    if (event.is === 'slip-again') order(event)
    if (event.is === 'started') settleOwed()
  })
  printer.onStatus(settleOwed)
  return { idle: turns.idle }
}

/** An owed slip on its way once more; null where it is not owed any more, or what it would say is not known yet. */
function sentAgain({ sales }: Till, { receipt, slip }: SlipName): TillEvent | null {
  const sale = saleAt(sales, receipt)
  const state = sale && slipAt(sale, slip)
  if (!sale || state?.print !== 'refused' || isReturning(sale)) return null
  return { is: 'slip-again', receipt, slip, copy: state.copies }
}
