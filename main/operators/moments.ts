import { APPROVAL_LIFE_MS, APPROVALS_KEPT } from '#domain/authority'
import { keyOf, type SecretKind } from '#domain/lockout'
import { CODES_KEPT } from '#domain/refund-codes'
import type { TillEvent } from '#domain/events'
import type { Clock } from '#drivers/clock/port'
import { putNewest } from '../newest.ts'

/**
 * When things happened by the clock that nobody can set. That clock tells nothing of the time before this program, so
 * after a start every wait begins anew; approvals do not outlive their program at all.
 */
export interface Moments {
  readonly heard: (event: TillEvent) => void
  /** Milliseconds since the wait for this secret began. */
  readonly waitedMs: (kind: SecretKind, operator: string) => number
  readonly isExpired: (approval: string) => boolean
  /** Of one made since the start; the wall clock judges the others. */
  readonly isCodeExpired: (code: string) => boolean
}

export function makeMoments(clock: Clock): Moments {
  const startedMs = clock.elapsedMs()
  /** As many as there are secrets. */
  const wrongMs = new Map<string, number>()
  const approvedMs = new Map<string, number>()
  const codesEndMs = new Map<string, number>()
  return {
    heard: (event) => {
      if (event.is === 'sign-in-refused') wrongMs.set(keyOf('login', event.operator), clock.elapsedMs())
      if (event.is === 'void-refused') wrongMs.set(keyOf('void', event.manager), clock.elapsedMs())
      if (event.is === 'secret-refused') wrongMs.set(keyOf(event.secret, event.operator), clock.elapsedMs())
      if (event.is === 'approval-given') putNewest(approvedMs, event.approval.id, clock.elapsedMs(), APPROVALS_KEPT)
      if (event.is === 'refund-code-made') {
        const { id, madeMs, expiresMs } = event.code
        putNewest(codesEndMs, id, clock.elapsedMs() + expiresMs - madeMs, CODES_KEPT)
      }
    },
    waitedMs: (kind, operator) => clock.elapsedMs() - (wrongMs.get(keyOf(kind, operator)) ?? startedMs),
    isExpired: (approval) => clock.elapsedMs() - (approvedMs.get(approval) ?? -Infinity) > APPROVAL_LIFE_MS,
    isCodeExpired: (code) => clock.elapsedMs() >= (codesEndMs.get(code) ?? Infinity),
  }
}
