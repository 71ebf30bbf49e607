import { cardPaper } from './card-paper.ts'
import { CARD_SLIP_WORDS } from './card-slip-words.ts'
import type { Hold } from './holds.ts'
import type { ReceiptPart } from './receipt-parts.ts'
import { RECEIPT_WORDS } from './receipt-words.ts'
import type { Shop } from './receipt.ts'
import type { CardFacts } from './terminal/card-facts.ts'

/** What is printed of a hold: that it was made, or let go. */
export interface HoldPaper {
  readonly hold: Hold
  readonly facts: CardFacts
  readonly atMs: number
  /** Printed once more. */
  readonly isAgain: boolean
}

/** Both copies, the shop's own first: no sale is there yet, so its remarks are what the hold is for. */
export const holdSlips = ({ hold, facts, atMs, isAgain }: HoldPaper, shop: Shop): ReceiptPart[][] =>
  (['merchant', 'customer'] as const).map((copy) => {
    const words = CARD_SLIP_WORDS[shop.language]
    const marks = [
      ...(shop.training ? [RECEIPT_WORDS[shop.language].training] : []),
      words.transactions[facts.transaction],
      ...(isAgain ? [words.reprint] : []),
    ]
    return cardPaper({
      ...{ shop, facts, copy, operator: hold.operator, amount: hold.amount, atMs, marks },
      ...{ original: [], remarks: hold.note, anchor: null },
    })
  })
