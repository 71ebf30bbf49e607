import { CODE_REFUSALS } from '#domain/code-refusals'
import { call } from './define.ts'
import { Code, Nothing, OperatorNumber, Secret } from './shapes.ts'
import { z } from 'zod'

/** Secrets that are kept as hashes; `totp`: a manager's authenticator. */
export const KeptKind = z.enum(['login', 'void', 'pin'])
const AnyKind = z.enum(['login', 'void', 'pin', 'totp'])
/** What is checked for being an address in main, so that a slip of the finger gets a sentence. */
const Address = z.string().trim().max(64)
/** Where one-time codes go to; null: nowhere. */
export const Contact = z.strictObject({ email: Address.nullable(), phone: Address.nullable() })

/** Why a secret can not be taken. */
export const RULES = [
  ...(['repeat-differs', 'same-as-now', 'used-before', 'secret-equals-another', 'no-such-secret'] as const),
  ...(['secret-short', 'pin-not-six-digits', 'secret-plain', 'secret-common'] as const),
  ...(['secret-own-number', 'secret-own-name'] as const),
] as const
/** Why a secret that was entered was not right, or not heard at all. */
export const ENTERED = [
  ...(['wrong-secret', 'secret-locked', 'secret-shut', 'secret-alone', 'secret-not-set'] as const),
  ...(['secret-revoked', 'secret-must-change', 'secrets-elsewhere'] as const),
] as const

const Next = { next: Secret, again: Secret }
const Whose = { operator: OperatorNumber }
/** The own void password of the manager on duty. */
const Word = { voidPassword: Secret }

/** What people do with their secrets. All but signing in is for whoever is on duty, about their own or another's. */
export const secrets = {
  /**
   * On duty, once all secrets that had to be changed are; each with what it was, the login password but once. Where
   * sign-in is refused as `must-change`, the view of the person says which.
   */
  signInChanging: call({
    by: 'anyone',
    changes: true,
    takes: z.strictObject({
      ...{ number: OperatorNumber, password: Secret },
      changes: z
        .array(z.strictObject({ kind: KeptKind, current: Secret.nullable(), ...Next }))
        .min(1)
        .max(KeptKind.options.length),
    }),
    gives: Nothing,
    refuses: [
      ...(['unknown-operator', 'wrong-password', 'password-locked', 'password-shut', 'password-alone'] as const),
      ...(['password-revoked', 'must-change'] as const),
      ...RULES,
      ...ENTERED,
    ],
  }),
  /** One's own, after what it is now; a PIN that is not set yet takes the login password for that. */
  setSecret: call({
    by: 'on-duty',
    changes: true,
    takes: z.strictObject({ kind: KeptKind, current: Secret, ...Next }),
    gives: Nothing,
    refuses: [...RULES, ...ENTERED],
  }),
  /**
   * Where nobody is left who could reset it: by a code that head office signed for this person at this station, once.
   */
  resetByCode: call({
    by: 'anyone',
    changes: true,
    takes: z.strictObject({ code: Code, number: OperatorNumber, kind: KeptKind, ...Next }),
    gives: Nothing,
    refuses: ['unknown-operator', 'no-such-secret', 'codes-locked', ...CODE_REFUSALS, ...RULES],
  }),
  /** Another's, by a manager in person. Its owner must change it at the next sign-in. */
  resetSecret: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject({ ...Whose, kind: KeptKind, ...Next, ...Word }),
    gives: Nothing,
    refuses: ['unknown-operator', 'own-secret', ...RULES, ...ENTERED],
  }),
  /**
   * Feared leaked: dead at once, until another manager sets it anew. One's own, or any by a manager. Who loses the
   * login password so is not on duty any more.
   */
  revokeSecret: call({
    by: 'on-duty',
    changes: true,
    takes: z.strictObject({ ...Whose, kind: AnyKind }),
    gives: Nothing,
    refuses: ['unknown-operator', 'secret-not-set', 'already-revoked', 'nobody-to-reset'],
  }),
  /** Begins an authenticator: what it must be told, as an `otpauth:` address, this once. */
  enrolTotp: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject(Word),
    gives: z.strictObject({ uri: z.string().max(512) }),
    refuses: ['enrolment-over', ...ENTERED],
  }),
  /** Its first code: from here on it counts. */
  confirmTotp: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    gives: Nothing,
    refuses: ['enrolment-over', 'wrong-code', ...ENTERED],
  }),
  dropTotp: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject(Word),
    gives: Nothing,
    refuses: [...ENTERED],
  }),
  setContact: call({
    by: 'manager',
    changes: true,
    takes: Contact.extend(Word),
    gives: Nothing,
    refuses: ['not-an-email', 'not-a-phone', ...ENTERED],
  }),
  /** Somebody pressed a key or touched the screen: the page says so now and then, so that main does not lock. */
  stillHere: call({ by: 'anyone', changes: false, takes: Nothing, gives: Nothing, refuses: [] }),
}
