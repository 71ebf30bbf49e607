import { digitsOf } from './columns.ts'
import { refusal, taken, type Read } from './read.ts'

/** F54 of ISO 8583:1987, the balance of an account, in 20 signs. */
export interface Balance {
  /** Two digits. */
  readonly accountType: string
  /** Two digits; 02 what may be spent. */
  readonly amountType: string
  /** Three digits: 156. */
  readonly currency: string
  /** Fen; below nought where the sign is D. */
  readonly fen: number
}

const SHAPE = /^(\d\d)(\d\d)(\d{3})([CD])(\d{12})$/

export function readF54(text: string): Read<Balance> {
  const [, accountType = '', amountType = '', currency = '', sign, digits] = SHAPE.exec(text) ?? []
  if (digits === undefined) return refusal(text.length === 20 ? 'characters' : 'length')
  const fen = Number(digits)
  // Nought has no sign, so it is C.
  if (sign === 'D' && fen === 0) return refusal('characters')
  return taken({ accountType, amountType, currency, fen: sign === 'D' ? -fen : fen })
}

export function f54Text({ accountType, amountType, currency, fen }: Balance): Read<string> {
  const text = `${accountType}${amountType}${currency}${fen < 0 ? 'D' : 'C'}${digitsOf(Math.abs(fen), 12)}`
  return SHAPE.test(text) ? taken(text) : refusal('length')
}
