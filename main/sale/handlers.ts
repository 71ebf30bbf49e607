import type { Handlers } from '#contract'
import { readGoodsCode } from '#domain/barcode'
import { readReceiptNumber } from '#domain/receipt-number'
import { done, refused } from '#domain/result'
import { saleAt } from '#domain/sales'
import { decideAdd, decideCash, decideQuantity, decideRemoval } from '#domain/selling'
import { plan, type Acts } from '../acts.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { StationSettings } from '../settings.ts'
import { voidPaid, type VoidParts } from './void-paid.ts'

export interface SaleParts extends VoidParts {
  readonly acts: Acts
  readonly catalogue: Catalogue
  readonly settings: StationSettings
  /** Who sells; the door lets no call in while there is none. */
  readonly operator: () => string
  /** Puts a finished sale on the screen, or takes it off. */
  readonly show: (receipt: string | null) => void
}

export const saleHandlers = (parts: SaleParts): Handlers['sale'] => ({
  ...lineHandlers(parts),

  payCash: ({ due, given }, txn) =>
    parts.acts.act(txn, (till) => {
      const { station, epoch } = parts.settings
      const decision = decideCash(till, { due, given, operator: parts.operator(), station, epoch })
      return decision.ok ? plan(decision.value) : decision
    }),

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

  voidPaid: (input, txn) => voidPaid(parts, { ...input, asker: parts.operator() }, txn),
})

type LineCalls = Pick<Handlers['sale'], 'scan' | 'add' | 'setQuantity' | 'removeLine'>

const lineHandlers = ({ acts, catalogue, show }: SaleParts): LineCalls => ({
  scan: async ({ code }, txn) => {
    const receipt = readReceiptNumber(code)
    if (receipt !== null) {
      if (!saleAt(acts.till().sales, receipt)) return refused('unknown-sale')
      show(receipt)
      return done({ line: null, found: receipt })
    }
    // A shop's own short number typed by hand is not a code; what has a code's form must be one.
    const gtin = readGoodsCode(code)
    const goods = gtin === null ? undefined : catalogue.byCode(gtin)
    if (!goods) return refused('unknown-code')
    return acts.act(txn, (till) => {
      const decision = decideAdd(till, goods, 1)
      if (!decision.ok) return decision
      const { event, answer } = decision.value
      return plan({ event, answer: { line: answer.line, found: null } })
    })
  },

  add: ({ sku, quantity }, txn) => {
    const goods = catalogue.bySku(sku)
    if (!goods) return Promise.resolve(refused('unknown-goods'))
    return acts.act(txn, (till) => {
      const decision = decideAdd(till, goods, quantity)
      return decision.ok ? plan(decision.value) : decision
    })
  },

  setQuantity: ({ line, quantity }, txn) =>
    acts.act(txn, (till) => {
      const decision = decideQuantity(till, line, quantity)
      return decision.ok ? plan(decision.value) : decision
    }),

  removeLine: ({ line }, txn) =>
    acts.act(txn, (till) => {
      const decision = decideRemoval(till, line)
      return decision.ok ? plan(decision.value) : decision
    }),
})
