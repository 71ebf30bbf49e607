import { call } from './define.ts'
import { Nothing } from './shapes.ts'
import { z } from 'zod'

/**
 * What asking the platform something harmless came to. `fine`: it knows us, and we it · `other-answer`: rightly signed
 * both ways, and it says something else than that there is no such order · `merchant`: it knows the key, and not the
 * merchant or its contract · `insecure`: TLS does not show whom the settings want · `unsigned`: not signed by the
 * platform's key in the settings · `refused`: it does not take our signature · `clock`: since our clock is off ·
 * `http`: something between answered.
 */
const Found = z.enum([
  ...(['fine', 'other-answer', 'merchant', 'unreachable', 'insecure', 'proxy', 'no-answer', 'http'] as const),
  ...(['unsigned', 'refused', 'clock', 'given-up'] as const),
])

export const CheckedView = z.strictObject({
  found: Found,
  atMs: z.number(),
  /** How far the platform's clock is before ours; null where it signed nothing. */
  skewMs: z.number().nullable(),
  /** The platform's; HTTP's; and the number that the platform's people find it by. */
  ...{ code: z.string().nullable(), status: z.int().nullable(), traceId: z.string().nullable() },
})
export type CheckedView = z.infer<typeof CheckedView>

/** Whether a new key that waits for its certificate may be discarded for this one. */
const Discarding = { discard: z.boolean() }
/** Names a key for people: 16 hex digits. */
const Print = z.strictObject({ print: z.string() })
const Pem = z.string().min(1).max(8_192)

/** A real scan payment platform, and the merchant's key. It never leaves; its public half is in the view. */
export const scanpay = {
  /** Made here. In force at once where there was none; else it waits until the settings name its certificate. */
  makeKey: call({
    ...{ by: 'it', changes: true, takes: z.strictObject(Discarding), gives: Print },
    refuses: ['no-platform', 'key-waits'],
  }),
  /** One that was made elsewhere: PKCS #8 in PEM, not encrypted. Sealed here, and never shown. */
  loadKey: call({
    ...{ by: 'it', changes: true, takes: z.strictObject({ pem: Pem, ...Discarding }), gives: Print },
    refuses: [
      ...(['no-platform', 'key-waits', 'key-garbled', 'key-encrypted', 'key-public'] as const),
      ...(['key-not-rsa', 'key-too-short', 'key-too-long'] as const),
    ],
  }),
  /** What orders are sealed with besides: base64 of 16 bytes. */
  loadBodyKey: call({
    ...{ by: 'it', changes: true, gives: Nothing, refuses: ['no-platform', 'no-body-key'] },
    takes: z.strictObject({ key: z.string().min(1).max(64) }),
  }),
  /** Asks the platform something harmless, and says what is amiss. Takes 45 seconds at most. */
  check: call({
    ...{ by: 'manager-or-it', changes: false, takes: Nothing, gives: CheckedView },
    refuses: ['no-platform', 'platform-no-key'],
  }),
}

/** A key of the merchant: what the platform is given of it. */
const Key = z.strictObject({ publicKey: z.string(), print: z.string() })

export const PlatformView = z.strictObject({
  /** With its port; and through which proxy. */
  ...{ host: z.string(), proxy: z.string().nullable() },
  ...{ appid: z.string(), merchant: z.string(), terminal: z.string(), serial: z.string().nullable() },
  key: Key.nullable(),
  /** One that is to be in force when the settings name another certificate. */
  waiting: Key.nullable(),
  bodyKey: z.enum(['not-used', 'there', 'none']),
  /** Until when the platform's certificate is good; null where the settings have its bare key. */
  untilMs: z.number().nullable(),
  isOver: z.boolean(),
  /** It is being asked. */
  busy: z.boolean(),
  /** What asking it last came to, since the start. */
  checked: CheckedView.nullable(),
})
export type PlatformView = z.infer<typeof PlatformView>
