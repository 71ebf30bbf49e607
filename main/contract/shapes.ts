import { isMoney, type Money } from '#domain/money'
import { z } from 'zod'

// zod would otherwise probe `new Function`, which the pages' content security policy reports.
z.config({ jitless: true })

/** Whole fen. */
export const Fen = z.custom<Money>(isMoney, { error: 'an amount is a whole number of fen' })
/** What came out of a scanner or was typed in its place: any text; main decides what it means. */
export const Code = z.string().min(1).max(128)
export const Sku = z.string().min(1).max(32)
/** A line's own number in its sale, never reused when a line is removed. */
export const LineId = z.int().min(1).max(100_000)
export const Quantity = z.int().min(1).max(999)
export const ReceiptNumber = z.string().min(1).max(32)
export const OperatorNumber = z.string().regex(/^\d{2,6}$/)
export const PersonName = z.string().trim().min(1).max(20)
export const Secret = z.string().min(1).max(64)
export const Language = z.enum(['zh-CN', 'en'])
export const Theme = z.enum(['light', 'dark'])
export const VoidReason = z.enum(['wrong-goods', 'customer-changed-mind', 'wrong-tender', 'training', 'other'])
export const Nothing = z.strictObject({})

export type Language = z.infer<typeof Language>
export type Theme = z.infer<typeof Theme>
export type VoidReason = z.infer<typeof VoidReason>
