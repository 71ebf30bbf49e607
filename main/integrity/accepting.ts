import type { Handlers } from '#contract'
import type { IntegrityEvent } from '#domain/integrity'
import { refused, type Nothing } from '#domain/result'
import { plan, type Acts } from '../acts.ts'
import type { Moments } from '../operators/moments.ts'
import { whileOnDuty } from '../operators/on-duty.ts'
import type { Secrets } from '../operators/secrets.ts'
import { lockedVoid, wrongVoid, type LockedVoid } from '../operators/void-word.ts'
import type { Looked, SettingsNow } from './look.ts'

export interface AcceptingParts {
  readonly acts: Acts
  readonly moments: Moments
  readonly secrets: Pick<Secrets, 'isVoidPassword'>
  /** What the manager saw; null before the first look. */
  readonly last: () => Pick<Looked, 'findings' | 'settings'> | null
  /** Looks once more. */
  readonly again: () => Promise<unknown>
}

type Why = LockedVoid | 'nothing-to-accept' | 'unknown-manager' | 'wrong-void-password'

/** What a wrong void password was for, in its record. */
const SETTINGS_SUBJECT = 'settings'

/** A manager says that the settings are right; a wrong void password is counted as at a void. */
export function accepting(parts: AcceptingParts): Handlers['integrity']['accept'] {
  const { acts, moments, secrets, last, again } = parts
  return async ({ manager, voidPassword }, txn) => {
    const answer = await whileOnDuty(acts).act<Nothing, Why>(txn, async (till) => {
      const seen = last()
      const changed = seen?.findings.some(({ code }) => code === 'setting-changed')
      if (!seen?.settings || !changed) return refused('nothing-to-accept')
      if (!till.operators.some(({ number, role }) => number === manager && role === 'manager')) {
        return refused('unknown-manager')
      }
      const locked = lockedVoid(till, moments, manager)
      if (locked) return locked
      if (!(await secrets.isVoidPassword(manager, voidPassword))) {
        return wrongVoid({ subject: SETTINGS_SUBJECT, asker: till.duty ?? '', manager })
      }
      return plan({ event: acceptance(seen.settings, manager), answer: {} })
    })
    if (answer.ok) await again()
    return answer
  }
}

export const acceptance = ({ hashes, onFailure }: SettingsNow, by: string | null): IntegrityEvent => ({
  ...{ is: 'settings-accepted', onFailure, by },
  hashes: hashes.map(({ file, field, sha256 }) => ({ file, field, sha256 })),
})
