import type { LockView, PersonView, SecretStanding } from '#contract/people-view'
import { masked } from '#domain/contact'
import { onDuty } from '#domain/duty'
import { lockOf, triesLeft, wrongTries, type SecretKind } from '#domain/lockout'
import { ageDays, daysLeft, mustChange, warns, type AgeRule } from '#domain/secret-age'
import { kindsOf, type KeptKind } from '#domain/secret-rules'
import type { Till } from '#domain/till'
import type { Delivery } from '../authority/ports.ts'
import type { Moments } from './moments.ts'
import type { Secrets } from './secrets.ts'

export interface PeopleViewParts {
  readonly till: Till
  readonly moments: Moments
  readonly secrets: Secrets
  readonly ageRule: AgeRule
  readonly nowMs: number
  readonly delivery: Delivery
}

/** Who works here and how their secrets stand: the secrets themselves never. */
export function peopleView(parts: PeopleViewParts): PersonView[] {
  const { till, moments, secrets, delivery } = parts
  const lock = (kind: SecretKind, number: string): LockView => {
    const now = lockOf(till, kind, number, moments.waitedMs(kind, number))
    return {
      is: now.is,
      lockedForMs: 'forMs' in now ? now.forMs : 0,
      triesLeft: triesLeft(wrongTries(till, kind, number)),
    }
  }
  const managerIsHere = onDuty(till)?.role === 'manager'
  return till.operators.map(({ number, name, role }) => {
    const isManager = role === 'manager'
    return {
      ...{ number, name, role, login: lock('login', number) },
      void: isManager ? lock('void', number) : null,
      pin: role === 'it' ? null : lock('pin', number),
      totp: isManager ? lock('totp', number) : null,
      hasTotp: secrets.hasTotp(number),
      secrets: kindsOf(role).map((kind) => standingOf(parts, kind, number)),
      reach: isManager ? [...delivery.reach(number)] : [],
      contact: isManager && managerIsHere ? maskedContact(secrets, number) : null,
    }
  })
}

function standingOf({ secrets, ageRule, nowMs }: PeopleViewParts, kind: KeptKind, number: string): SecretStanding {
  const now = secrets.standing(kind, number)
  if (!now || now.revoked) {
    const is = now ? 'revoked' : 'unset'
    return { kind, is, ageDays: null, daysLeft: null, warns: false, mustChange: false }
  }
  return {
    ...{ kind, is: 'set', ageDays: ageDays(now, nowMs), daysLeft: daysLeft(now, ageRule, nowMs) },
    ...{ warns: warns(now, ageRule, nowMs), mustChange: mustChange(now, ageRule, nowMs) },
  }
}

function maskedContact(secrets: Secrets, number: string): PersonView['contact'] {
  const { email, phone } = secrets.contactOf(number)
  return { email: email === null ? null : masked('email', email), phone: phone === null ? null : masked('sms', phone) }
}
