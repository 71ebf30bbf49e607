import { call } from './define.ts'
import { Language, Nothing, OperatorNumber, PersonName, Secret, Theme } from './shapes.ts'
import { Contact, secrets } from './secrets.ts'
import { z } from 'zod'

const Person = { number: OperatorNumber, name: PersonName }
const New = { ...Person, password: Secret, mustChange: z.boolean().default(true) }

/** Who works here, who is on duty, and how the screen speaks to them. */
export const operators = {
  /**
   * The first-run question: the first manager, who is then on duty, and where codes for refunds reach them. Only while
   * nobody is known.
   */
  begin: call({
    by: 'anyone',
    changes: true,
    takes: z.strictObject({
      ...{ manager: z.strictObject(Person), password: Secret, voidPassword: Secret },
      contact: Contact.default({ email: null, phone: null }),
    }),
    gives: Nothing,
    refuses: [
      ...(['already-begun', 'password-weak', 'void-password-weak', 'passwords-equal'] as const),
      ...(['not-an-email', 'not-a-phone'] as const),
    ],
  }),
  /** On duty from here on, in the place of whoever was; also unlocks. The open sale stays. */
  signIn: call({
    by: 'anyone',
    changes: true,
    takes: z.strictObject({ number: OperatorNumber, password: Secret }),
    gives: Nothing,
    refuses: [
      ...(['unknown-operator', 'wrong-password', 'password-locked', 'password-shut', 'password-alone'] as const),
      ...(['password-revoked', 'secrets-elsewhere', 'must-change'] as const),
    ],
  }),
  /** Nobody is on duty until somebody signs in. The open sale stays. For whoever is on duty, in any role. */
  lock: call({ by: 'anyone', changes: true, takes: Nothing, gives: Nothing, refuses: [] }),
  ...secrets,
  /**
   * One more operator. A manager has a void password besides, others have none. Unless `mustChange` says otherwise,
   * they must change what is set here at their first sign-in.
   */
  add: call({
    by: 'manager',
    changes: true,
    takes: z.discriminatedUnion('role', [
      z.strictObject({ ...New, role: z.enum(['cashier', 'it']) }),
      z.strictObject({ ...New, role: z.literal('manager'), voidPassword: Secret }),
    ]),
    gives: Nothing,
    refuses: ['number-taken', 'too-many-operators', 'password-weak', 'void-password-weak', 'passwords-equal'],
  }),
  /** Lets another operator try again at once, whatever was entered wrongly before. */
  unlock: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject({ number: OperatorNumber }),
    gives: Nothing,
    refuses: ['unknown-operator', 'own-lock', 'not-locked'],
  }),
  setAppearance: call({
    by: 'anyone',
    changes: true,
    takes: z.strictObject({ language: Language, theme: Theme }),
    gives: Nothing,
    refuses: [],
  }),
}
