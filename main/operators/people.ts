import type { Handlers } from '#contract'
import type { PersonView } from '#contract/people-view'
import type { TillEvent } from '#domain/events'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Hashing } from '#drivers/hashing/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { makeDelivery } from '../authority/delivery.ts'
import type { Delivery } from '../authority/ports.ts'
import type { Messages } from '../messages/messages.ts'
import type { Opened } from '../opening.ts'
import { operatorsHandlers } from './handlers.ts'
import { watchIdle } from './idle.ts'
import { makeMoments, type Moments } from './moments.ts'
import { peopleView } from './people-view.ts'
import { makeSecrets, type Secrets } from './secrets.ts'

export interface PeopleParts {
  readonly clock: Clock
  readonly random: Random
  readonly hashing: Hashing
  readonly log: Log
  readonly acts: Acts
  readonly opened: Pick<Opened, 'operators' | 'settings' | 'storeroom' | 'vault'>
  readonly closing: AbortSignal
  readonly messages: Messages
  /** In the place of mail and SMS. */
  readonly delivery?: Delivery
}

/** Who works at the station, what they can show that they are, and how long they stay. */
export interface StartedPeople {
  readonly checks: { readonly secrets: Secrets; readonly moments: Moments }
  /** Brings one-time codes to managers. */
  readonly delivery: Delivery
  readonly handlers: Omit<Handlers['operators'], 'resetByCode'>
  readonly view: (till: Till) => PersonView[]
  /** Of each event, once it is in the till. */
  readonly heard: (event: TillEvent) => void
  /** What somebody at the station does: it keeps the station from locking itself. */
  readonly touching: <Args extends unknown[], Value>(act: (...args: Args) => Value) => (...args: Args) => Value
  /** Resolves when `closing` has ended what goes on by itself. */
  readonly ended: Promise<void>
}

export function startPeople({ clock, random, hashing, log, acts, opened, ...rest }: PeopleParts): StartedPeople {
  const { operators, settings, storeroom, vault } = opened
  const isDone = (txn: string) => storeroom.answer(txn)?.ok === true
  const known = () => acts.till().operators
  const secrets = makeSecrets({ file: operators, isDone, known, vault, hashing, random, clock })
  const moments = makeMoments(clock)
  const { closing, messages, delivery = makeDelivery({ messages, ...secrets, till: acts.till, settings }) } = rest
  const ageRule = settings.secrets
  const { touched, ended } = watchIdle({ acts, clock, random, log, minutes: settings.idleLockMinutes, closing })
  return {
    ...{ checks: { secrets, moments }, delivery, ended },
    touching:
      (act) =>
      (...args) => {
        touched()
        return act(...args)
      },
    handlers: operatorsHandlers({ acts, secrets, moments, random, clock, ageRule, shop: settings.shop }),
    view: (till) => peopleView({ till, moments, secrets, ageRule, nowMs: clock.nowMs(), delivery }),
    heard: (event) => {
      moments.heard(event)
      // Each of these acts has drafted what it sets just before its record was written.
      if (isDrafted(event)) secrets.drafts.settle()
    },
  }
}

const DRAFTED: ReadonlySet<TillEvent['is']> = new Set([
  ...(['secret-set', 'secret-revoked', 'authenticator-set', 'contact-set'] as const),
])
const isDrafted = (event: TillEvent): boolean =>
  DRAFTED.has(event.is) || (event.is === 'signed-in' && event.changed === true)
