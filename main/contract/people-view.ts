import { Reach } from './authority-view.ts'
import { KeptKind } from './secrets.ts'
import { OperatorNumber } from './shapes.ts'
import { z } from 'zod'

export const Operator = z.strictObject({
  number: OperatorNumber,
  name: z.string(),
  role: z.enum(['cashier', 'manager', 'it']),
})

/**
 * How a secret stands: `open`: heard · `waits`: not for `lockedForMs` · `alone`: the same, and nobody is left to
 * unlock · `shut`: until another manager unlocks.
 */
const Lock = z.strictObject({
  is: z.enum(['open', 'waits', 'alone', 'shut']),
  /** What was left of the wait when the view was made; the page counts down from when it came. */
  lockedForMs: z.number().min(0),
  /** Before the next wait begins. */
  triesLeft: z.int(),
})

/** How a secret stands, by its age and its history; days are whole ones. */
const SecretStanding = z.strictObject({
  kind: KeptKind,
  is: z.enum(['unset', 'set', 'revoked']),
  ageDays: z.int().nullable(),
  /** Until it has to be changed; null: never. */
  daysLeft: z.int().nullable(),
  /** That is so few that its owner is warned. */
  warns: z.boolean(),
  /** Before its owner signs in again. */
  mustChange: z.boolean(),
})
const SecretsOf = {
  /** Of the transaction PIN, and of a manager's authenticator. */
  ...{ pin: Lock.nullable(), totp: Lock.nullable(), hasTotp: z.boolean() },
  secrets: z.array(SecretStanding),
  /** Masked; null but for managers on duty. */
  contact: z.strictObject({ email: z.string().nullable(), phone: z.string().nullable() }).nullable(),
}

/** Somebody who works here. No secret is ever in a view. */
export const Person = z.strictObject({
  ...Operator.shape,
  login: Lock,
  /** Of a manager's void password. */
  void: Lock.nullable(),
  ...SecretsOf,
  /** Where a manager gets one-time codes. */
  reach: z.array(Reach),
})

export type LockView = z.infer<typeof Lock>
export type PersonView = z.infer<typeof Person>
export type SecretStanding = z.infer<typeof SecretStanding>
