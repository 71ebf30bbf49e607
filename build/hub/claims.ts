import {
  encodeAccount,
  encodeOperator,
  encodeUser,
  newScopedSigner,
  type Account,
  type Export,
  type Import,
  type Permissions,
} from '@nats-io/jwt'
import type { KeyPair } from '@nats-io/nkeys'
import {
  ALL,
  CONSUMERS_AT,
  floorSubject,
  JOURNALS,
  loginOf,
  POSTINGS_STREAM,
  postingName,
  postingSubject,
  RING,
  ringOf,
} from '../../drivers/hub/names.ts'

/**
 * Who may do what at the hub, as head office signs it. There is an account for the hub itself, which has the stream and
 * whatever else head office keeps there, and one for each shop. A shop's account has no stream: through what the hub's
 * account exports it reaches the subjects of its own stations, and a station reaches its own. The answers come back the
 * same way, and are stored nowhere, wherever a station asks to have them sent.
 */
export interface ShopKeys {
  readonly shop: string
  readonly account: KeyPair
  /** Signs the credentials of stations; whatever it signs may do what a station may, and no more. */
  readonly stations: KeyPair
}

/** A batch with its headers is well below it. */
export const MESSAGE_BYTES_MAX = 524_288
/** One for what it hears, some for what it reads. */
const SUBSCRIPTIONS_MAX = 32
const CONNECTIONS_A_SHOP_MAX = 256
const NONE = { data: -1, payload: -1, subs: -1, imports: -1, exports: -1, conn: -1, leaf: 0, wildcards: true }
const UNLIMITED = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

/** What a station asks of the hub. Shop, station and login are a token, a star, or a word that the hub fills in. */
const asked = (shop: string, station: string, login: string, consumersAt: string): Record<Asked, string> => ({
  add: `j.${shop}.${station}`,
  newest: `$JS.API.DIRECT.GET.${JOURNALS}.j.${shop}.${station}`,
  read: `${consumersAt}.CONSUMER.CREATE.${JOURNALS}.${login}.j.${shop}.${station}`,
  next: `${consumersAt}.CONSUMER.MSG.NEXT.${JOURNALS}.${login}`,
  forget: `${consumersAt}.CONSUMER.DELETE.${JOURNALS}.${login}`,
  posting: `$JS.API.DIRECT.GET.${POSTINGS_STREAM}.${postingSubject(postingName(shop, '*', '*'))}`,
})
type Asked = 'add' | 'newest' | 'read' | 'next' | 'forget' | 'posting'

const HUB_CONSUMERS = '$JS.API'

const exported = (): Export[] => [
  ...Object.entries(asked('*', '*', '*', HUB_CONSUMERS)).map(([name, subject]): Export => ({
    ...{ name, subject, type: 'service', response_type: name === 'next' ? 'Stream' : 'Singleton' },
  })),
  { name: 'ring', subject: ringOf('*', '*'), type: 'stream' },
]

function imported(shop: string, hub: string): Import[] {
  const here = asked(shop, '*', '*', CONSUMERS_AT)
  return [
    ...Object.entries(asked(shop, '*', '*', HUB_CONSUMERS)).map(([name, subject]): Import => ({
      ...{ name, subject, account: hub, type: 'service', local_subject: here[name as Asked] },
    })),
    { name: 'ring', subject: ringOf(shop, '*'), account: hub, type: 'stream', local_subject: `${RING}.*` },
  ]
}

/** By whole tokens: the hub fills them in from the credentials that it is shown. */
function permissions(shop: string): Permissions {
  const [login, own] = ['{{name()}}', '{{tag(station)}}']
  return {
    pub: { allow: [...Object.values(asked(shop, own, login, CONSUMERS_AT)), floorSubject(own)] },
    sub: { allow: [`_INBOX.${login}.>`, `${RING}.${ALL}`, `${RING}.${own}`, floorSubject('*')] },
  }
}

export const operatorClaim = (operator: KeyPair, system: KeyPair): Promise<string> =>
  encodeOperator('head-office', operator, { system_account: system.getPublicKey() })

/** Without a limit that is named, it has no connection at all. */
export const systemClaim = (system: KeyPair, operator: KeyPair): Promise<string> =>
  encodeAccount('SYS', system, { limits: NONE }, { signer: operator })

export const hubClaim = (hub: KeyPair, operator: KeyPair): Promise<string> =>
  encodeAccount('HUB', hub, { limits: { ...NONE, ...UNLIMITED }, exports: exported() }, { signer: operator })

/** `revoked`: by user, credentials that were made up to this second are good no more. */
export function shopClaim(
  { shop, account, stations }: ShopKeys,
  { hub, operator, revoked }: { hub: KeyPair; operator: KeyPair; revoked: Readonly<Record<string, number>> },
): Promise<string> {
  const template = { ...permissions(shop), subs: SUBSCRIPTIONS_MAX, payload: MESSAGE_BYTES_MAX }
  const claim: Partial<Account> = {
    imports: imported(shop, hub.getPublicKey()),
    limits: { ...NONE, conn: CONNECTIONS_A_SHOP_MAX, exports: 0 },
    signing_keys: [newScopedSigner(stations, 'station', { ...template, allowed_connection_types: ['STANDARD'] })],
    revocations: { ...revoked },
  }
  return encodeAccount(`SHOP-${shop}`, account, claim, { signer: operator })
}

/** For one station, up to a second since 1970. */
export const stationClaim = (
  { shop, account, stations }: ShopKeys,
  { station, user, until }: { readonly station: string; readonly user: KeyPair; readonly until: number },
): Promise<string> =>
  encodeUser(
    loginOf({ shop, station }),
    user,
    account.getPublicKey(),
    { tags: [`station:${station}`] },
    { signer: stations, scopedUser: true, exp: until },
  )

/**
 * Head office's own: `office` sets the hub up and posts; `ledger` reads it, can not be brought to write a journal, and
 * posts how far it has each station and nothing else.
 */
export const officeClaim = (user: KeyPair, account: KeyPair, name: 'office' | 'ledger' | 'system'): Promise<string> =>
  encodeUser(name, user, account, name === 'ledger' ? LEDGER : {})

/** What reading takes, and what it posts: the rest is not for it. */
const READS = ['INFO', 'STREAM.INFO.*', 'STREAM.MSG.GET.*', 'DIRECT.GET.>', 'CONSUMER.>']
const LEDGER = {
  pub: {
    allow: [
      ...READS.map((what) => `$JS.API.${what}`),
      ...['$JS.FC.>', postingSubject(postingName('*', '*', 'ledger')), ringOf('*', '*')],
    ],
  },
}
