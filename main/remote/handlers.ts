import type { Handlers } from '#contract'
import {
  openRequest,
  planRequest,
  wantsFactor,
  yesRefusal,
  type RemoteAskRefusal,
  type RemoteRequest,
} from '#domain/remote'
import { refused, type Nothing, type Refused } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import type { Random } from '#drivers/random/port'
import { plan, type Acts } from '../acts.ts'
import { endedBy, proveEach, provePin, proveTotp, proveVoid } from '../authority/proving.ts'
import type { Moments } from '../operators/moments.ts'
import type { Secrets } from '../operators/secrets.ts'
import type { UnfitRefusal } from '../operators/void-word.ts'
import type { StationSettings } from '../settings.ts'
import type { Queue } from './queue.ts'

export interface RemoteHandlersParts {
  /** Of whoever is on duty. */
  readonly acts: Acts
  readonly operator: () => string
  readonly clock: Clock
  readonly random: Random
  readonly moments: Moments
  readonly secrets: Secrets
  readonly settings: StationSettings
  readonly queue: Queue
  /** Whether any other station is in reach. */
  readonly reaches: () => boolean
}

type RefusalOf<Value> = Value extends Refused<infer Why> ? Why : never
type AskWhy = RemoteAskRefusal | 'wrong-pin' | 'pin-not-set' | 'nobody-in-reach'
type AnswerWhy =
  | RefusalOf<ReturnType<typeof yesRefusal>>
  | UnfitRefusal
  | ('wrong-void-password' | 'wrong-totp' | 'totp-not-set' | 'totp-used' | 'no-request')

export const remoteHandlers = (parts: RemoteHandlersParts): Handlers['remote'] => ({
  ...askHandler(parts),
  ...answerHandler(parts),
  withdraw: ({ request }, txn) =>
    parts.acts.act<Nothing, 'no-request'>(txn, (till) =>
      openRequest(till)?.id === request
        ? plan({ event: { is: 'remote-withdrawn', request }, answer: {} })
        : refused('no-request'),
    ),
})

function askHandler(parts: RemoteHandlersParts): Pick<Handlers['remote'], 'ask'> {
  const { acts, operator, clock, random, moments, settings, reaches } = parts
  return {
    ask: ({ what, reason, pin }, txn) => {
      const { station, epoch } = settings
      const wish = { what, reason, asker: operator(), station, epoch }
      return acts.act<{ request: string }, AskWhy>(txn, async (till) => {
        if (!reaches()) return refused('nobody-in-reach')
        const { waitedMs } = moments
        const planned = planRequest(till, wish, pin !== undefined, { nowMs: clock.nowMs(), waitedMs })
        if (!planned.ok) return planned
        const { asks, subject, asker } = planned.value
        if (asks.includes('pin')) {
          const proven = await provePin(parts, { operator: asker, entered: pin, subject })
          if (proven.is !== 'holds') return endedBy(proven)
        }
        const request: RemoteRequest = { ...planned.value, id: random.id() }
        return plan({ event: { is: 'remote-asked', request }, answer: { request: request.id } })
      })
    },
  }
}

function answerHandler(parts: RemoteHandlersParts): Pick<Handlers['remote'], 'answer'> {
  const { acts, operator, clock, moments, queue } = parts
  return {
    answer: ({ request: id, says }, txn) => {
      const manager = operator()
      return acts.act<Nothing, AnswerWhy>(txn, async (till) => {
        const request = queue.find(id)?.request
        if (!request || till.answers.some((each) => each.request.id === id)) return refused('no-request')
        const answered = { is: 'remote-answered' as const, request, manager }
        if (says.is === 'no') return plan({ event: { ...answered, says }, answer: {} })
        const { subject, asker } = request
        const facts = { nowMs: clock.nowMs(), waitedMs: moments.waitedMs }
        const unheard = yesRefusal(till, request, { manager, totp: says.totp !== undefined }, facts)
        if (unheard) return unheard
        const word = { operator: manager, subject, asker }
        const proofs = [
          () => proveVoid(parts, { ...word, entered: says.voidPassword }),
          ...(wantsFactor(request) ? [() => proveTotp(parts, till, { ...word, entered: says.totp })] : []),
        ]
        const proven = await proveEach(proofs, (prove) => Promise.resolve(prove()))
        if (proven.is !== 'holds') return endedBy(proven)
        const step = proven.factor?.is === 'totp' ? proven.factor.step : null
        return plan({ event: { ...answered, says: { is: 'yes', step } }, answer: {} })
      })
    },
  }
}
