/** What the platform is asked, by the path that asks it. */
export const PATHS = {
  '/api/v3/labs/trans/micropay': 'micropay',
  '/api/v3/labs/trans/micropay_encry': 'micropay',
  '/api/v3/labs/trans/preorder': 'preorder',
  '/api/v3/labs/trans/preorder_encry': 'preorder',
  '/api/v3/labs/query/tradequery': 'query',
  '/api/v3/labs/relation/close': 'close',
  '/api/v3/labs/relation/revoked': 'revoked',
  '/api/v3/labs/relation/refund': 'refund',
  '/api/v3/rfd/refund_front/refund': 'unified-refund',
  '/api/v3/rfd/refund_front/refund_query': 'unified-query',
  '/api/v3/ccss/counter/order/special_create': 'counter-create',
  '/api/v3/ccss/counter/order/query': 'counter-query',
  '/api/v3/ccss/counter/order/close': 'counter-close',
} as const satisfies Readonly<Record<string, string>>
export type Kind = (typeof PATHS)[keyof typeof PATHS]

/** Null for a path it does not have. */
export const kindOf = (path: string): Kind | null =>
  Object.hasOwn(PATHS, path) ? PATHS[path as keyof typeof PATHS] : null // its own key, as was just seen

/** Its body is encrypted as a whole. */
export const isEncrypted = (path: string): boolean => path.endsWith('_encry')

/** The counter and the unified refund speak of success in their own ways. */
export function successCode(kind: Kind): string {
  if (kind === 'unified-refund') return 'RFD00000'
  return kind.startsWith('counter') || kind === 'unified-query' ? '000000' : 'BBS00000'
}
