import type { ApprovingFacts, Entered } from '#domain/approving'

/** A manager’s void password was entered, and what else is named. */
export const enteredBy = (manager: string, more: Partial<Entered> = {}): Entered => ({
  ...{ manager, pin: false, voidPassword: true, totp: false, passkey: false, code: false },
  ...more,
})
/** No secret is locked and no code has expired. */
export const NOBODY_WAITS: ApprovingFacts = { nowMs: 0, waitedMs: () => 0, isCodeExpired: () => false }
