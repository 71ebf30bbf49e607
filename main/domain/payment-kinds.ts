/**
 * `void`, `refund`: give back money that a customer paid · `hold`: a pre-authorisation, which moves nothing but keeps
 * the amount on the card · `release`: lets all of a hold go · `complete`: takes money of a hold, which ends it.
 */
export const PAYMENT_KINDS = ['pay', 'void', 'refund', 'hold', 'release', 'complete'] as const
export type PaymentKind = (typeof PAYMENT_KINDS)[number]

/** Whether the customer gives by it, or lets be held; all else goes back to them. */
export const isTaking = (kind: PaymentKind): boolean => kind === 'pay' || kind === 'hold' || kind === 'complete'
