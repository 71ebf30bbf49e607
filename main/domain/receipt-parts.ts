import { formatMoney, minus, ZERO, type Money } from './money.ts'

/** What a slip is made of. */
export type ReceiptPart =
  | { readonly is: 'text'; readonly text: string; readonly align: 'left' | 'centre'; readonly size: 'normal' | 'large' }
  | { readonly is: 'pair'; readonly left: string; readonly right: string; readonly size: 'normal' | 'large' }
  | { readonly is: 'rule' }
  | { readonly is: 'qr'; readonly content: string }

export const plain = (text: string): ReceiptPart => ({ is: 'text', text, align: 'left', size: 'normal' })
export const pair = (left: string, right: string): ReceiptPart => ({ is: 'pair', left, right, size: 'normal' })
export const centred = (text: string): ReceiptPart => ({ is: 'text', text, align: 'centre', size: 'normal' })
/** The sum a slip is about. */
export const sumPair = (left: string, amount: Money): ReceiptPart => ({
  ...{ is: 'pair', left, right: `¥${formatMoney(amount)}`, size: 'large' },
})
export const banner = (text: string): ReceiptPart => ({
  ...{ is: 'text', text: `*** ${text} ***`, align: 'centre', size: 'normal' },
})

/** With the hyphen that every printer has; the true minus sign is not in its character set. */
export const signed = (amount: Money): string => formatMoney(amount).replace('−', '-')
export const lessened = (off: Money): string => signed(minus(ZERO, off))

/** `2026-05-04 13:58:07` in the shop's time zone, whatever the process's is. */
export function localTime(atMs: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    // Swedish writes dates and times as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
    formats.set(timeZone, format)
  }
  return format.format(atMs)
}

/** One a time zone, of which a station has one: making a format takes longer than all the rest of a view. */
const formats = new Map<string, Intl.DateTimeFormat>()
