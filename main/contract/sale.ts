import { call } from './define.ts'
import { ALLOWED, givingBack, MayNeedApproval } from './giving-back.ts'
import { UNBEGUN } from './postings.ts'
import { search } from './search.ts'
import {
  Attempt,
  Code,
  Discount,
  Fen,
  LineId,
  Method,
  Nothing,
  PositiveFen,
  Quantity,
  ReceiptNumber,
  Sku,
  Slip,
  Slot,
} from './shapes.ts'
import { z } from 'zod'

const LineAnswer = z.strictObject({ line: LineId })

/** Selling, taking the money, and giving it back. */
export const sale = {
  /** A scanned or typed code: goods become a line, a receipt's order code opens that sale. */
  scan: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ code: Code }),
    gives: z.strictObject({ line: LineId.nullable(), found: ReceiptNumber.nullable() }),
    refuses: [
      ...(['unknown-code', 'unknown-sale', 'sale-too-long', 'quantity-too-large', 'amount-too-large'] as const),
      ...(['wrong-check-digit', 'wrong-element', 'wrong-date', 'no-goods', 'foreign-price'] as const),
      ...(['nothing-weighed', 'needs-weight', 'not-weighed', 'goods-expired', 'money-taken'] as const),
      ...(['payment-open', 'not-a-payment-code', 'head-office-code', ...UNBEGUN] as const),
    ],
  }),
  /** Goods picked by hand: a quick key or a search result. */
  add: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ sku: Sku, quantity: Quantity }),
    gives: LineAnswer,
    refuses: [
      ...(['unknown-goods', 'sale-too-long', 'quantity-too-large', 'amount-too-large', 'nothing-weighed'] as const),
      ...(['money-taken', ...UNBEGUN] as const),
    ],
  }),
  setQuantity: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId, quantity: Quantity, ...MayNeedApproval }),
    gives: LineAnswer,
    refuses: [
      ...([
        'no-sale',
        'no-such-line',
        'quantity-too-large',
        'amount-too-large',
        'nothing-weighed',
        'labelled',
      ] as const),
      ...(['money-taken', ...ALLOWED] as const),
    ],
  }),
  removeLine: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId, ...MayNeedApproval }),
    gives: LineAnswer,
    refuses: ['no-sale', 'no-such-line', 'money-taken', ...ALLOWED],
  }),
  /** Another price for a line. Far below the list price it is a manager's to give. */
  setPrice: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId, price: PositiveFen, ...MayNeedApproval }),
    gives: LineAnswer,
    refuses: [
      ...(['no-sale', 'no-such-line', 'labelled', 'needs-manager', 'money-taken'] as const),
      ...(['quantity-too-large', 'amount-too-large', 'nothing-weighed', ...ALLOWED] as const),
    ],
  }),
  /** A discount of a line, or of the sale (`line` null); null takes it back. Above the limit a manager gives it. */
  setDiscount: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId.nullable(), discount: Discount.nullable(), ...MayNeedApproval }),
    gives: Nothing,
    refuses: ['no-sale', 'no-such-line', 'discount-too-large', 'needs-manager', 'money-taken', ...ALLOWED],
  }),
  /** Puts the open sale aside, to go on with the next customer. */
  park: call({
    by: 'cashier',
    changes: true,
    takes: Nothing,
    gives: z.strictObject({ slot: Slot }),
    refuses: ['no-sale', 'too-many-parked', 'money-taken'],
  }),
  recall: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ slot: Slot }),
    gives: Nothing,
    refuses: ['no-such-parked', 'sale-open', ...UNBEGUN],
  }),
  /** Gives the open sale up; what was in it stays in the journal. */
  cancel: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject(MayNeedApproval),
    gives: Nothing,
    refuses: ['no-sale', 'money-taken', ...ALLOWED],
  }),
  /** Prints one of a finished sale's slips again; marked as a copy, unless nothing of it had come out. */
  reprint: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ receipt: ReceiptNumber, slip: Slip, ...MayNeedApproval }),
    gives: Nothing,
    refuses: ['unknown-sale', 'unknown-slip', 'still-printing', 'return-open', ...ALLOWED],
  }),
  /**
   * Some or all of what is left to pay, by card or scan; `hold` takes it of what is held of a card. `left` is what the
   * cashier saw. Answered when the order is on its way; what becomes of it the view tells, and the sale ends by itself
   * when it is paid in full.
   */
  tender: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ method: Method, amount: PositiveFen, left: Fen, hold: Attempt.optional() }),
    gives: z.strictObject({ attempt: Attempt }),
    refuses: [
      ...(['no-sale', 'total-changed', 'payment-open', 'too-much-tendered', 'too-many-tenders'] as const),
      ...(['needs-manager', 'method-not-set-up', 'not-activated', 'not-sound', 'cash-only'] as const),
      ...(['no-such-hold', 'more-than-held'] as const),
    ],
  }),
  /** Cash for all that is left to pay. `due` is what the cashier saw: changed by a scan meanwhile, nothing is taken. */
  payCash: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ due: Fen, given: Fen }),
    gives: z.strictObject({ receipt: ReceiptNumber, change: Fen }),
    refuses: [
      ...(['no-sale', 'total-changed', 'payment-open', 'too-little-cash', 'too-little-for-cash'] as const),
      ...(['amount-too-large', 'needs-manager'] as const),
    ],
  }),
  /** Puts a finished sale on the screen (`view.found`). */
  find: call({
    by: 'cashier',
    changes: false,
    takes: z.strictObject({ receipt: ReceiptNumber }),
    gives: z.strictObject({ found: ReceiptNumber }),
    refuses: ['unknown-sale', 'not-a-receipt-number'],
  }),
  /** Takes the found sale off the screen again. */
  closeFound: call({ by: 'cashier', changes: false, takes: Nothing, gives: Nothing, refuses: [] }),
  ...search,
  ...givingBack,
}
