/** What the platform’s codes mean. No complete list is public: what is on none of these lists is not known. */

/** The interfaces whose codes mean different things. */
export type Family = 'labs' | 'refund' | 'unified' | 'counter'

/**
 * Why something was not done. `declined`: by the wallet, or by who is behind it · `code`: the customer’s code is not
 * good any more, or never was · `configuration`: the merchant, its contract or its numbers · `closed`: the order is
 * closed already · `not-found`: there is no such order · `not-refundable`: nothing can be given back of it.
 */
export type FailureClass = 'declined' | 'code' | 'configuration' | 'closed' | 'not-found' | 'not-refundable'

export interface Codes {
  readonly done: Readonly<Record<Family, readonly string[]>>
  /** Under way, or not paid yet: to be asked after. */
  readonly open: readonly string[]
  readonly failed: Readonly<Record<Family, Readonly<Record<string, FailureClass>>>>
}

export type Verdict =
  { readonly is: 'done' } | { readonly is: 'open' | 'unknown' } | { readonly is: 'failed'; readonly why: FailureClass }

const OF_EACH = { BBS11184: 'configuration', BBS16111: 'configuration' } as const
/** Refunds that were not made, by the older interface’s numbers; 710038 and 710039 are still being made. */
const NOT_REFUNDED = [
  ...['710032', '710033', '710034', '710035', '710036', '710037'],
  ...['710046', '710047', '710048', '710049', '710050', '710051', '710052', '710053'],
]
const OF_REFUNDS = Object.fromEntries(NOT_REFUNDED.map((code) => [code, 'not-refundable'] as const))

export const LAKALA_CODES: Codes = {
  // What gives back by any way accepts first: its data say whether that was all.
  done: { labs: ['BBS00000'], refund: ['BBS00000'], unified: ['000000', 'RFD00000'], counter: ['000000'] },
  open: [
    ...['BBS10000', 'BBS11112', 'BBS11105', 'BBS00100', 'BBS00101', 'BPS10034', 'BBS11114', '710038', '710039'],
    ...['RFD11105', 'RFD11112'],
    // Made by the maker’s own library, where it heard nothing.
    ...['000100', '000101'],
  ],
  failed: { labs: OF_EACH, refund: { ...OF_EACH, ...OF_REFUNDS }, unified: OF_EACH, counter: OF_EACH },
}

/**
 * With failures that a contract’s papers name. A code that already means something keeps its meaning, and nothing but
 * the platform’s documented word makes a success.
 */
export function codesWith(more: Readonly<Record<string, FailureClass>>, codes = LAKALA_CODES): Codes {
  const { labs, refund, unified, counter } = codes.failed
  const failed = {
    ...{ labs: { ...more, ...labs }, refund: { ...more, ...refund } },
    ...{ unified: { ...more, ...unified }, counter: { ...more, ...counter } },
  }
  return { ...codes, failed }
}

/** Of a signed answer to what was sent. What is on two lists means what the first of them says. */
export function verdictOf(codes: Codes, family: Family, code: string): Verdict {
  if (codes.done[family].includes(code)) return { is: 'done' }
  if (codes.open.includes(code)) return { is: 'open' }
  const failures = codes.failed[family]
  const why = Object.hasOwn(failures, code) ? failures[code] : undefined
  return why === undefined ? { is: 'unknown' } : { is: 'failed', why }
}
