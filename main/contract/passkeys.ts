import { call } from './define.ts'
import { Nothing, OperatorNumber, Secret } from './shapes.ts'
import { z } from 'zod'

const Base64Url = z.string().regex(/^[\w-]*$/)
const Id = Base64Url.min(1).max(1_400)
const Described = z.strictObject({ id: Id, type: z.literal('public-key'), transports: z.array(z.string()) })
const Challenge = Base64Url.min(43).max(43)
const Lifetime = z.int().min(1)

/** What navigator.credentials.create is given, as JSON (WebAuthn level 3, 5.1.8). */
export const PasskeyCreation = z.strictObject({
  ...{ challenge: Challenge, timeout: Lifetime, attestation: z.literal('none') },
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: Base64Url, name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  excludeCredentials: z.array(Described),
  authenticatorSelection: z.strictObject({
    ...{ userVerification: z.literal('required'), residentKey: z.literal('discouraged') },
  }),
})

/** What navigator.credentials.get is given. */
export const PasskeyRequest = z.strictObject({
  ...{ challenge: Challenge, timeout: Lifetime, rpId: z.string(), userVerification: z.literal('required') },
  allowCredentials: z.array(Described),
})
export type PasskeyCreation = z.infer<typeof PasskeyCreation>
export type PasskeyRequest = z.infer<typeof PasskeyRequest>

const Text = Base64Url.max(8_000)
const Attachment = z.enum(['platform', 'cross-platform']).optional()
const Credential = {
  ...{ id: Id, rawId: Id, type: z.literal('public-key'), authenticatorAttachment: Attachment },
  // Nothing of it is used.
  clientExtensionResults: z.looseObject({}),
}
/** A new passkey as the page has it from its authenticator (`PublicKeyCredential.toJSON`). */
export const PasskeyMade = z.object({
  ...Credential,
  response: z.object({
    ...{ clientDataJSON: Text, attestationObject: Text },
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
})
/** A signature of one. */
export const PasskeySigned = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Text, authenticatorData: Text, signature: Text, userHandle: Text.optional() }),
})
export type PasskeyMade = z.infer<typeof PasskeyMade>
export type PasskeySigned = z.infer<typeof PasskeySigned>

const OWN_WORD = [
  ...(['wrong-void-password', 'void-password-locked', 'void-password-shut', 'void-password-alone'] as const),
] as const
/** How a signature can be refused. */
export const SIGNED_REFUSALS = [
  ...(['passkeys-not-here', 'no-such-passkey', 'passkey-challenge'] as const),
  ...(['passkey-for-another', 'passkey-copied', 'passkey-refused'] as const),
] as const

/** A manager's own passkeys: a second factor beside the void password. */
export const passkeys = {
  /** The manager's void password first; then what a new passkey is made with, within a minute. */
  begin: call({
    ...{ by: 'manager', changes: true, takes: z.strictObject({ voidPassword: Secret }), gives: PasskeyCreation },
    refuses: ['passkeys-not-here', 'too-many-passkeys', ...OWN_WORD],
  }),
  add: call({
    ...{ by: 'manager', changes: true, takes: z.strictObject({ made: PasskeyMade }), gives: Nothing },
    refuses: ['passkeys-not-here', 'too-many-passkeys', 'passkey-challenge', 'passkey-refused'],
  }),
  remove: call({
    ...{ by: 'manager', changes: true, takes: z.strictObject({ id: Id, voidPassword: Secret }), gives: Nothing },
    refuses: ['no-such-passkey', ...OWN_WORD],
  }),
  /** To try an own passkey; it opens nothing. */
  challenge: call({
    ...{ by: 'manager', changes: false, takes: Nothing, gives: PasskeyRequest },
    refuses: ['passkeys-not-here', 'no-such-passkey'],
  }),
  try: call({
    ...{ by: 'manager', changes: false, takes: z.strictObject({ signed: PasskeySigned }), gives: Nothing },
    refuses: SIGNED_REFUSALS,
  }),
}

/** Where passkeys can be used, and who has one; one's own for a manager on duty. */
export const PasskeysView = z.strictObject({
  /** Whether this station's window can use them at all. */
  offered: z.boolean(),
  people: z.array(OperatorNumber),
  mine: z.array(z.strictObject({ id: Id, addedMs: z.int() })),
})
export type PasskeysView = z.infer<typeof PasskeysView>
