import type { KeyObject } from 'node:crypto'
import { basename } from 'node:path'
import type { NatsConnection } from '@nats-io/transport-node'
import { NotConnected } from '../../drivers/hub/dial.ts'
import { SHOP, STATION } from '../../drivers/hub/names.ts'
import { importGoods } from '../../main/catalogue/import/import-goods.ts'
import { sentenceOfRefusal, sentenceOfRemark } from '../../main/catalogue/import/sentences.ts'
import { rowOf } from '../../main/catalogue/goods-file.ts'
import { localTime } from '../../main/domain/receipt-parts.ts'
import { momentOf } from '../../main/domain/shop-day.ts'
import type { PostingKind } from '../../main/domain/postings.ts'
import { privateKeyIn } from '../../main/head-office/keys.ts'
import { Refuse as KeyRefuse } from '../../main/head-office/command.ts'
import { bodyIn, understood, type ListFields } from '../../main/postings/bodies.ts'
import { withList, wholeMoment } from '../../main/postings/composing.ts'
import { packList, priceRow, type PackedList } from '../../main/postings/lists.ts'
import { isKind, nameOf, partName, POSTING_BYTES_MAX, readPosting, signPosting } from '../../main/postings/posting.ts'
import { connectAs, lyingAs, namesLying, postBehind, putAs, type Lying } from './admin.ts'
import { placeOf, Refuse, type Given } from './command.ts'
import { listed } from './enrol.ts'
import { readIfThere } from './keys.ts'

/** Where a chain's shops are, unless `--zone` says otherwise: for the time that it is there. */
const ZONE = 'Asia/Shanghai'
const MERCHANT = /^[\w-]{1,15}$/

interface Asked {
  readonly name: string
  readonly shop: string
  readonly kind: PostingKind
  readonly file: string
  readonly merchant: string
  readonly from: string | null
  readonly zone: string
  readonly prices: boolean
}

/** `npm run hub -- post SHOP[/STATION] KIND FILE`: what is not in order is not signed. */
export async function post(given: Given): Promise<void> {
  const { say } = given
  const asked = askedOf(given)
  const key = await keyOf(given)
  const connection = await connected(given)
  try {
    const lying = await lyingAs(connection, asked.name)
    const made = await bodyOf(given, asked, lying)
    for (const { name, bytes } of made.parts?.parts ?? []) await putAs(connection, partName(asked.shop, name), bytes)
    const { revision, bytes } = await signAndPost({ given, asked, key, connection, lying }, made.body)
    say(
      `✓ ${asked.name} 已下发，第 ${revision} 版，${bytes} 字节 / posted ${asked.name}: revision ${revision}, bytes: ${bytes}`,
    )
    for (const line of made.said) say(`  ${line}`)
  } finally {
    await connection.close()
  }
}

async function connected({ office }: Given): Promise<NatsConnection> {
  try {
    return await connectAs(placeOf(office), await office.ownCredentials('office'))
  } catch (cause) {
    if (!(cause instanceof NotConnected)) throw cause
    throw new Refuse(
      '现在连不上服务器，没有下发。请稍后再试',
      'the hub can not be reached: nothing is posted. Try again later',
    )
  }
}

function askedOf({ asked: { names, options }, clock }: Given): Asked {
  const [whose = '', kind = '', file = ''] = names
  const [shop = '', station = null] = whose.split('/')
  const { merchant = '', from = null, zone = ZONE } = options
  if (!SHOP.test(shop) || (station !== null && !STATION.test(station)))
    throw new Refuse('写成 店号 或 店号/收银台，如 s01/02', 'say SHOP or SHOP/STATION, such as s01/02')
  const prices = kind === 'prices'
  const of = prices ? 'catalogue' : kind
  if (!isKind(of)) throw new Refuse(`没有“${kind}”这一类`, `there is no kind ${kind}`)
  if (!MERCHANT.test(merchant)) throw new Refuse('请用 --merchant 写明商户号', 'say the merchant with --merchant')
  const whole = from === null ? null : wholeMoment(from)
  if (!isZone(zone, clock.nowMs())) throw new Refuse(`没有时区 ${zone}`, `there is no time zone ${zone}`)
  if (whole !== null && momentOf(whole, zone) === null)
    throw new Refuse(`没有这个时间：${whole}`, `there is no such time: ${whole}`)
  return { ...{ name: nameOf(shop, station, of), shop, kind: of, file, merchant, zone, prices }, from: whole }
}

function isZone(zone: string, nowMs: number): boolean {
  try {
    return localTime(nowMs, zone) !== ''
  } catch {
    // The only way to ask the runtime whether it knows a zone.
    return false
  }
}

async function keyOf({ office, asked, disk }: Given): Promise<KeyObject> {
  try {
    return await privateKeyIn(disk, asked.options['key'] ?? office.at('head-office.key'))
  } catch (cause) {
    if (!(cause instanceof KeyRefuse)) throw cause
    throw new Refuse(cause.said.zh, cause.said.en)
  }
}

interface Made {
  readonly body: unknown
  readonly parts: PackedList | null
  /** More to say of it. */
  readonly said: readonly string[]
}

async function bodyOf(given: Given, asked: Asked, lying: Lying | null): Promise<Made> {
  if (asked.kind === 'stations') return stationsOf(given, asked)
  const bytes = readIfThere(asked.file)
  if (bytes === null) throw new Refuse(`没有 ${asked.file}`, `there is no ${asked.file}`)
  if (asked.kind === 'catalogue') return catalogueOf(given, asked, lying)
  let body: unknown = null
  try {
    body = JSON.parse(bytes)
  } catch {
    throw new Refuse(`${asked.file} 不是 JSON`, `${asked.file} is no JSON`)
  }
  return { body: asked.kind === 'policy' ? { document: body } : body, parts: null, said: [] }
}

/** Those that are let in to the hub now, from head office's own list. */
async function stationsOf(given: Given, { shop }: Asked): Promise<Made> {
  const all = await listed({ ...given, nowMs: given.clock.nowMs() })
  const good = all.filter((each) => each.shop === shop && each.revokedAt === null)
  const stations = good.map(({ station, publicKey }) => ({ station, publicKey }))
  return { body: { stations }, parts: null, said: stations.map(({ station }) => `${shop}/${station}`) }
}

/** A list of goods (CSV) beside those that lie there already and still count. */
async function catalogueOf({ disk, clock, say }: Given, asked: Asked, lying: Lying | null): Promise<Made> {
  const file = await disk.read(asked.file)
  async function* once() {
    yield await Promise.resolve(file)
  }
  const imported = await importGoods(once(), [])
  if (!imported.ok) {
    const { zh, en } = sentenceOfRefusal(imported)
    throw new Refuse(zh, en)
  }
  const { goods, report } = imported.value
  for (const remark of report.remarks) {
    const { zh, en } = sentenceOfRemark(remark)
    say(`${remark.is === 'bad' ? '✕' : '○'} ${zh} / ${en}`)
  }
  if (report.bad > 0 || goods.length === 0)
    throw new Refuse(`${basename(asked.file)} 有误，没有下发`, `${basename(asked.file)} is not in order: not posted`)
  const packed = packList(goods.map(asked.prices ? priceRow : rowOf))
  const { rows, bytes, digest, parts } = packed
  const list: ListFields = {
    ...{ is: asked.prices ? 'prices' : 'goods', from: asked.from, rows, bytes, digest },
    parts: parts.map(({ name }) => name),
  }
  const before = lying && readPosting(lying.payload)
  const there = before === null ? { lists: [] } : bodyIn('catalogue', before.body)
  const now = localTime(clock.nowMs(), asked.zone)
  const lists = withList(typeof there === 'string' ? [] : there.lists, list, now)
  if (lists === null)
    throw new Refuse(
      '已有太多价格表，请先下发一份全部商品',
      'too many lists lie there: post a whole list of goods first',
    )
  const said = lists.map(({ is, from, rows: count }) => `${from ?? '现在 / now'}  ${is}  ${count}`)
  return { body: { lists }, parts: packed, said }
}

interface Signing {
  readonly given: Given
  readonly asked: Asked
  readonly key: KeyObject
  readonly connection: NatsConnection
  readonly lying: Lying | null
}

async function signAndPost({ given, asked, key, connection, lying }: Signing, body: unknown) {
  const { name, kind, merchant, zone } = asked
  const fault = understood(kind, body, zone)
  if (typeof fault === 'string') throw new Refuse(`内容不合规：${fault}`, `it is not in order: ${fault}`)
  const from = kind === 'catalogue' ? null : asked.from
  const document = kind === 'policy' ? bodyIn(kind, body) : null
  if (document !== null && typeof document !== 'string' && document.document.merchant !== merchant)
    throw new Refuse('授权规则是给别的商户的', 'the policy is for another merchant')
  const before = lying && readPosting(lying.payload)
  // Stations go by this clock alone: one that was set back would be heard by none of them.
  const issuedMs = Math.max(given.clock.nowMs(), (before?.issuedMs ?? 0) + 1)
  const signed = signPosting({ name, merchant, issuedMs, from, body }, key)
  if (signed.length > POSTING_BYTES_MAX)
    throw new Refuse(`太大：${signed.length} 字节`, `it is too large, bytes: ${signed.length}`)
  const revision = await postBehind(connection, { name, payload: signed }, lying?.revision ?? 0)
  if (revision === null)
    throw new Refuse('别人刚下发了同一项，请再运行一次', 'somebody else has just posted the same: run it again')
  return { revision, bytes: signed.length }
}

/** `npm run hub -- postings`: what lies there, by its name. */
export async function listPostings(given: Given): Promise<void> {
  const { say } = given
  const connection = await connected(given)
  try {
    for (const name of await namesLying(connection)) {
      const lying = await lyingAs(connection, name)
      const read = lying && readPosting(lying.payload)
      const issued = read ? `${new Date(read.issuedMs).toISOString()} ${read.from ?? ''}`.trim() : '–'
      say(`${name}  ${lying?.revision ?? ''}  ${issued}  ${lying?.payload.length ?? 0}`)
    }
  } finally {
    await connection.close()
  }
}
