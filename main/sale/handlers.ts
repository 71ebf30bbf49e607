import type { Handlers } from '#contract'
import type { CashOnly } from '#domain/activation'
import type { BeginRefusal } from '#domain/in-force'
import { decideCancel, decideDiscount, decidePark, decidePrice, decideRecall, type Adjuster } from '#domain/adjusting'
import { gated } from '#domain/allowing'
import { isHeadOfficeCode } from '#domain/head-office-code'
import { readReceiptNumber } from '#domain/receipt-number'
import { done, refused, type Refused } from '#domain/result'
import { saleAt } from '#domain/sales'
import { decideAdd, decideCash, decideQuantity, decideRemoval, type Decided } from '#domain/selling'
import { decideTender, isTendering } from '#domain/tendering'
import type { Till } from '#domain/till'
import type { Reduction } from '#domain/wishes'
import { decide, type Acts } from '../acts.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { CodeDesk } from '../scanpay/code-desk.ts'
import type { StationSettings } from '../settings.ts'
import { goodsOnCode } from './goods-on-code.ts'
import { finishedHandlers, type FinishedParts } from './finished.ts'
import { wishMaker } from './wishing.ts'

export interface SaleParts extends FinishedParts {
  readonly acts: Acts
  readonly catalogue: Catalogue
  readonly settings: StationSettings
  /** The day in the shop, `YYYY-MM-DD`. */
  readonly today: () => string
  /** Whether who sells is a manager, whose word on prices has no limit. */
  readonly isManager: () => boolean
  /** A customer's payment code, where one is asked for. */
  readonly takeCode: CodeDesk['take']
  /** Why nothing but cash is taken; null where all is. */
  readonly cashOnly: (till: Till) => CashOnly | null
  /** Why the next sale may not begin; null where it may, or one is open. */
  readonly beginRefusal: (till: Till) => Refused<BeginRefusal> | null
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
    tender: ({ hold = null, ...input }, txn) => {
      const port = portFor(input.method)
      if (port === null) return Promise.resolve(refused('method-not-set-up'))
      const by = facts()
      return decide(acts, txn, (till) => {
        const why = cashOnly(till)
        return why ? refused(why) : decideTender(till, { ...input, ...by, hold, port, settling })
      })
    },
  }
}

/** Thousandths that who sells may give away: all, where they are a manager. */
const limitFor = ({ isManager, settings }: SaleParts): number => (isManager() ? 1000 : settings.discountLimit)

type LineCalls = Pick<Handlers['sale'], 'scan' | 'add' | 'setQuantity' | 'removeLine'>

const lineHandlers = (parts: SaleParts): LineCalls => ({
  scan: async ({ code }, txn) => {
    const { acts, catalogue, settings, today, show, takeCode } = parts
    // While it is being paid, what is scanned is a customer's payment code or a mistake, and none of it is goods.
    const taken = takeCode(code)
    if (taken === 'taken') return done({ line: null, found: null })
    if (taken === 'no-code') return refused('not-a-payment-code')
    if (isTendering(acts.till().sale)) return refused('payment-open')
    if (isHeadOfficeCode(code)) return refused('head-office-code')
    const receipt = readReceiptNumber(code)
    if (receipt !== null) {
      if (!saleAt(acts.till().sales, receipt)) return refused('unknown-sale')
      show(receipt)
      return done({ line: null, found: receipt })
    }
    return decide(acts, txn, (till) => {
      // Looked up when its turn comes: new prices may have come in between.
      const read = goodsOnCode(code, { catalogue, rules: settings.weighed, today: today() })
      if (!read.ok) return read
      const unbegun = parts.beginRefusal(till)
      if (unbegun) return unbegun
      const added = decideAdd(till, read.value.goods, read.value.amounted)
      return added.ok ? done({ ...added.value, answer: { line: added.value.answer.line, found: null } }) : added
    })
  },
  add: ({ sku, quantity }, txn) => {
    const { acts, catalogue } = parts
    return decide(acts, txn, (till) => {
      const goods = catalogue.bySku(sku)
      if (!goods) return refused('unknown-goods')
      return parts.beginRefusal(till) ?? decideAdd(till, goods, { quantity, label: null })
    })
  },
  setQuantity: ({ line, quantity, approval }, txn) => {
    const { wishFor, factsFor } = wishMaker(parts)
    return decide(parts.acts, txn, (till) => {
      const decided = decideQuantity(till, line, quantity)
      // Less of a line is some of it taken out; more is more goods, and asks for nothing.
      const less = till.sale.lines.some((each) => each.line === line && each.quantity > quantity)
      const wish = wishFor({ act: 'remove-line', line, quantity } as const, 'other')
      return less ? gated(till, wish, factsFor(approval), decided) : decided
    })
  },
  removeLine: ({ line, approval }, txn) =>
    wishMaker(parts).gate({ what: { act: 'remove-line', line, quantity: 0 }, approval, txn }, (till) =>
      decideRemoval(till, line),
    ),
})

type AdjustingCalls = Pick<Handlers['sale'], 'setPrice' | 'setDiscount' | 'park' | 'recall' | 'cancel'>

function adjustingHandlers(parts: SaleParts): AdjustingCalls {
  const { acts, settings, operator } = parts
  const limit = settings.discountLimit
  const { wishFor, factsFor, gate } = wishMaker(parts)
  /** Within the limit by one’s own word; beyond it by what the policy asks for. */
  const reduce = <Answer, Why extends string>(
    { line, to, approval }: { line: number | null; to: Reduction; approval: string | undefined },
    decideBy: (by: Adjuster) => Decided<Answer, Why | 'needs-manager'>,
    till: Till,
  ) => {
    const own = decideBy({ manager: false, limit })
    if (own.ok || own.why !== 'needs-manager') return own
    const wish = wishFor({ act: 'reduce', line, to } as const, 'other')
    const more = gated(till, wish, factsFor(approval), decideBy({ manager: true, limit }))
    return !more.ok && more.why === 'needs-approval' ? own : more
  }
  return {
    setPrice: ({ line, price, approval }, txn) => {
      const what = { line, to: { is: 'price', price } as const, approval }
      return decide(acts, txn, (till) => reduce(what, (by) => decidePrice(till, { line, price }, by), till))
    },
    setDiscount: ({ line, discount, approval }, txn) =>
      decide(acts, txn, (till) => {
        const decideBy = (by: Adjuster) => decideDiscount(till, { line, discount }, by)
        // What is taken back gives nothing away.
        if (discount === null) return decideBy({ manager: false, limit })
        return reduce({ line, to: discount, approval }, decideBy, till)
      }),
    park: (_, txn) => decide(acts, txn, (till) => decidePark(till, operator())),
    recall: ({ slot }, txn) => decide(acts, txn, (till) => parts.beginRefusal(till) ?? decideRecall(till, slot)),
    cancel: ({ approval }, txn) =>
      gate({ what: { act: 'cancel-sale' }, approval, txn }, (till) => decideCancel(till, operator())),
  }
}
