import type { Handlers } from '#contract'
import { done, refused, type Nothing } from '#domain/result'
import type { Random } from '#drivers/random/port'
import { plan } from '../acts.ts'
import { authenticatorUri, newAuthenticatorSecret, stepOf } from './authenticator.ts'
import { lockRefusal, voidEntered, whoever, type OperatorsParts, type Unheard } from './entering.ts'
import { whileOnDuty } from './on-duty.ts'

export interface AuthenticatorsParts extends OperatorsParts {
  readonly random: Random
  /** Whose till it is, as the telephone lists it. */
  readonly shop: string
}

type Calls = Pick<Handlers['operators'], 'enrolTotp' | 'confirmTotp' | 'dropTotp'>
type Why = Unheard | 'wrong-secret'

/** How long somebody may take to bring it onto the telephone. */
const ENROLMENT_LIFE_MS = 10 * 60_000

interface Enrolment {
  readonly operator: string
  readonly txn: string
  readonly secret: string
  readonly begunMs: number
}

/** A manager’s authenticator: begun, proved by a code, dropped. Until it is proved nothing but memory holds it. */
export function authenticators(parts: AuthenticatorsParts): Calls {
  const { acts, clock, random, shop, secrets } = parts
  /** One at a time: the newest. */
  let begun: Enrolment | null = null
  const enrolmentOf = (operator: string): Enrolment | null =>
    begun?.operator === operator && clock.elapsedMs() - begun.begunMs <= ENROLMENT_LIFE_MS ? begun : null
  return {
    enrolTotp: async ({ voidPassword }, txn) => {
      const answer = await whileOnDuty(acts).act<Nothing, Why>(txn, async (till) => {
        const { number: operator } = whoever(till)
        const amiss = await voidEntered(parts, till, voidPassword, 'authenticator')
        if (amiss) return amiss
        begun = { operator, txn, secret: newAuthenticatorSecret(random), begunMs: clock.elapsedMs() }
        return plan({ event: { is: 'authenticator-begun', operator }, answer: {} })
      })
      if (!answer.ok) return answer
      // The journal keeps every answer, so what is answered here is none of its.
      if (begun?.txn !== txn) return refused('enrolment-over')
      const { operator, secret } = begun
      return done({ uri: authenticatorUri(secret, { issuer: shop, label: operator }) })
    },

    confirmTotp: ({ code }, txn) =>
      whileOnDuty(acts).act<Nothing, Unheard | 'enrolment-over' | 'wrong-code'>(txn, async (till) => {
        const { number: operator } = whoever(till)
        const enrolment = enrolmentOf(operator)
        if (!enrolment) return refused('enrolment-over')
        const amiss = lockRefusal(parts, till, 'totp', operator)
        if (amiss) return amiss
        const step = stepOf(enrolment.secret, code, clock.nowMs())
        if (step === null) {
          const event = { is: 'secret-refused', secret: 'totp', operator, subject: 'authenticator' } as const
          return done({ event, reply: refused('wrong-code') })
        }
        await secrets.drafts.setAuthenticator(txn, operator, enrolment.secret)
        begun = null
        return plan({ event: { is: 'authenticator-set', operator, step }, answer: {} })
      }),

    dropTotp: ({ voidPassword }, txn) =>
      whileOnDuty(acts).act<Nothing, Why>(txn, async (till) => {
        const { number: operator } = whoever(till)
        if (!secrets.hasTotp(operator)) return refused('secret-not-set')
        const amiss = await voidEntered(parts, till, voidPassword, 'authenticator')
        if (amiss) return amiss
        await secrets.drafts.setAuthenticator(txn, operator, null)
        return plan({ event: { is: 'secret-revoked', secret: 'totp', operator, by: operator }, answer: {} })
      }),
  }
}
