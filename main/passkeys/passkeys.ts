import type { PasskeyMade, PasskeyRequest, PasskeySigned } from '#contract/passkeys'
import { CHALLENGE_LIFE_MS, passkeysOf, wantedText, type PasskeyRefusal, type PasskeyWanted } from '#domain/passkeys'
import { done, refused, type Result } from '#domain/result'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Low } from 'lowdb'
import { makeChallenges, type Challenges } from './challenges.ts'
import { writePasskeys, type PasskeysFile, type StoredPasskey } from './file.ts'
import { createHash } from 'node:crypto'

export interface PasskeysParts {
  readonly file: Low<PasskeysFile>
  readonly till: () => Till
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Of the pages; null where their window can use no passkeys (docs/decisions/0020). */
  readonly origin: string | null
}

/** A manager's yes by an authenticator of their own, for one act. */
export interface Passkeys {
  readonly origin: string | null
  readonly rpId: string
  readonly challenges: Challenges
  /** Of one person, those alone that file and journal agree on. */
  readonly of: (operator: string) => readonly StoredPasskey[]
  /** What the page asks the approver's authenticator with, for just this. */
  readonly challengeFor: (wanted: PasskeyWanted) => Result<PasskeyRequest, 'passkeys-not-here' | 'no-such-passkey'>
  /** Whether the approver's own authenticator said yes to just this, after a challenge of the last minute; once. */
  readonly verify: (
    signed: PasskeySigned,
    wanted: PasskeyWanted,
  ) => Promise<Result<{ readonly passkey: string }, PasskeyRefusal>>
}

export const keyMark = (publicKey: string): string => createHash('sha256').update(publicKey).digest('base64url')

export function makePasskeys(parts: PasskeysParts): Passkeys {
  const { file, till, clock, random, origin } = parts
  const challenges = makeChallenges(random, clock)
  const rpId = origin === null ? '' : new URL(origin).hostname
  const of = (operator: string) => {
    const known = passkeysOf(till(), operator)
    return file.data.passkeys.filter(
      (each) =>
        each.operator === operator && known.some(({ id, key }) => id === each.id && key === keyMark(each.publicKey)),
    )
  }
  return {
    ...{ origin, rpId, challenges, of },
    challengeFor: (wanted) => {
      if (origin === null) return refused('passkeys-not-here')
      const allowed = of(wanted.approver)
      if (allowed.length === 0) return refused('no-such-passkey')
      return done({
        ...{ challenge: challenges.give(wantedText(wanted)), timeout: CHALLENGE_LIFE_MS, rpId },
        ...{ userVerification: 'required', allowCredentials: allowed.map(described) },
      })
    },
    verify: async (signed, wanted) => {
      if (origin === null) return refused('passkeys-not-here')
      const challenge = challengeIn(signed)
      const taken = challenges.take(challenge, wantedText(wanted))
      if (!taken.ok) return taken
      const stored = of(wanted.approver).find(({ id }) => id === signed.id)
      if (!stored) return refused('no-such-passkey')
      return judge({ ...parts, origin, rpId }, stored, signed, challenge)
    },
  }
}

export const described = ({ id, transports }: Pick<StoredPasskey, 'id' | 'transports'>) => ({
  ...{ id, transports: [...transports], type: 'public-key' as const },
})

/** The challenge that was signed; empty where there is none to be read. */
export function challengeIn({ response }: PasskeyMade | PasskeySigned): string {
  try {
    const said = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as { challenge?: unknown }
    return typeof said.challenge === 'string' ? said.challenge : ''
  } catch {
    // Not JSON, so nothing an authenticator signs.
    return ''
  }
}

async function judge(
  parts: PasskeysParts & { readonly origin: string; readonly rpId: string },
  stored: StoredPasskey,
  signed: PasskeySigned,
  challenge: string,
): Promise<Result<{ readonly passkey: string }, PasskeyRefusal>> {
  const { file, log, origin, rpId } = parts
  const counter = await verified(signed, stored, { challenge, origin, rpId })
  if (counter === null) return refused('passkey-refused')
  // One that counts only goes forward: where it does not, there are two of it (WebAuthn level 3, 6.1.1).
  if ((counter > 0 || stored.counter > 0) && counter <= stored.counter) {
    log.note('a passkey counted back: it may have been copied', { why: stored.operator })
    return refused('passkey-copied')
  }
  const others = file.data.passkeys.filter(({ id }) => id !== stored.id)
  if (counter !== stored.counter) await writePasskeys(file, [...others, { ...stored, counter }])
  return done({ passkey: stored.id })
}

interface Expected {
  readonly challenge: string
  readonly origin: string
  readonly rpId: string
}

/** What its counter is now; null where the signature is not what it should be. */
async function verified(signed: PasskeySigned, stored: StoredPasskey, expected: Expected): Promise<number | null> {
  // Loaded with the first signature: a start need not wait for it.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { id, publicKey } = stored
  try {
    const { verified: isRight, authenticationInfo } = await verifyAuthenticationResponse({
      response: asResponse(signed),
      ...{ expectedChallenge: expected.challenge, expectedOrigin: expected.origin, expectedRPID: expected.rpId },
      // The counter is judged by us, since that it went back says more than that something was wrong.
      credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: -1 },
      requireUserVerification: true,
    })
    return isRight ? authenticationInfo.newCounter : null
  } catch {
    // It throws for each way a signature can be wrong: all of them are no.
    return null
  }
}

type Response = Parameters<(typeof import('@simplewebauthn/server'))['verifyAuthenticationResponse']>[0]['response']
// The contract's shape is the library's, but for fields that may be missing rather than undefined.
const asResponse = (signed: PasskeySigned): Response => JSON.parse(JSON.stringify(signed)) as Response
