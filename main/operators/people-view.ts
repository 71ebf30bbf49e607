import type { LockView, PersonView } from '#contract/view'
import { lockOf, triesLeft, wrongTries, type SecretKind } from '#domain/lockout'
import type { Till } from '#domain/till'
import type { Moments } from './moments.ts'

/** Who works here and how their secrets stand: the secrets themselves never. */
export function peopleView(till: Till, moments: Moments): PersonView[] {
  const lock = (kind: SecretKind, number: string): LockView => {
    const now = lockOf(till, kind, number, moments.waitedMs(kind, number))
    return {
      is: now.is,
      lockedForMs: 'forMs' in now ? now.forMs : 0,
      triesLeft: triesLeft(wrongTries(till, kind, number)),
    }
  }
  return till.operators.map(({ number, name, role }) => ({
    ...{ number, name, role, login: lock('login', number) },
    void: role === 'manager' ? lock('void', number) : null,
  }))
}
