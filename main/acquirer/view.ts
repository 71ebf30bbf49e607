import type { CardsView } from '#contract/cards'
import { isSettled } from '#domain/payment'
import { settledCards, totalsOf } from '#domain/terminal/settlement'
import type { Till } from '#domain/till'
import type { CardTerminalParts } from './start.ts'

/** What managers and IT see of the card terminal. */
export function cardsView(
  { cards, payments }: Till,
  { names, tmk, loadsKey }: CardTerminalParts,
  busy: boolean,
): CardsView {
  const { settlement, settled } = cards
  const voids = names.profile.voidKeepsInDebit ? 'both' : 'neither'
  const open = [...payments.values()].filter(({ port, payment }) => port === 'acquirer' && !isSettled(payment))
  const count = settledCards(cards).length
  return {
    ...{ terminal: names.terminal, merchant: names.merchant, batch: cards.batch, isSignedOn: cards.isSignedOn },
    ...{ hasKey: tmk() !== null, loadsKey, busy, open: open.length, count, totals: totalsOf(cards, voids) },
    settlement: settlement && { at: settlement.at, uploaded: settlement.uploaded, of: count },
    settled: settled && { ...settled, differing: settled.differing.map((each) => ({ ...each })) },
  }
}
