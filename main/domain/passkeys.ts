import type { Wanted } from './authority.ts'
import { assert } from './result.ts'
import type { Of } from './events.ts'
import type { Till } from './till.ts'

/** A passkey as the journal knows it: one that only a file knows is nobody's. */
export interface Passkey {
  readonly operator: string
  /** Of the credential, base64url. */
  readonly id: string
  /** SHA-256 of its public key, base64url. */
  readonly key: string
}

/** A fingerprint at the till, a stick on the key ring, and one in the safe. */
export const PASSKEYS_EACH_MAX = 5
/** How long a challenge is good for, by a clock nobody sets. */
export const CHALLENGE_LIFE_MS = 60_000

/** What one touch of the authenticator says yes to, and whose it must be: all of it is in the challenge. */
export interface PasskeyWanted extends Omit<Wanted, 'act'> {
  readonly act: string
  readonly approver: string
}

/** The same text for the same wish, whatever order its parts were written in; another one for any other wish. */
export const wantedText = (wanted: PasskeyWanted): string =>
  JSON.stringify(Object.entries(wanted).sort(([a], [b]) => (a < b ? -1 : 1)))

export const passkeysOf = ({ passkeys }: Pick<Till, 'passkeys'>, operator: string): readonly Passkey[] =>
  passkeys.filter((each) => each.operator === operator)

export type PasskeyRefusal =
  | 'passkeys-not-here'
  | 'no-such-passkey'
  | 'passkey-challenge'
  | 'passkey-for-another'
  | 'passkey-copied'
  | 'passkey-refused'

/** How the till changes by them. What does not fit is a bug or forged, and throws. */
export function passkeyed(till: Till, event: Of<'passkey-added' | 'passkey-removed'>): Till {
  const { operator, id } = event
  const others = till.passkeys.filter((each) => each.id !== id)
  if (event.is === 'passkey-added') {
    assert(others.length === till.passkeys.length, 'a passkey is added once')
    return { ...till, passkeys: [...others, { operator, id, key: event.key }] }
  }
  assert(others.length === till.passkeys.length - 1, 'a passkey that is removed was there')
  return { ...till, passkeys: others }
}
