import { ordersIn } from './payments.ts'
import { saleAt, withSaleAt } from './sales.ts'
import type { TillEvent } from './events.ts'
import type { Till } from './till.ts'

/** What a slip testifies of the journal: the record that ordered it, and how its hash begins. */
export interface Anchor {
  readonly seq: number
  readonly hash: string
}

/** Of the hash's 43 signs: what a person can compare, and far too many to find another record for. */
const ANCHOR_SIGNS = 8

export const formatAnchor = ({ seq, hash }: Anchor): string => `${seq}-${hash}`

/** What is printed on a slip, read again; null where it is none. */
export function readAnchor(text: string): Anchor | null {
  const [, seq, hash] = /^(\d{1,12})-([\w-]{8})$/.exec(text.trim()) ?? []
  return seq === undefined || hash === undefined ? null : { seq: Number(seq), hash }
}

/** The till once the record of this event is in the journal: the slip it ordered bears the record's mark. */
export function anchored(till: Till, event: TillEvent, { seq, hash }: Anchor): Till {
  const receipt = slipOrderedBy(event)
  const sale = receipt === null ? undefined : saleAt(till.sales, receipt)
  if (!sale) return till
  const anchor = { seq, hash: hash.slice(0, ANCHOR_SIGNS) }
  return { ...till, sales: withSaleAt(till.sales, sale.receipt, { ...sale, anchor }) }
}

/** The sale whose newest slip this event orders; none for a copy, which bears the mark of what it is a copy of. */
export function slipOrderedBy(event: TillEvent): string | null {
  if (event.is === 'sale-paid' || event.is === 'return-ended') return event.receipt
  // With orders on their way, the slip comes when they have ended.
  const goesBack = event.is === 'sale-voided' || event.is === 'sale-refunded'
  return goesBack && ordersIn(event).length === 0 ? event.receipt : null
}
