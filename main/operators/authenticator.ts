import type { Random } from '#drivers/random/port'
import { Secret, TOTP } from 'otpauth'

/** A manager's authenticator: RFC 6238 with what every app on a telephone knows: SHA-1, six digits, 30 seconds. */
const STEP_S = 30
const MS = 1000
const SHARED = { algorithm: 'SHA1', digits: 6, period: STEP_S } as const
/** RFC 4226, section 4, R6: 160 bits. */
const SECRET_BYTES = 20
/** Steps that a telephone's clock may be off, each way (RFC 6238, section 5.2). */
const STEPS_OFF = 1

/** Base32, as authenticators take it. */
export const newAuthenticatorSecret = (random: Random): string =>
  new Secret({ buffer: Uint8Array.from(random.bytes(SECRET_BYTES)).buffer }).base32

/** What an authenticator reads from a QR code. */
export const authenticatorUri = (
  secret: string,
  { issuer, label }: { readonly issuer: string; readonly label: string },
) => new TOTP({ ...SHARED, issuer, label, secret: Secret.fromBase32(secret) }).toString()

/** The step whose code it is, now or next to now; null where it is none's. */
export function stepOf(secret: string, code: string, nowMs: number): number | null {
  const totp = new TOTP({ ...SHARED, secret: Secret.fromBase32(secret) })
  const off = totp.validate({ token: code, timestamp: nowMs, window: STEPS_OFF })
  return off === null ? null : Math.floor(nowMs / (STEP_S * MS)) + off
}
