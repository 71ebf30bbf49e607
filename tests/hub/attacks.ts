import { setTimeout as sleep } from 'node:timers/promises'
import { credsAuthenticator, headers, type NatsConnection } from '@nats-io/transport-node'
import { dialHub } from '#drivers/hub/dial'
import {
  CONSUMERS_AT,
  floorSubject,
  JOURNALS,
  loginOf,
  POSTINGS_STREAM,
  postingSubject,
  RING,
  ringOf,
} from '#drivers/hub/names'
import { subjectOf, type Sender } from '#main/sync/batch'
import type { Enrolled } from './hub.ts'

/** What somebody does who has a station's credentials and speaks to the hub without our program. */
export interface Attempt {
  readonly name: string
  readonly subject: string
  readonly payload: string
  /** Where it asks for the answer to go; null: to itself. */
  readonly reply: string | null
}

/** `forbidden`: not let through at all · `refused`: answered with an error · `answered`: it got what it asked for. */
export type Outcome = 'forbidden' | 'refused' | 'silence' | 'answered'

const ANSWER_MS = 400
/** What head office has posted for the shop. */
export const POLICY = postingSubject('s01.all.policy')

export const intruder = ({ address, sender }: Pick<Enrolled, 'address' | 'sender'>): Promise<NatsConnection> =>
  dialHub(address, {
    ...{ authenticator: credsAuthenticator(address.credentials), inboxPrefix: `_INBOX.${loginOf(sender)}` },
  })

export async function attempted(connection: NatsConnection, { subject, payload, reply }: Attempt): Promise<Outcome> {
  if (reply !== null) {
    connection.publish(subject, payload, { reply })
    await connection.flush()
    return 'silence'
  }
  try {
    const answer = await connection.request(subject, payload, { timeout: ANSWER_MS })
    const isError = (answer.headers?.code ?? 0) >= 400 || answer.string().includes('"error"')
    return isError ? 'refused' : 'answered'
  } catch (cause) {
    return String(cause).includes('Permissions Violation') ? 'forbidden' : 'silence'
  }
}

const attempt = (name: string, subject: string, payload = '', reply: string | null = null): Attempt => ({
  ...{ name, subject, payload, reply },
})
const { stringify } = JSON

/** On the subjects of others, straight on. */
export const onOthers = (own: Sender, others: readonly Sender[]): Attempt[] => [
  ...others.map((each) => attempt('another’s subject', subjectOf(each), 'x')),
  ...['j', 'j.s01', `${subjectOf(own)}.x`, 'j.s01.*', 'j.>', 'j.S01.10', `j..${own.station}`, `${subjectOf(own)}.`].map(
    (subject) => attempt('no station’s subject', subject, 'x'),
  ),
]

/** By asking for an answer to be sent to another's subject, or to the hub itself. */
export function byReply(own: Sender, others: readonly Sender[]): Attempt[] {
  const login = loginOf(own)
  const ways = [
    [subjectOf(own), 'x'],
    [`$JS.API.DIRECT.GET.${JOURNALS}.${subjectOf(own)}`, ''],
    [`${CONSUMERS_AT}.CONSUMER.MSG.NEXT.${JOURNALS}.${login}`, '{"batch":5}'],
    [`${CONSUMERS_AT}.CONSUMER.DELETE.${JOURNALS}.${login}`, ''],
    [creating(own), creation(own, {})],
    [`$JS.API.DIRECT.GET.${POSTINGS_STREAM}.${POLICY}`, ''],
    [floorSubject(own.station), 'x'],
  ] as const
  const targets = [
    ...others.map(subjectOf),
    ...[`$JS.API.STREAM.DELETE.${JOURNALS}`, `$JS.API.STREAM.PURGE.${JOURNALS}`, POLICY, '$SYS.REQ.SERVER.PING'],
  ]
  return ways.flatMap(([subject, payload]) =>
    targets.map((target) => attempt('an answer sent elsewhere', subject, payload, target)),
  )
}

const creating = (own: Sender, name = loginOf(own)): string =>
  `${CONSUMERS_AT}.CONSUMER.CREATE.${JOURNALS}.${name}.${subjectOf(own)}`
const creation = (own: Sender, more: object, name = loginOf(own)): string =>
  stringify({
    stream_name: JOURNALS,
    config: { name, filter_subject: subjectOf(own), ack_policy: 'none', deliver_policy: 'all', ...more },
  })

/** By consumers of other stations, of all, or that deliver into another's subject. */
export function byConsumer(own: Sender, others: readonly Sender[]): Attempt[] {
  const [other = own] = others
  const filters = [
    ...others.map((each) => ({ filter_subject: subjectOf(each) })),
    { filter_subject: '' },
    { filter_subject: 'j.>' },
  ]
  return [
    ...filters.map((filter) => attempt('a consumer of others', creating(own), creation(own, filter))),
    attempt('another’s consumer', creating(own, loginOf(other)), creation(own, {}, loginOf(other))),
    attempt('a lasting consumer', creating(own), creation(own, { durable_name: 'mine' })),
    ...['MSG.NEXT', 'DELETE', 'INFO'].map((verb) =>
      attempt('another’s consumer', `${CONSUMERS_AT}.CONSUMER.${verb}.${JOURNALS}.${loginOf(other)}`),
    ),
    ...others.map((each) =>
      attempt('a push to another', creating(own), creation(own, { deliver_subject: subjectOf(each) })),
    ),
  ]
}

/**
 * What the hub does make: consumers that push into what it keeps, and one of its own records under another's name. None
 * has an effect on anything that is stored, and the other station takes the name back when it needs it.
 */
export function withoutEffect(own: Sender, other: Sender): Attempt[] {
  const targets = [POLICY, `$JS.API.STREAM.DELETE.${JOURNALS}`, `$JS.API.STREAM.DELETE.${POSTINGS_STREAM}`]
  const clearing = attempt('clearing up', `${CONSUMERS_AT}.CONSUMER.DELETE.${JOURNALS}.${loginOf(own)}`)
  return [
    ...targets.flatMap((target) => [
      clearing,
      attempt('a push into the hub', creating(own), creation(own, { deliver_policy: 'last', deliver_subject: target })),
    ]),
    ...[clearing, attempt('another’s name', creating(own), creation(own, {}, loginOf(other)))],
  ]
}

/** Reading what others have there. */
export const byReading = (others: readonly Sender[]): Attempt[] => [
  ...others.map((each) => attempt('another’s newest', `$JS.API.DIRECT.GET.${JOURNALS}.${subjectOf(each)}`)),
  ...[{ seq: 1 }, { last_by_subj: 'j.s02.10' }, { seq: 1, next_by_subj: 'j.>' }].flatMap((what) => [
    attempt('any message', `$JS.API.DIRECT.GET.${JOURNALS}`, stringify(what)),
    attempt('any message', `$JS.API.STREAM.MSG.GET.${JOURNALS}`, stringify(what)),
  ]),
  ...['s02.all.policy', 's02.10.policy', '>', '*.*.*', 's01.>'].map((name) =>
    attempt('another shop’s postings', `$JS.API.DIRECT.GET.${POSTINGS_STREAM}.${postingSubject(name)}`),
  ),
  attempt('any posting', `$JS.API.DIRECT.GET.${POSTINGS_STREAM}`, stringify({ last_by_subj: POLICY })),
]

const VERBS = [
  ...[
    'PURGE',
    'DELETE',
    'INFO',
    'UPDATE',
    'CREATE',
    'MSG.DELETE',
    'SNAPSHOT',
    'RESTORE',
    'LEADER.STEPDOWN',
    'PEER.REMOVE',
  ],
]

/** What only head office may: of the streams, of accounts, of the servers. */
export const asOffice = (): Attempt[] => [
  ...['$JS.API', CONSUMERS_AT].flatMap((at) => [
    ...[JOURNALS, POSTINGS_STREAM, 'MINE'].flatMap((stream) =>
      VERBS.map((verb) =>
        attempt('the stream’s own business', `${at}.STREAM.${verb}.${stream}`, stringify(configOf(stream))),
      ),
    ),
    ...[
      'INFO',
      'STREAM.NAMES',
      'STREAM.LIST',
      `CONSUMER.LIST.${JOURNALS}`,
      'META.LEADER.STEPDOWN',
      'SERVER.REMOVE',
    ].map((verb) => attempt('the hub’s own business', `${at}.${verb}`)),
    attempt('a lasting consumer', `${at}.CONSUMER.DURABLE.CREATE.${JOURNALS}.mine`, '{}'),
    attempt('a nameless consumer', `${at}.CONSUMER.CREATE.${JOURNALS}`, '{}'),
  ]),
  ...['$SYS.REQ.CLAIMS.UPDATE', '$SYS.REQ.CLAIMS.DELETE', '$SYS.REQ.SERVER.PING', '$SYS.REQ.ACCOUNT.PING.CONNZ'].map(
    (subject) => attempt('the servers', subject, '{}'),
  ),
  ...[
    POLICY,
    postingSubject('s01.10.new'),
    '$JS.ACK.JRNL.x.1.1.1.1.0',
    '$JS.FC.JRNL.x',
    '_INBOX.s01-11.x',
    `${RING}.all`,
    ringOf('s01', 'all'),
    floorSubject('11'),
  ].map((subject) => attempt('what head office says', subject, '1')),
]

const configOf = (name: string) => ({ name, subjects: ['j.*.*'], deny_delete: false, deny_purge: false, seq: 1 })

/** Listening to others: what was let through, and what was heard. */
export async function overheard(connection: NatsConnection, subjects: readonly string[]): Promise<readonly string[]> {
  const heard: string[] = []
  for (const subject of subjects)
    connection.subscribe(subject, {
      callback: (error, { subject: from }) => {
        if (!error) heard.push(from)
      },
    })
  await connection.flush().catch(() => undefined)
  await sleep(ANSWER_MS)
  return heard
}

/** A message by the intruder's own right, on its own subject: with any words on it, behind anything. */
export async function put(connection: NatsConnection, own: Sender, words: Record<string, string>, payload: Uint8Array) {
  const sent = headers()
  for (const [name, value] of Object.entries(words)) sent.set(name, value)
  const answer = await connection.request(subjectOf(own), payload, { timeout: 2_000, headers: sent })
  return answer.json<{ readonly seq?: number; readonly duplicate?: boolean; readonly error?: unknown }>()
}
