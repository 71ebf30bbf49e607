/** The voucher number 凭证号 (field 11) counts every message of a terminal but reversals, and begins anew after this. */
export const STAN_MAX = 999_999
/** Batches are numbered the same way. */
export const BATCH_MAX = 999_999

export const nextStan = (last: number): number => (last >= STAN_MAX ? 1 : last + 1)
export const nextBatch = (last: number): number => (last >= BATCH_MAX ? 1 : last + 1)
/** As it is sent, printed and typed: six digits. */
export const sixDigits = (number: number): string => String(number).padStart(6, '0')
