import { holdSlips, type HoldPaper } from '#domain/hold-slip'
import type { TillEvent } from '#domain/events'
import type { ReceiptPart } from '#domain/receipt-parts'
import type { Shop } from '#domain/receipt'
import { done, refused, type Nothing, type Result } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { Printer, PrintOutcome } from '#drivers/printer/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { answeredFirst, makeTurns } from '../turns.ts'
import { commandsOf } from './commands.ts'

export interface PapersParts {
  readonly acts: Acts
  readonly printer: Printer
  readonly clock: Pick<Clock, 'nowMs'>
  readonly random: Random
  readonly log: Log
  readonly shop: () => Shop
  /** Columns of the paper. */
  readonly columns: number
}

/** Paper of no sale: of holds, and of settlements. Nothing of it is on record; whoever needs it again asks for it. */
export interface Papers {
  readonly print: (sheets: readonly (readonly ReceiptPart[])[]) => Promise<PrintOutcome>
  /** Both copies once more; null where what they say is not known any more. */
  readonly hold: (attempt: string) => Promise<PrintOutcome | null>
  readonly idle: () => Promise<void>
}

/** A hold that was made, or let go, has its two copies at once. */
export function startPapers({ acts, printer, clock, random, log, shop, columns }: PapersParts): Papers {
  const turns = makeTurns()
  const print: Papers['print'] = (sheets) =>
    turns.take(async () => {
      let outcome: PrintOutcome = 'printed'
      for (const parts of sheets) {
        outcome = await printer.print({ id: random.id(), commands: commandsOf({ parts }, columns) })
        if (outcome !== 'printed') break
      }
      return outcome
    })
  const printHold = (paper: HoldPaper) => print(holdSlips(paper, shop()))
  acts.onEvent((event) => {
    const paper = paperOf(acts, event, clock.nowMs())
    if (!paper) return
    void answeredFirst()
      .then(() => printHold(paper))
      .catch((cause: unknown) => log.fault('the slip of a hold could not be printed', cause))
  })
  return {
    print,
    hold: async (attempt) => {
      const hold = acts.till().holds.get(attempt)
      return hold?.facts ? printHold({ hold, facts: hold.facts, atMs: hold.askedAtMs, isAgain: true }) : null
    },
    idle: turns.idle,
  }
}

function paperOf(acts: Acts, event: TillEvent, atMs: number): HoldPaper | null {
  if (event.is !== 'payment-told' || event.event.is !== 'approved') return null
  const { holds, payments } = acts.till()
  const payment = payments.get(event.attempt)?.payment
  if (payment?.at !== 'approved' || !payment.card) return null
  const of = payment.kind === 'hold' ? payment.attempt : payment.kind === 'release' ? payment.of?.attempt : undefined
  const hold = holds.get(of ?? '')
  return hold ? { hold, facts: payment.card, atMs, isAgain: false } : null
}

/** What came of it, as a call says it. */
export function ended(
  outcome: PrintOutcome | null,
): Result<Nothing, 'nothing-to-print' | 'paper-refused' | 'paper-unknown'> {
  if (outcome === null) return refused('nothing-to-print')
  return outcome === 'printed' ? done({}) : refused(outcome === 'refused' ? 'paper-refused' : 'paper-unknown')
}
