import { masked, type Contact } from '#domain/contact'
import { operatorNumbered } from '#domain/duty'
import type { Till } from '#domain/till'
import type { Messages } from '../messages/messages.ts'
import { putNewest } from '../newest.ts'
import { refundCodeText } from '../messages/texts.ts'
import type { StationSettings } from '../settings.ts'
import type { Delivery, DeliveryState } from './ports.ts'

export interface DeliveryParts {
  readonly messages: Pick<Messages, 'channelsFor' | 'send' | 'state'>
  readonly contactOf: (manager: string) => Contact
  readonly till: () => Till
  readonly settings: StationSettings
}

/** Codes whose delivery is remembered: more than can be live. */
const SENT_KEPT = 100

/** One-time codes by mail and SMS, to the address a manager has on record. */
export function makeDelivery({ messages, contactOf, till, settings }: DeliveryParts): Delivery {
  /** The message of a code; null where the queue took none. */
  const sent = new Map<string, string | null>()
  return {
    reach: (manager) =>
      messages.channelsFor(contactOf(manager)).map(({ is, address }) => ({ channel: is, to: masked(is, address) })),
    send: ({ id, manager, channel, asker, ...facts }) => {
      const to = messages.channelsFor(contactOf(manager)).find(({ is }) => is === channel)
      const { language } = till().appearance ?? settings
      const { shop, station } = settings
      const name = operatorNumbered(till(), asker)?.name ?? ''
      const text = refundCodeText(language, channel, { shop, station, ...facts, asker: { number: asker, name } })
      const put = to && messages.send({ to, ...text })
      putNewest(sent, id, put?.ok === true ? put.value.id : null, SENT_KEPT)
    },
    state: (id) => stateOf(messages, sent.get(id)),
  }
}

function stateOf(messages: Pick<Messages, 'state'>, message: string | null | undefined): DeliveryState | null {
  if (message === undefined) return null
  const state = message === null ? null : messages.state(message)
  if (state === null) return { is: 'failed', why: 'queue' }
  return state.is === 'failed' ? { is: 'failed', why: state.why } : { is: state.is }
}
