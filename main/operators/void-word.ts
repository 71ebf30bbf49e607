import { lockRefusal, type LockedRefusal } from '#domain/lockout'
import { done, refused, type Refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Planned } from '../acts.ts'
import type { Moments } from './moments.ts'
import type { Secrets } from './secrets.ts'

/**
 * `…-revoked`: feared leaked · `…-must-change`: somebody else has set it, so two know it · `secrets-elsewhere`: its
 * hash is of another machine.
 */
export type UnfitRefusal = 'void-password-revoked' | 'void-password-must-change' | 'secrets-elsewhere'

/** Why a manager’s void password approves nothing, whatever is entered; null where it does. */
export function unfitRefusal(secrets: Pick<Secrets, 'standing' | 'isElsewhere'>, manager: string): UnfitRefusal | null {
  const standing = secrets.standing('void', manager)
  if (standing?.revoked) return 'void-password-revoked'
  if (standing?.mustChange) return 'void-password-must-change'
  return secrets.isElsewhere('void', manager) ? 'secrets-elsewhere' : null
}

export type LockedVoid = LockedRefusal<'void'>

/** Why a manager’s void password is not to be heard at all; null where it is. */
export const lockedVoid = (till: Till, moments: Moments, manager: string): Refused<LockedVoid> | null =>
  lockRefusal(till, 'void', manager, moments.waitedMs('void', manager))

/** A wrong one is refused and written down in one act; `subject` is what it was entered for. */
export function wrongVoid(of: {
  readonly subject: string
  readonly asker: string
  readonly manager: string
}): Planned<never, 'wrong-void-password'> {
  return done({ event: { is: 'void-refused', ...of }, reply: refused('wrong-void-password') })
}
