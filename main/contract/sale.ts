import { call } from './define.ts'
import {
  ApprovalId,
  Code,
  Discount,
  Fen,
  LineId,
  Nothing,
  OperatorNumber,
  PositiveFen,
  Quantity,
  ReceiptNumber,
  Secret,
  Sku,
  Slot,
  VoidReason,
} from './shapes.ts'
import { z } from 'zod'

const LineAnswer = z.strictObject({ line: LineId })

/** Selling, paying in cash, and undoing a paid sale. */
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
      ...(['nothing-weighed', 'needs-weight', 'not-weighed', 'goods-expired'] as const),
    ],
  }),
  /** Goods picked by hand: a quick key or a search result. */
  add: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ sku: Sku, quantity: Quantity }),
    gives: LineAnswer,
    refuses: ['unknown-goods', 'sale-too-long', 'quantity-too-large', 'amount-too-large', 'nothing-weighed'],
  }),
  setQuantity: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId, quantity: Quantity }),
    gives: LineAnswer,
    refuses: ['no-sale', 'no-such-line', 'quantity-too-large', 'amount-too-large', 'nothing-weighed', 'labelled'],
  }),
  removeLine: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId }),
    gives: LineAnswer,
    refuses: ['no-sale', 'no-such-line'],
  }),
  /** Another price for a line. Far below the list price it is a manager's to give. */
  setPrice: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId, price: PositiveFen }),
    gives: LineAnswer,
    refuses: [
      ...(['no-sale', 'no-such-line', 'labelled', 'needs-manager'] as const),
      ...(['quantity-too-large', 'amount-too-large', 'nothing-weighed'] as const),
    ],
  }),
  /** A discount of a line, or of the sale (`line` null); null takes it back. Above the limit a manager gives it. */
  setDiscount: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId.nullable(), discount: Discount.nullable() }),
    gives: Nothing,
    refuses: ['no-sale', 'no-such-line', 'discount-too-large', 'needs-manager'],
  }),
  /** Puts the open sale aside, to go on with the next customer. */
  park: call({
    by: 'cashier',
    changes: true,
    takes: Nothing,
    gives: z.strictObject({ slot: Slot }),
    refuses: ['no-sale', 'too-many-parked'],
  }),
  recall: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ slot: Slot }),
    gives: Nothing,
    refuses: ['no-such-parked', 'sale-open'],
  }),
  /** Gives the open sale up; what was in it stays in the journal. */
  cancel: call({ by: 'cashier', changes: true, takes: Nothing, gives: Nothing, refuses: ['no-sale'] }),
  /** Prints a finished sale's slip again; marked as a copy, unless nothing of it had come out. */
  reprint: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ receipt: ReceiptNumber }),
    gives: Nothing,
    refuses: ['unknown-sale', 'still-printing'],
  }),
  /** Cash for the whole sale. `due` is what the cashier saw: changed by a scan meanwhile, nothing is taken. */
  payCash: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ due: Fen, given: Fen }),
    gives: z.strictObject({ receipt: ReceiptNumber, change: Fen }),
    refuses: ['no-sale', 'total-changed', 'too-little-cash', 'amount-too-large', 'needs-manager'],
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
  /**
   * A manager's yes to undoing this sale: the void password is checked in main and counted. Good once, for this sale,
   * amount, reason and asker, for two minutes.
   */
  approveVoid: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({
      receipt: ReceiptNumber,
      reason: VoidReason,
      manager: OperatorNumber,
      voidPassword: Secret,
    }),
    gives: z.strictObject({ approval: ApprovalId }),
    refuses: [
      ...(['unknown-sale', 'already-voided', 'unknown-manager', 'self-approval'] as const),
      ...(['wrong-void-password', 'void-password-locked', 'void-password-shut', 'void-password-alone'] as const),
    ],
  }),
  /** Undoes a paid sale, with the approval that was given for just that; it is used up in the same record. */
  voidPaid: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ receipt: ReceiptNumber, reason: VoidReason, approval: ApprovalId }),
    gives: z.strictObject({ back: Fen }),
    refuses: [
      ...(['unknown-sale', 'already-voided'] as const),
      ...([
        'no-approval',
        'approval-used',
        'approval-for-another',
        'approval-expired',
        'self-approval',
        'unknown-manager',
      ] as const),
    ],
  }),
}
