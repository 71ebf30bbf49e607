import { CODE_LENGTH_MAX } from '#domain/scanned-code'
import { isMoney, type Money } from '#domain/money'
import { LINES_MAX } from '#domain/sale'
import { z } from 'zod'

// zod would otherwise probe `new Function`, which the pages' content security policy reports.
z.config({ jitless: true })

/** Whole fen. */
export const Fen = z.custom<Money>(isMoney, { error: 'an amount is a whole number of fen' })
/** What came out of a scanner or was typed in its place: any text; main decides what it means. */
export const Code = z.string().min(1).max(CODE_LENGTH_MAX)
export const Sku = z.string().min(1).max(32)
/** A line's own number in its sale, never reused when a line is removed. */
export const LineId = z.int().min(1).max(100_000)
/** A price or an amount that is something. */
export const PositiveFen = Fen.refine((fen) => fen > 0)
/** Pieces, or grams of what is sold by the kilogram; what is too much of which, main says. */
export const Quantity = z.int().min(1).max(99_999)
export const Unit = z.enum(['piece', 'kg'])
/** Thousandths taken off (150: 15 %), or an amount. */
export const Discount = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('permille'), permille: z.int().min(1).max(1000) }),
  z.strictObject({ is: z.literal('amount'), amount: PositiveFen }),
])
/** The number a parked sale is called by. */
export const Slot = z.int().min(1).max(99)
export const ReceiptNumber = z.string().min(1).max(32)
/** Two or three digits, as receipts name it. */
export const StationNumber = z.string().regex(/^\d{2,3}$/)
export const OperatorNumber = z.string().regex(/^\d{2,6}$/)
export const PersonName = z.string().trim().min(1).max(20)
export const Secret = z.string().min(1).max(64)
export const Language = z.enum(['zh-CN', 'en'])
export const Theme = z.enum(['light', 'dark'])
export const VoidReason = z.enum([
  'wrong-goods',
  'faulty',
  'customer-changed-mind',
  'wrong-tender',
  'training',
  'other',
])
const Nth = z.int().min(1)
const Copy = z.enum(['merchant', 'customer'])
/** A slip of a sale: its own, or that of its so-manieth return. */
export const OwnSlip = z.union([z.literal('sale'), z.templateLiteral(['return-', Nth])])
/** Of the card of its so-manieth tender, or to which a return gave back. */
export const CardSlip = z.union([
  z.templateLiteral(['card-', Nth, '-', Copy]),
  z.templateLiteral(['return-', Nth, '-card-', Nth, '-', Copy]),
])
export const Slip = z.union([OwnSlip, CardSlip])
/** How a customer pays beside cash. */
export const Method = z.enum(['card', 'scan'])
/** Names one order for money. */
export const Attempt = z.string().min(1).max(64)
/** What goes back of a paid sale: goods by their place in it, or an amount. */
export const RefundWish = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('lines'),
    lines: z
      .array(z.strictObject({ place: z.int().min(0).max(LINES_MAX), quantity: Quantity }))
      .min(1)
      .max(LINES_MAX)
      .readonly(),
  }),
  z.strictObject({ by: z.literal('amount'), amount: PositiveFen }),
])
/** How the virtual printer is. */
export const PrinterMood = z.enum(['fine', 'paper-out', 'cover-open', 'jams', 'absent'])
/** How orders fare at a virtual acquirer. `down`: it can not be reached at all. */
export const PaymentMood = z.enum(['approve', 'decline', 'in-part', 'lose-answer', 'lose-request', 'down'])
/** A practice device. */
export const Gadget = z.enum([
  ...(['scanner', 'reader', 'chip', 'pin-pad', 'printer', 'drawer', 'display', 'typing-scanner'] as const),
])
/** The customer at a virtual card reader: with which card, what they type, and whether they need not be told. */
export const CustomerManner = z.strictObject({
  card: z.enum(['chip', 'stripe', 'signed', 'foreign', 'poor', 'declined', 'lost', 'expired']),
  pin: z.enum(['right', 'wrong', 'none']),
  byItself: z.boolean(),
})
/** A customer with a wallet, and what they do with it. */
export const PayerName = z.enum([
  ...(['alipay', 'wechat', 'unionpay', 'yuan', 'asked', 'poor', 'refused', 'expired'] as const),
])
export const PayerAct = z.enum(['shows', 'pays', 'enters-password', 'refuses'])
/** What they do at it. */
export const CustomerAct = z.enum(['insert', 'tap', 'swipe', 'broken-chip', 'pin', 'cancel'])
/** How messages leave the shop. */
export const Channel = z.enum(['email', 'sms'])
/** How messages fare that the virtual messenger takes. */
export const MessengerMood = z.enum(['fine', 'down', 'slow', 'refuses'])
export const Nothing = z.strictObject({})

export type Language = z.infer<typeof Language>
export type Theme = z.infer<typeof Theme>
export type VoidReason = z.infer<typeof VoidReason>
