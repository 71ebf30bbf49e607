import {
  DiscardPolicy,
  jetstream,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
} from '@nats-io/jetstream'
import { credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { dialHub, type HubPlace } from '../../drivers/hub/dial.ts'
import { JOURNALS, POSTINGS_STREAM, postingSubject, ringOf } from '../../drivers/hub/names.ts'
import { MESSAGE_BYTES_MAX } from './claims.ts'

const ANSWER_MS = 10_000
/** Names of content are remembered so long, against a batch that is sent twice at once; later the fence tells. */
const REMEMBERED_NS = 120_000_000_000

export const connectAs = (place: HubPlace, credentials: string): Promise<NatsConnection> =>
  dialHub(place, { authenticator: credsAuthenticator(Buffer.from(credentials)) })

/** Tells the hub of accounts as they are now; who is connected and may be no more is cut off. */
export async function pushAccounts(system: NatsConnection, claims: readonly string[]): Promise<void> {
  for (const claim of claims) {
    const answer = await system.request('$SYS.REQ.CLAIMS.UPDATE', claim, { timeout: ANSWER_MS })
    const said = answer.json<{ readonly data?: { readonly code?: number }; readonly error?: unknown }>()
    if (said.data?.code !== OK) throw new Error(`the hub does not take an account: ${JSON.stringify(said)}`)
  }
}
const OK = 200

/**
 * The stream of all journals, made where it is not yet. What is in it nobody changes or takes out, head office
 * included; when it is full it takes no more, and the stations keep what they have.
 */
export async function ensureStream(office: NatsConnection, replicas: 1 | 3): Promise<JetStreamManager> {
  const manager = await jetstreamManager(office, { timeout: ANSWER_MS })
  const there = await manager.streams.info(JOURNALS).catch(() => null)
  if (there === null)
    await manager.streams.add({
      ...{ name: JOURNALS, subjects: ['j.*.*'], storage: StorageType.File, retention: RetentionPolicy.Limits },
      ...{ discard: DiscardPolicy.New, deny_delete: true, deny_purge: true, allow_rollup_hdrs: false },
      ...{ allow_direct: true, max_msg_size: MESSAGE_BYTES_MAX, num_replicas: replicas },
      duplicate_window: REMEMBERED_NS,
    })
  await ensurePostings(manager, replicas)
  return manager
}

/** The newest under each name, laid out as the bucket that it is for tools of NATS. */
async function ensurePostings(manager: JetStreamManager, replicas: 1 | 3): Promise<void> {
  const there = await manager.streams.info(POSTINGS_STREAM).catch(() => null)
  if (there !== null) return
  await manager.streams.add({
    ...{ name: POSTINGS_STREAM, subjects: [postingSubject('>')], storage: StorageType.File },
    ...{ retention: RetentionPolicy.Limits, discard: DiscardPolicy.New, max_msgs_per_subject: 1 },
    ...{ allow_rollup_hdrs: true, deny_delete: true, allow_direct: true, num_replicas: replicas },
    max_msg_size: MESSAGE_BYTES_MAX,
  })
}

/** Posts something for stations, and rings for their shop. Gives its revision. */
export async function postAs(office: NatsConnection, name: string, payload: Uint8Array): Promise<number> {
  const { seq } = await jetstream(office, { timeout: ANSWER_MS }).publish(postingSubject(name), payload)
  await ring(office, name)
  return seq
}

async function ring(office: NatsConnection, name: string): Promise<void> {
  const [shop = '', whose = '', kind = ''] = name.split('.')
  office.publish(ringOf(shop, whose), kind)
  await office.flush()
}

/** The same, behind what lies there (0: nothing); null where something else does by now. */
export async function postBehind(
  office: NatsConnection,
  { name, payload }: Pick<Lying, 'name' | 'payload'>,
  after: number,
): Promise<number | null> {
  try {
    const expect = { streamName: POSTINGS_STREAM, lastSubjectSequence: after }
    const { seq } = await jetstream(office, { timeout: ANSWER_MS }).publish(postingSubject(name), payload, { expect })
    await ring(office, name)
    return seq
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === JetStreamApiCodes.StreamWrongLastSequence) return null
    throw cause
  }
}

/** A part of what is posted next: nobody is told of it. */
export async function putAs(office: NatsConnection, name: string, payload: Uint8Array): Promise<void> {
  await jetstream(office, { timeout: ANSWER_MS }).publish(postingSubject(name), payload)
}

export interface Lying {
  readonly name: string
  readonly revision: number
  readonly payload: Uint8Array
}

/** What lies under a name; null where nothing does. */
export async function lyingAs(office: NatsConnection, name: string): Promise<Lying | null> {
  const { direct } = await jetstreamManager(office, { timeout: ANSWER_MS })
  const found = await direct.getMessage(POSTINGS_STREAM, { last_by_subj: postingSubject(name) })
  return found && { name, revision: found.seq, payload: found.data }
}

/** All names under which something lies. */
export async function namesLying(office: NatsConnection): Promise<readonly string[]> {
  const { streams } = await jetstreamManager(office, { timeout: ANSWER_MS })
  const { state } = await streams.info(POSTINGS_STREAM, { subjects_filter: postingSubject('>') })
  return Object.keys(state.subjects ?? {})
    .map((subject) => subject.slice(postingSubject('').length))
    .sort()
}
