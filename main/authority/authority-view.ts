import type { CodeView } from '#contract/authority-view'
import { WRONG_CODES_MAX } from '#domain/refund-codes'
import type { Till } from '#domain/till'
import type { Delivery } from './ports.ts'

export interface CodeFacts {
  readonly nowMs: number
  readonly isCodeExpired: (code: string) => boolean
  readonly delivery: Delivery
}

/** How the newest code of a sale stands; null where there is none. */
export function codeView({ codes }: Till, receipt: string, facts: CodeFacts): CodeView | null {
  const code = codes.made.findLast((each) => each.receipt === receipt)
  if (!code) return null
  const { amount, manager, wrong, expiresMs, id } = code
  const leftMs = facts.isCodeExpired(id) ? 0 : Math.max(0, expiresMs - facts.nowMs)
  return {
    is: code.is === 'live' && leftMs === 0 ? 'expired' : code.is,
    ...{ amount, manager, leftMs, triesLeft: Math.max(0, WRONG_CODES_MAX - wrong) },
    delivery: facts.delivery.state(id)?.is ?? 'forgotten',
  }
}
