import type { Handlers } from '#contract'
import type { PasskeyCreation, PasskeyMade, PasskeysView } from '#contract/passkeys'
import { onDuty, operatorNumbered } from '#domain/duty'
import { money } from '#domain/money'
import { CHALLENGE_LIFE_MS, PASSKEYS_EACH_MAX, passkeysOf, type PasskeyWanted } from '#domain/passkeys'
import { done, refused, type Nothing, type Refused } from '#domain/result'
import type { Till } from '#domain/till'
import { plan, type Acts, type Planned } from '../acts.ts'
import type { Moments } from '../operators/moments.ts'
import { whileOnDuty } from '../operators/on-duty.ts'
import type { Secrets } from '../operators/secrets.ts'
import { lockedVoid, wrongVoid, type LockedVoid } from '../operators/void-word.ts'
import type { StationSettings } from '../settings.ts'
import { writePasskeys, type PasskeysFile } from './file.ts'
import { challengeIn, described, keyMark, makePasskeys, type Passkeys, type PasskeysParts } from './passkeys.ts'

export interface StartPasskeysParts extends Omit<PasskeysParts, 'till'> {
  readonly acts: Acts
  readonly secrets: Pick<Secrets, 'isVoidPassword'>
  readonly moments: Moments
  readonly settings: StationSettings
}

export interface StartedPasskeys extends Passkeys {
  readonly handlers: Handlers['passkeys']
  readonly view: () => PasskeysView
}

export function startPasskeys(parts: StartPasskeysParts): StartedPasskeys {
  const { acts, file } = parts
  const passkeys = makePasskeys({ ...parts, till: acts.till })
  return {
    ...passkeys,
    handlers: { ...enrolling(parts, passkeys), ...trying(parts, passkeys) },
    view: () => {
      const { operators } = acts.till()
      const me = onDuty(acts.till())
      const have = operators.map(({ number }) => number).filter((number) => passkeys.of(number).length > 0)
      const mine = me?.role === 'manager' ? passkeys.of(me.number) : []
      return {
        ...{ offered: passkeys.origin !== null, people: me ? have : [] },
        mine: file.data.passkeys.filter((each) => mine.includes(each)).map(({ id, addedMs }) => ({ id, addedMs })),
      }
    },
  }
}

type Calls = Handlers['passkeys']
type OwnWordRefusal = 'wrong-void-password' | LockedVoid

/** Goes on with `then` after the void password of whoever is on duty; a wrong one is counted as at any void. */
async function byOwnWord<Value, Why extends string>(
  { secrets, moments }: StartPasskeysParts,
  till: Till,
  voidPassword: string,
  then: (operator: string) => Planned<Value, Why> | Promise<Planned<Value, Why>>,
): Promise<Planned<Value, Why | OwnWordRefusal>> {
  const operator = till.duty ?? ''
  const locked = lockedVoid(till, moments, operator)
  if (locked) return locked
  if (await secrets.isVoidPassword(operator, voidPassword)) return then(operator)
  return wrongVoid({ subject: 'passkey', asker: operator, manager: operator })
}

/** What a challenge for a new passkey is bound to. */
const enrolText = (operator: string): string => `enrol ${operator}`

function enrolling(parts: StartPasskeysParts, passkeys: Passkeys): Pick<Calls, 'begin' | 'add' | 'remove'> {
  const { file, clock } = parts
  const acts = whileOnDuty(parts.acts)
  const isFull = (till: Till) => passkeysOf(till, till.duty ?? '').length >= PASSKEYS_EACH_MAX
  const unable = (till: Till): Refused<'passkeys-not-here' | 'too-many-passkeys'> | null =>
    passkeys.origin === null ? refused('passkeys-not-here') : isFull(till) ? refused('too-many-passkeys') : null
  return {
    begin: ({ voidPassword }, txn) =>
      acts.act<PasskeyCreation, OwnWordRefusal | 'passkeys-not-here' | 'too-many-passkeys'>(
        txn,
        (till) =>
          unable(till) ??
          byOwnWord(parts, till, voidPassword, (operator) =>
            plan({ event: { is: 'passkey-asked', operator }, answer: creationFor(parts, passkeys, till, operator) }),
          ),
      ),
    add: ({ made }, txn) =>
      acts.act<Nothing, 'passkeys-not-here' | 'too-many-passkeys' | 'passkey-challenge' | 'passkey-refused'>(
        txn,
        async (till) => {
          const amiss = unable(till)
          if (amiss) return amiss
          const operator = till.duty ?? ''
          const challenge = challengeIn(made)
          if (!passkeys.challenges.take(challenge, enrolText(operator)).ok) return refused('passkey-challenge')
          const credential = await madeRight(made, { challenge, origin: passkeys.origin ?? '', rpId: passkeys.rpId })
          if (!credential || till.passkeys.some(({ id }) => id === credential.id)) return refused('passkey-refused')
          // What was removed, or never came into the journal, goes from the file now.
          const others = file.data.passkeys.filter(({ id }) => till.passkeys.some((each) => each.id === id))
          // The file first: a passkey of the journal that no file has could never be used, nor made again.
          await writePasskeys(file, [...others, { operator, ...credential, addedMs: clock.nowMs() }])
          const { id, publicKey } = credential
          return plan({ event: { is: 'passkey-added', operator, id, key: keyMark(publicKey) }, answer: {} })
        },
      ),
    remove: ({ id, voidPassword }, txn) =>
      acts.act<Nothing, OwnWordRefusal | 'no-such-passkey'>(txn, (till) => {
        if (!passkeysOf(till, till.duty ?? '').some((each) => each.id === id)) return refused('no-such-passkey')
        // What the journal does not know any more is nobody's; its line stays in the file until the next one is added.
        return byOwnWord(parts, till, voidPassword, (operator) =>
          plan({ event: { is: 'passkey-removed', operator, id }, answer: {} }),
        )
      }),
  }
}

/** COSE numbers (RFC 9053): ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257]

function creationFor(
  { settings }: StartPasskeysParts,
  passkeys: Passkeys,
  till: Till,
  operator: string,
): PasskeyCreation {
  const name = operatorNumbered(till, operator)?.name ?? ''
  return {
    ...{ challenge: passkeys.challenges.give(enrolText(operator)), timeout: CHALLENGE_LIFE_MS, attestation: 'none' },
    rp: { id: passkeys.rpId, name: settings.shop },
    user: {
      // Names the person at this station to an authenticator, and nobody elsewhere.
      id: Buffer.from(`${settings.station}-${operator}`).toString('base64url'),
      ...{ name: `${operator} ${name}`, displayName: `${operator} ${name}` },
    },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: passkeys.of(operator).map(described),
    authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
  }
}

interface Expected {
  readonly challenge: string
  readonly origin: string
  readonly rpId: string
}
type NewPasskey = Omit<PasskeysFile['passkeys'][number], 'operator' | 'addedMs'>

/** The new passkey; null where it is not what was asked for. */
async function madeRight(made: PasskeyMade, { challenge, origin, rpId }: Expected): Promise<NewPasskey | null> {
  // Loaded with the first passkey: a start need not wait for it.
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      // The contract's shape is the library's, but for fields that may be missing rather than undefined.
      response: JSON.parse(JSON.stringify(made)) as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId },
      ...{ requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS },
    })
    if (!verified) return null
    const { id, publicKey, counter } = registrationInfo.credential
    const transports = made.response.transports ?? []
    return { id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports }
  } catch {
    // It throws for each way an answer can be wrong: all of them are no.
    return null
  }
}

/** That an own passkey works can be seen before it is needed. */
function trying({ acts, settings }: StartPasskeysParts, passkeys: Passkeys): Pick<Calls, 'challenge' | 'try'> {
  const wanted = (): PasskeyWanted => {
    const me = acts.till().duty ?? ''
    const { station, epoch } = settings
    return {
      ...{ act: 'try-passkey', subject: me, goods: '', amount: money(0), reason: 'other', station, epoch },
      ...{ asker: me, approver: me, asks: [] },
    }
  }
  return {
    challenge: () => Promise.resolve(passkeys.challengeFor(wanted())),
    try: async ({ signed }) => {
      const verified = await passkeys.verify(signed, wanted())
      return verified.ok ? done({}) : verified
    },
  }
}
