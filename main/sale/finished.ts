import type { Handlers } from '#contract'
import { decideReprint } from '#domain/adjusting'
import { readReceiptNumber } from '#domain/receipt-number'
import { done, refused } from '#domain/result'
import { saleAt } from '#domain/sales'
import { givingBackHandlers, type GivingBackParts } from './giving-back.ts'
import { searchHandler, type SearchParts } from './search.ts'
import { wishMaker } from './wishing.ts'

export interface FinishedParts extends GivingBackParts, SearchParts {
  /** Puts a finished sale on the screen, or takes it off. */
  readonly show: (receipt: string | null) => void
}

type FinishedCalls = Pick<Handlers['sale'], 'find' | 'closeFound' | 'reprint'> &
  ReturnType<typeof searchHandler> &
  ReturnType<typeof givingBackHandlers>

/** What can still be done with a finished sale. */
export const finishedHandlers = (parts: FinishedParts): FinishedCalls => ({
  find: ({ receipt }) => {
    const number = readReceiptNumber(receipt)
    if (number === null) return Promise.resolve(refused('not-a-receipt-number'))
    if (!saleAt(parts.acts.till().sales, number)) return Promise.resolve(refused('unknown-sale'))
    parts.show(number)
    return Promise.resolve(done({ found: number }))
  },
  closeFound: () => {
    parts.show(null)
    return Promise.resolve(done({}))
  },
  reprint: ({ receipt, slip, approval }, txn) =>
    wishMaker(parts).gate({ what: { act: 'reprint', receipt, slip }, approval, txn }, (till) => {
      const sale = saleAt(till.sales, receipt)
      return sale ? decideReprint(sale, slip) : refused('unknown-sale')
    }),
  ...searchHandler(parts),
  ...givingBackHandlers(parts),
})
