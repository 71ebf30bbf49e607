import type { LockView, PersonView } from '#contract/view'
import { lockOf, triesLeft, wrongTries, type SecretKind } from '#domain/lockout'
import type { Till } from '#domain/till'
import type { Delivery, Proofs } from '../authority/ports.ts'
import type { Moments } from './moments.ts'

interface PeopleParts {
  readonly moments: Moments
  readonly proofs: Pick<Proofs, 'hasPin' | 'hasTotp'>
  readonly delivery: Delivery
}

/** Who works here and how their secrets stand: the secrets themselves never. */
export function peopleView(till: Till, { moments, proofs, delivery }: PeopleParts): PersonView[] {
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
    pin: proofs.hasPin(number) ? lock('pin', number) : null,
    totp: proofs.hasTotp(number) ? lock('totp', number) : null,
    reach: role === 'manager' ? [...delivery.reach(number)] : [],
  }))
}
