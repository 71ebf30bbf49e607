import type { Secrets } from '../operators/secrets.ts'

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
