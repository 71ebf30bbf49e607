import type { FailureClass } from './codes.ts'

/** What the twin of a platform says of its own, as a contract's papers would name it. */
export const OF_THE_TWIN: Readonly<Record<string, FailureClass>> = {
  ...{ BBS90006: 'not-found', BBS90009: 'closed', BBS90010: 'not-refundable', BBS90206: 'not-refundable' },
  ...{ BBS90201: 'code', BBS90202: 'code', BBS90203: 'code', BBS90204: 'declined', BBS90205: 'declined' },
}
