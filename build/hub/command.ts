import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../drivers/clock/port.ts'
import type { Disk } from '../../drivers/disk/port.ts'
import { NotConnected, type HubPlace } from '../../drivers/hub/dial.ts'
import { SHOP } from '../../drivers/hub/names.ts'
import type { Random } from '../../drivers/random/port.ts'
import type { Enrolment } from '../../main/head-office/stations.ts'
import { connectAs, ensureStream, pushAccounts } from './admin.ts'
import { readArguments, USAGE, type Asked, type Verb } from './arguments.ts'
import { hubClaim } from './claims.ts'
import { DAYS_MAX, enrol, listed, revoke, shopClaims, type NotEnrolled } from './enrol.ts'
import { readIfThere, writeSecret } from './keys.ts'
import { hubPlaceIn, Office } from './office.ts'
import { listPostings, post } from './post.ts'
import { serve } from './serve.ts'

/** What `npm run hub` does; `build/hub.ts` gives it the machine. */
export interface CommandParts {
  readonly args: readonly string[]
  /** Head office's folder where none is named. */
  readonly folder: string
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  readonly say: (line: string) => void
  /** Ends a hub that was started. */
  readonly closing: AbortSignal
}

export const EXIT = { done: 0, refused: 1, usage: 2 } as const

/** Why nothing was done, with the next step. */
export class Refuse extends Error {
  readonly line: string
  constructor(zh: string, en: string) {
    super(en)
    this.line = `✕ ${zh} / ${en}`
  }
}

export interface Given extends CommandParts {
  readonly office: Office
  readonly asked: Asked
}

const WORK: Readonly<Record<Verb, (given: Given) => Promise<void>>> = {
  serve,
  make,
  push,
  enrol: letIn,
  revoke: letOut,
  list,
  post,
  postings: listPostings,
}

export async function runCommand(parts: CommandParts): Promise<number> {
  const asked = readArguments(parts.args)
  if (asked === null) {
    for (const line of USAGE) parts.say(line)
    return EXIT.usage
  }
  try {
    await WORK[asked.verb]({ ...parts, asked, office: new Office(asked.options['office'] ?? parts.folder) })
    return EXIT.done
  } catch (cause) {
    if (!(cause instanceof Refuse)) throw cause
    parts.say(cause.line)
    return EXIT.refused
  }
}

const PORT = 4222
const PEER_PORT = 6222
const KEYS_AT = '/etc/nats/hub'
const DATA_AT = '/var/lib/nats/hub'
const LOG_AT = '/var/log/nats/hub.log'
const HOST = /^[a-z0-9][a-z0-9.-]{0,252}$/

/** What each server reads: its folder is copied to it, and started. */
async function make({ office, asked, clock, say }: Given): Promise<void> {
  const hosts = (asked.options['nodes'] ?? '').split(',')
  const [port, nowMs] = [portIn(asked), clock.nowMs()]
  if (![1, 3].includes(hosts.length) || !hosts.every((host) => HOST.test(host)))
    throw new Refuse('请写一个或三个服务器名，用逗号隔开', 'name one server or three, with commas between')
  const peers = hosts.map((host) => `${host}:${PEER_PORT}`)
  for (const host of hosts)
    await office.writeNode({
      ...{ name: host, names: [host], listen: `0.0.0.0:${port || PORT}`, nowMs },
      ...{ keysAt: KEYS_AT, dataAt: DATA_AT, logAt: LOG_AT },
      cluster: hosts.length === 1 ? null : { listen: `0.0.0.0:${PEER_PORT}`, peers },
    })
  notePlace(
    office,
    hosts.map((host) => `${host}:${port || PORT}`),
  )
  say(`✓ 服务器的文件在 ${office.at('nodes')}，请把每个文件夹复制为该机的 ${KEYS_AT}，启动后运行 push`)
  say(`  what they read is in ${office.at('nodes')}: copy each folder to its machine as ${KEYS_AT}, start it, push`)
}

/** The port that was asked for; 0 where none was. */
export function portIn({ options }: Asked): number {
  const port = Number(options['port'] ?? 0)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Refuse('端口是 1 到 65535', 'a port is 1 to 65535')
}

export function notePlace(office: Office, servers: readonly string[]): void {
  writeFileSync(office.at('hub.json'), `${JSON.stringify({ servers }, null, 2)}\n`)
}

export function placeOf(office: Office): HubPlace {
  const place = hubPlaceIn(office.folder)
  if (place === null) throw new Refuse('还没有服务器，请先运行 make', 'there is no hub yet: make it first')
  return place
}

async function push(given: Given): Promise<void> {
  const { office, say } = given
  await told(given)
  const connection = await connectAs(placeOf(office), await office.ownCredentials('office'))
  await ensureStream(connection, placeOf(office).servers.length === 3 ? 3 : 1)
  await connection.close()
  say('✓ 服务器已知道所有收银台 / the hub knows of all stations')
}

/** The hub knows whom it lets in when it resolves. */
export async function told({ office, disk, clock }: Given): Promise<void> {
  try {
    const system = await connectAs(placeOf(office), await office.ownCredentials('system'))
    const shops = await shopClaims({ office, disk, nowMs: clock.nowMs() })
    await pushAccounts(system, [await hubClaim(office.hub, office.operator), ...shops])
    await system.close()
  } catch (cause) {
    if (!(cause instanceof NotConnected)) throw cause
    throw new Refuse(
      '已记下，但现在连不上服务器。服务器可用后请运行 npm run hub -- push',
      'it is noted, but the hub can not be reached. Run npm run hub -- push when it can',
    )
  }
}

const WHY: Readonly<Record<NotEnrolled, readonly [string, string]>> = {
  shop: ['店号是小写字母、数字和短横', 'a shop is small letters, digits and hyphens'],
  station: ['收银台号是两位或三位数字', 'a station is two or three digits'],
  identity: ['这不是收银台的 settings/identity.pub', 'this is no settings/identity.pub of a station'],
  days: [`天数是 1 到 ${DAYS_MAX}`, `days are 1 to ${DAYS_MAX}`],
}
const DAYS = '400'
/** What is still to be said to the others of its shop. */
const NEIGHBOURS = (shop: string): string =>
  `  同店的收银台还要知道 / its neighbours are told by: npm run hub -- post ${shop} stations --merchant M`

async function letIn(given: Given): Promise<void> {
  const { asked, say } = given
  const { shop = '', identity = '', out = '', days = DAYS } = asked.options
  const pem = readIfThere(identity)
  if (pem === null) throw new Refuse(`没有 ${identity}`, `there is no ${identity}`)
  await handOut(given, { shop, station: asked.station, identity: pem, days: Number(days) }, out)
  await told(given)
  const who = `${shop}/${asked.station}`
  say(`✓ 收银台 ${who} 已登记，文件在 ${out} / station ${who} is let in; its files are in ${out}`)
  say(NEIGHBOURS(shop))
}

/** Writes what a station needs into a folder: its credentials, and who vouches for the hub. */
export async function handOut(
  { office, disk, clock }: Given,
  who: Parameters<typeof enrol>[1],
  out: string,
): Promise<void> {
  const made = await enrol({ office, disk, nowMs: clock.nowMs() }, who)
  if (!made.ok) throw new Refuse(...WHY[made.why])
  await disk.remove(join(out, 'hub.creds')).catch(() => undefined)
  writeSecret(join(out, 'hub.creds'), made.credentials)
  writeFileSync(join(out, 'hub-ca.pem'), readFileSync(office.at('ca.pem')))
}

async function letOut(given: Given): Promise<void> {
  const { asked, office, disk, clock, say } = given
  const parts = { office, disk, nowMs: clock.nowMs() }
  const shops = new Set(
    (await listed(parts))
      .filter(isGood)
      .filter(of(asked.station))
      .map(({ shop }) => shop),
  )
  const shop = asked.options['shop'] ?? (shops.size === 1 ? [...shops][0] : undefined)
  if (shop === undefined || !SHOP.test(shop)) throw new Refuse('请用 --shop 写明哪家店', 'say which shop with --shop')
  if ((await revoke(parts, { shop, station: asked.station })).length === 0)
    throw new Refuse('没有这台收银台', 'no such station is let in')
  await told(given)
  say(`✓ 收银台 ${shop}/${asked.station} 已停用 / station ${shop}/${asked.station} is let in no more`)
  say(NEIGHBOURS(shop))
}

const isGood = ({ revokedAt }: Enrolment): boolean => revokedAt === null
const of =
  (which: string) =>
  (each: Enrolment): boolean =>
    each.station === which

async function list({ office, disk, clock, say }: Given): Promise<void> {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  for (const { shop, station, publicKey, enrolledAt, until, revokedAt } of await listed({
    ...{ office, disk, nowMs: clock.nowMs() },
  })) {
    const end = revokedAt === null ? `→ ${day(until)}` : `✕ ${day(revokedAt)}`
    say(`${shop}/${station}  ${day(enrolledAt)} ${end}  ${publicKey.slice(-12)}`)
  }
}
