import type { CashRounding } from './pricing.ts'

/**
 * Lines of the station's settings that head office may set: what the shop is called on paper, its rules, and where its
 * money goes. What is plugged in, keys, and the line to head office are not among them.
 */
export interface PostedProfile {
  readonly shop?: string
  readonly cashRounding?: CashRounding
  readonly discountLimit?: number
  readonly tax?: number | null
  readonly retention?: { readonly archiveAfterDays: number | null }
  readonly secrets?: { readonly maxAgeDays: number | null; readonly warnDays: number }
  readonly idleLockMinutes?: number | null
  /** Of an acquirer or platform that the station's own settings name. */
  readonly acquirer?: { readonly host: string; readonly port: number }
  readonly scanpay?: { readonly host: string; readonly port: number }
}
