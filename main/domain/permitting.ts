import { approved } from './approved.ts'
import type { Of, TillEvent } from './events.ts'
import { passkeyed } from './passkeys.ts'
import { coded } from './refund-codes.ts'
import { remoted } from './remote.ts'
import { assert, never } from './result.ts'
import type { Till } from './till.ts'

const PERMITTING = [
  ...(['policy-set', 'approval-given', 'refund-code-made', 'refund-code-refused', 'refunds-unlocked'] as const),
  ...(['remote-asked', 'remote-withdrawn', 'remote-refused', 'remote-answered'] as const),
  ...(['passkey-added', 'passkey-removed', 'passkey-asked', 'message-password-set', 'scan-key-set'] as const),
] as const
export type PermittingEvent = Of<(typeof PERMITTING)[number]>
const KINDS: ReadonlySet<TillEvent['is']> = new Set(PERMITTING)

export const isPermitting = (event: TillEvent): event is PermittingEvent => KINDS.has(event.is)

/** How what acts ask for changes, what it can be given by, and who said yes. */
export function permitted(till: Till, event: PermittingEvent, atMs: number): Till {
  switch (event.is) {
    case 'policy-set':
      return policySet(till, event)
    case 'approval-given':
      return approved(till, event.approval)
    case 'refund-code-made':
    case 'refund-code-refused':
    case 'refunds-unlocked':
      return { ...till, codes: coded(till, event, atMs) }
    case 'remote-asked':
    case 'remote-withdrawn':
    case 'remote-refused':
    case 'remote-answered':
      return remoted(till, event)
    case 'passkey-added':
    case 'passkey-removed':
      return passkeyed(till, event)
    case 'passkey-asked':
    case 'message-password-set':
    case 'scan-key-set':
      // Told for the record only.
      return till
    default:
      return never(event)
  }
}

function policySet(till: Till, { policy, by, issuedMs }: Of<'policy-set'>): Till {
  const { policyIssuedMs: newestMs } = till
  assert(by === null || (!till.policy.locked && !policy.locked), 'what head office locked is changed by head office')
  if (issuedMs === undefined) return { ...till, policy }
  assert(newestMs === null || issuedMs > newestMs, 'no older policy of head office comes back')
  return { ...till, policy, policyIssuedMs: issuedMs }
}
