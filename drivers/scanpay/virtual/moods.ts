import { kindOf, type Kind } from './kinds.ts'

/**
 * What goes wrong with one request. Done, and its answer is not to be believed: `bad-signature`, `no-signature`,
 * `garbage` and `huge` (both signed), `other-order`, `other-amount`, `bad-gateway-done` · done, and no answer:
 * `no-answer` · done twice, and the answer is the second’s: `duplicate` · not done: `bad-gateway` (a proxy says so),
 * `disabled`, `clock-ahead` and `clock-behind` (the platform’s clock is ten minutes off) · `paid-before-close`: the
 * customer pays just before it is closed, which is refused · `paid-after-close`: it says closed, and is paid.
 */
export const PLATFORM_MOODS = [
  ...(['bad-signature', 'no-signature', 'garbage', 'huge', 'other-order', 'other-amount', 'no-answer'] as const),
  ...(['duplicate', 'bad-gateway', 'bad-gateway-done', 'disabled', 'clock-ahead', 'clock-behind'] as const),
  ...(['paid-before-close', 'paid-after-close'] as const),
] as const
export type PlatformMood = (typeof PLATFORM_MOODS)[number]

/** What goes wrong on the line. `late-request`: carried out when nobody waits now · `late`: done, answered late. */
export const LINE_MOODS = ['lost-request', 'late-request', 'late'] as const
export type LineMood = (typeof LINE_MOODS)[number]

/** It is under way, and for so many queries (null: for ever) nobody knows more; then it ends. */
export interface Open {
  readonly is: 'open'
  readonly queries: number | null
  readonly end: 'SUCCESS' | 'FAIL'
  /** What the answer says; left out: BBS10000. */
  readonly code?: string
  /** As what the unified refund speaks of it meanwhile; left out: PROCESSING. Nothing else says so much. */
  readonly says?: UnifiedSays
}
export type UnifiedSays = 'INIT' | 'PROCESSING' | 'DEAL' | 'TIMEOUT' | 'EXCEPTION'

/** The line breaks when so many bytes of the request, or of the answer, are over it, inside TLS. */
export interface Cut {
  readonly is: 'cut'
  readonly what: 'request' | 'answer'
  readonly at: number
}
export type Mood = PlatformMood | LineMood | Open | Cut

const CLOSES: readonly Kind[] = ['close', 'counter-close']
const ORDERS: readonly Kind[] = ['micropay', 'preorder', 'counter-create']
const UNIFIED: readonly Kind[] = ['unified-refund', 'unified-query']
const NAMED: readonly Kind[] = ['micropay', 'preorder', 'query', 'refund', 'revoked', 'counter-query', ...UNIFIED]
const OF: Readonly<Partial<Record<PlatformMood | LineMood, readonly Kind[]>>> = {
  ...{ 'paid-before-close': CLOSES, 'paid-after-close': CLOSES, duplicate: ORDERS, 'other-order': NAMED },
  'other-amount': ['micropay', 'query', 'refund', 'revoked', 'counter-query', ...UNIFIED],
}
const OPENS: readonly Kind[] = ['micropay', 'refund', 'revoked', 'unified-refund']

/** Whether it can befall what is asked at this path: otherwise it waits for one. */
export function befalls(mood: Mood, path: string): boolean {
  const kind = kindOf(path)
  if (kind === null) return false
  if (typeof mood === 'object') return mood.is === 'cut' || OPENS.includes(kind)
  return OF[mood]?.includes(kind) ?? true
}

/** Whether it asks for money to be moved. */
export const isOrder = (path: string): boolean => {
  const kind = kindOf(path)
  return kind !== null && (ORDERS.includes(kind) || kind === 'refund' || kind === 'unified-refund')
}

export const openOf = (mood: Mood | null): Open | null =>
  typeof mood === 'object' && mood?.is === 'open' ? mood : null
