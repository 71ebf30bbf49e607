import { call } from './define.ts'
import {
  Code,
  Fen,
  LineId,
  Nothing,
  OperatorNumber,
  Quantity,
  ReceiptNumber,
  Secret,
  Sku,
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
    refuses: ['unknown-code', 'unknown-sale', 'sale-too-long', 'quantity-too-large', 'amount-too-large'],
  }),
  /** Goods picked by hand: a quick key or a search result. */
  add: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ sku: Sku, quantity: Quantity }),
    gives: LineAnswer,
    refuses: ['unknown-goods', 'sale-too-long', 'quantity-too-large', 'amount-too-large'],
  }),
  setQuantity: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId, quantity: Quantity }),
    gives: LineAnswer,
    refuses: ['no-sale', 'no-such-line', 'amount-too-large'],
  }),
  removeLine: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ line: LineId }),
    gives: LineAnswer,
    refuses: ['no-sale', 'no-such-line'],
  }),
  /** Cash for the whole sale. `due` is the total the cashier saw: if a scan changed it meanwhile, nothing is taken. */
  payCash: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ due: Fen, given: Fen }),
    gives: z.strictObject({ receipt: ReceiptNumber, change: Fen }),
    refuses: ['no-sale', 'total-changed', 'too-little-cash', 'amount-too-large'],
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
  /** Undoes a paid sale; needs a manager's void password, which is checked in main and counted. */
  voidPaid: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({
      receipt: ReceiptNumber,
      reason: VoidReason,
      manager: OperatorNumber,
      voidPassword: Secret,
    }),
    gives: z.strictObject({ back: Fen }),
    refuses: ['unknown-sale', 'already-voided', 'unknown-manager', 'wrong-void-password', 'void-password-locked'],
  }),
}
