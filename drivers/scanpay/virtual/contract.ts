import type { FailureClass } from '../codes.ts'

/** What this platform's own codes mean, as the papers of a contract with it would name them. */
export const CONTRACT_CODES: Readonly<Record<string, FailureClass>> = {
  ...{ BBS90006: 'not-found', BBS90009: 'closed', BBS90010: 'not-refundable', BBS90206: 'not-refundable' },
  ...{ BBS90201: 'code', BBS90202: 'code', BBS90203: 'code', BBS90204: 'declined', BBS90205: 'declined' },
}
