import type { Handlers } from '#contract'
import type { MessagesView } from '#contract/messages-view'
import { masked, type Channel, type Contact } from '#domain/contact'
import { onDuty } from '#domain/duty'
import { done, refused } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import { isDeliverable, type Address, type Message, type Messenger } from '#drivers/messenger/port'
import type { Random } from '#drivers/random/port'
import { plan, type Acts } from '../acts.ts'
import { whileOnDuty } from '../operators/on-duty.ts'
import type { StationSettings } from '../settings.ts'
import type { Vault } from '../vault.ts'
import { makeQueue, type Queue } from './queue.ts'
import { testText } from './texts.ts'

export interface MessagesParts {
  readonly acts: Acts
  readonly messenger: Messenger
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly vault: Vault
  readonly settings: StationSettings
  readonly closing: AbortSignal
  readonly onChange: () => void
}

/** Mail and SMS, as the other rooms use them. */
export interface Messages {
  /** Ways this person can be reached by, of those that are set up: mail before SMS, which costs. */
  readonly channelsFor: (contact: Contact) => readonly Address[]
  /** Begins to send; what becomes of it `state` says, and `onChange` of the parts when that is another. */
  readonly send: (message: Omit<Message, 'id'>) => ReturnType<Queue['put']>
  readonly state: Queue['state']
  readonly handlers: Handlers['messages']
  /** Null for whom it does not concern. */
  readonly view: () => MessagesView | null
  readonly idle: () => Promise<void>
}

/** Where the vault keeps the password of a mail server, or the key of a gateway. */
export const SECRET_NAMES = { email: 'messages.mail', sms: 'messages.sms' } as const satisfies Record<Channel, string>

interface Test {
  readonly id: string
  readonly channel: Channel
  readonly to: string
}

export function startMessages(parts: MessagesParts): Messages {
  const { acts, messenger, random, settings } = parts
  const queue = makeQueue(parts)
  let test: Test | null = null
  const send = (message: Omit<Message, 'id'>) => queue.put({ id: random.id(), ...message })
  const cares = () => ['manager', 'it'].includes(onDuty(acts.till())?.role ?? '')
  const trial: Handlers['messages']['test'] = ({ channel, to: address }) => {
    const to = { is: channel, address }
    if (!cares()) return Promise.resolve(refused('not-allowed'))
    if (!messenger.channels().includes(channel)) return Promise.resolve(refused('channel-not-set-up'))
    if (!isDeliverable(to)) return Promise.resolve(refused('not-an-address'))
    const { language } = acts.till().appearance ?? settings
    const put = send({ to, ...testText(language, settings.shop, settings.station) })
    if (!put.ok) return Promise.resolve(put)
    test = { ...put.value, channel, to: masked(channel, address) }
    parts.onChange()
    return Promise.resolve(done({}))
  }
  return {
    ...{ send, state: queue.state, idle: queue.idle },
    channelsFor: ({ email, phone }) => {
      const ways = messenger.channels()
      return [
        ...(email !== null && ways.includes('email') ? [{ is: 'email' as const, address: email }] : []),
        ...(phone !== null && ways.includes('sms') ? [{ is: 'sms' as const, address: phone }] : []),
      ].filter(isDeliverable)
    },
    handlers: { setPassword: setPassword(parts), test: trial },
    view: () => (cares() ? viewOf(parts, test && { ...test, state: queue.state(test.id) }) : null),
  }
}

/** The secret first: a record of one that is not there would mislead; the other way round it is set once more. */
const setPassword =
  ({ acts, vault }: MessagesParts): Handlers['messages']['setPassword'] =>
  ({ channel, secret }, txn) =>
    whileOnDuty(acts).act(txn, async (till) => {
      await vault.put(SECRET_NAMES[channel], secret)
      return plan({ event: { is: 'message-password-set', channel, by: till.duty ?? '' }, answer: {} })
    })

type Tested = Test & { readonly state: ReturnType<Queue['state']> }

function viewOf({ messenger, settings }: MessagesParts, test: Tested | null): MessagesView {
  const { mail, sms } = settings.messages
  const ways = messenger.channels()
  const way = (channel: Channel, at: string | null) => {
    if (ways.includes(channel)) return { is: 'ready' as const, at: at ?? '' }
    return { is: at === null ? ('none' as const) : ('no-password' as const), at: at ?? '' }
  }
  const state = test?.state
  return {
    email: way('email', mail && `${mail.host}:${mail.port}`),
    sms: way('sms', sms && new URL(sms.url).host),
    test: test && state ? { channel: test.channel, to: test.to, state } : null,
  }
}
