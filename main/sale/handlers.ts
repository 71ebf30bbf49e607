import type { Handlers } from '#contract'
import type { CashOnly } from '#domain/activation'
import { decideCancel, decideDiscount, decidePark, decidePrice, decideRecall } from '#domain/adjusting'
import { isHeadOfficeCode } from '#domain/head-office-code'
import { readReceiptNumber } from '#domain/receipt-number'
import { done, refused } from '#domain/result'
import { saleAt } from '#domain/sales'
import { decideAdd, decideCash, decideQuantity, decideRemoval } from '#domain/selling'
import { decideTender, isTendering } from '#domain/tendering'
import type { Till } from '#domain/till'
import { decide, type Acts } from '../acts.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { StationSettings } from '../settings.ts'
import { goodsOnCode } from './goods-on-code.ts'
import { finishedHandlers, type FinishedParts } from './finished.ts'

export interface SaleParts extends FinishedParts {
  readonly acts: Acts
  readonly catalogue: Catalogue
  readonly settings: StationSettings
  /** The day in the shop, `YYYY-MM-DD`. */
  readonly today: () => string
  /** Whether who sells is a manager, whose word on prices has no limit. */
  readonly isManager: () => boolean
  /** Why nothing but cash is taken; null where all is. */
  readonly cashOnly: (till: Till) => CashOnly | null
}

export const saleHandlers = (parts: SaleParts): Handlers['sale'] => ({
  ...lineHandlers(parts),
  ...adjustingHandlers(parts),
  ...finishedHandlers(parts),
  ...payingHandlers(parts),
})

function payingHandlers(parts: SaleParts): Pick<Handlers['sale'], 'payCash' | 'tender'> {
  const { acts, settings, operator, cashOnly } = parts
  const { settling, portFor } = parts.payments
  const { station, epoch, cashRounding: rounding } = settings
  const facts = () => ({ operator: operator(), station, epoch, limit: limitFor(parts) })
  return {
    payCash: (input, txn) => {
      const by = facts()
      return decide(acts, txn, (till) => decideCash(till, { ...input, ...by, rounding }))
    },
    tender: (input, txn) => {
      const port = portFor(input.method)
      if (port === null) return Promise.resolve(refused('method-not-set-up'))
      const by = facts()
      return decide(acts, txn, (till) => {
        const why = cashOnly(till)
        return why ? refused(why) : decideTender(till, { ...input, ...by, port, settling })
      })
    },
  }
}

/** Thousandths that who sells may give away: all, where they are a manager. */
const limitFor = ({ isManager, settings }: SaleParts): number => (isManager() ? 1000 : settings.discountLimit)

type LineCalls = Pick<Handlers['sale'], 'scan' | 'add' | 'setQuantity' | 'removeLine'>

const lineHandlers = ({ acts, catalogue, settings, today, show }: SaleParts): LineCalls => ({
  scan: async ({ code }, txn) => {
    // While it is being paid, what is scanned is a customer's payment code or a mistake, and none of it is goods.
    if (isTendering(acts.till().sale)) return refused('payment-open')
    if (isHeadOfficeCode(code)) return refused('head-office-code')
    const receipt = readReceiptNumber(code)
    if (receipt !== null) {
      if (!saleAt(acts.till().sales, receipt)) return refused('unknown-sale')
      show(receipt)
      return done({ line: null, found: receipt })
    }
    const read = goodsOnCode(code, { catalogue, rules: settings.weighed, today: today() })
    if (!read.ok) return read
    return decide(acts, txn, (till) => {
      const added = decideAdd(till, read.value.goods, read.value.amounted)
      return added.ok ? done({ ...added.value, answer: { line: added.value.answer.line, found: null } }) : added
    })
  },
  add: ({ sku, quantity }, txn) => {
    const goods = catalogue.bySku(sku)
    if (!goods) return Promise.resolve(refused('unknown-goods'))
    return decide(acts, txn, (till) => decideAdd(till, goods, { quantity, label: null }))
  },
  setQuantity: ({ line, quantity }, txn) => decide(acts, txn, (till) => decideQuantity(till, line, quantity)),
  removeLine: ({ line }, txn) => decide(acts, txn, (till) => decideRemoval(till, line)),
})

type AdjustingCalls = Pick<Handlers['sale'], 'setPrice' | 'setDiscount' | 'park' | 'recall' | 'cancel'>

function adjustingHandlers({ acts, settings, operator, isManager }: SaleParts): AdjustingCalls {
  const by = () => ({ manager: isManager(), limit: settings.discountLimit })
  return {
    setPrice: (input, txn) => decide(acts, txn, (till) => decidePrice(till, input, by())),
    setDiscount: (input, txn) => decide(acts, txn, (till) => decideDiscount(till, input, by())),
    park: (_, txn) => decide(acts, txn, (till) => decidePark(till, operator())),
    recall: ({ slot }, txn) => decide(acts, txn, (till) => decideRecall(till, slot)),
    cancel: (_, txn) => decide(acts, txn, (till) => decideCancel(till, operator())),
  }
}
