import type { Of } from './events.ts'
import { passkeyed } from './passkeys.ts'
import { coded } from './refund-codes.ts'
import { assert, never } from './result.ts'
import type { Till } from './till.ts'

type Permitting = Of<
  | 'policy-set'
  | 'refund-code-made'
  | 'refund-code-refused'
  | 'refunds-unlocked'
  | 'passkey-added'
  | 'passkey-removed'
  | 'passkey-asked'
  | 'message-password-set'
>

/** How what acts ask for changes, and what it can be given by. */
export function permitted(till: Till, event: Permitting, atMs: number): Till {
  switch (event.is) {
    case 'policy-set':
      return policySet(till, event)
    case 'refund-code-made':
    case 'refund-code-refused':
    case 'refunds-unlocked':
      return { ...till, codes: coded(till, event, atMs) }
    case 'passkey-added':
    case 'passkey-removed':
      return passkeyed(till, event)
    case 'passkey-asked':
    case 'message-password-set':
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
