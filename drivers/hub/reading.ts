import {
  AckPolicy,
  DeliverPolicy,
  type Consumer,
  type ConsumerConfig,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream'
import type { MsgHdrs } from '@nats-io/transport-node'
import { JOURNALS } from './names.ts'
import type { HubMessage } from './port.ts'

/** So often the hub says that it is still there while it sends. */
export const HEARTBEAT_MS = 2_000
/** For what was asked for, the hub waits so long; whoever wants more asks again. */
export const EXPIRES_MS = 30_000
/** A consumer that nobody reads is forgotten after this. */
const FORGOTTEN_MS = 10_000
const NS_A_MS = 1_000_000

/** How journals are read from a place on. The hub keeps nothing of it but where it is, while it is read. */
export const readingFrom = (place: number): Partial<ConsumerConfig> => ({
  ...{ ack_policy: AckPolicy.None, mem_storage: true, num_replicas: 1 },
  ...{ deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Math.max(1, place) },
  inactive_threshold: FORGOTTEN_MS * NS_A_MS,
})

export interface Wanted {
  readonly subject: string
  readonly place: number
  readonly most: number
  /** By which the hub knows who reads; without one it takes one that nobody guesses. */
  readonly name?: string
}

/** Messages on one subject. Null where one is missing, or they come in another order. Throws as the library does. */
export async function readOnce(
  { manager, client }: { readonly manager: JetStreamManager; readonly client: JetStreamClient },
  { subject, place, most, name }: Wanted,
): Promise<HubMessage[] | null> {
  const named = name === undefined ? {} : { name }
  const consumer = await manager.consumers.add(JOURNALS, { ...readingFrom(place), ...named, filter_subject: subject })
  const wanted = Math.min(most, consumer.num_pending)
  const messages =
    wanted === 0 ? [] : await fetched(client.consumers.getConsumerFromInfo(consumer), { own: subject, wanted })
  await manager.consumers.delete(JOURNALS, consumer.name).catch(gone)
  return messages
}

async function fetched(consumer: Consumer, { own, wanted }: { own: string; wanted: number }) {
  const fetched = await consumer.fetch({
    ...{ max_messages: wanted, expires: EXPIRES_MS, idle_heartbeat: HEARTBEAT_MS },
  })
  const messages: HubMessage[] = []
  for await (const message of fetched) {
    if (message.info.deliverySequence !== messages.length + 1 || message.subject !== own) return null
    messages.push(messageOf(message))
  }
  return messages.length === wanted ? messages : null
}

export const messageOf = ({ subject, headers, data: payload, seq: place }: JsMsg): HubMessage => ({
  ...{ subject, headers: headers ? ours(headers) : {}, payload, place },
})

/** Those that the sender gave it, without what the hub itself put there. */
export function ours(headers: MsgHdrs): Record<string, string> {
  return Object.fromEntries(
    headers
      .keys()
      .filter((name) => name.startsWith('J-'))
      .map((name) => [name, headers.last(name)]),
  )
}

/** It was over already. */
export const gone = (): undefined => undefined
