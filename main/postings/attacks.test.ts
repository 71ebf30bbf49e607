import { beforeEach, describe, expect, it } from 'vitest'
import type { PostingKind } from '#domain/postings'
import { postedAndStaffed, SHOP, type PostedShop } from '../../tests/world/posted.ts'
import { packList } from './lists.ts'
import { nameOf, partName, POSTING_BYTES_MAX, sha256, signPosting } from './posting.ts'
import { TERMINAL, OFFICE } from '../../tests/world/head-office.ts'
import { generateKeyPairSync } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** Whoever can write at the hub, or replay what lay there: nothing is accepted, and what was good stays. */
let shop: PostedShop
const stranger = generateKeyPairSync('ed25519').privateKey
const row = (price: number) => `DRK001\t\t水\t饮料\t${price}\tpiece\t`
const fees = (ratePpm: number) => ({ fees: { wallets: {}, others: { ratePpm }, givesBack: false } })
const view = () => shop.world.view().postings
const refused = () => view().state?.refused.map(({ name, why }) => [name, why])
const inForce = () => view().state?.posted.filter(({ is }) => is === 'in-force').length

beforeEach(async () => {
  shop = await postedAndStaffed(74)
})

const put = (name: string, payload: Uint8Array) => shop.put(name, payload)
const NAME = nameOf(SHOP, null, 'fees')
const signed = (own: object = {}, key = OFFICE) =>
  signPosting(
    { ...{ name: NAME, merchant: TERMINAL.merchant, issuedMs: 2_000_000_000_000, from: null, body: fees(9) }, ...own },
    key,
  )
const bent = (bytes: Buffer, place: number) => {
  const copy = Buffer.from(bytes)
  copy[place] = (copy[place] ?? 0) ^ 1
  return copy
}

describe('what is put under a name of head office', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['by a key that nobody trusts', () => signed({}, stranger), 'posting-forged'],
    ['for another merchant', () => signed({ merchant: 'M2' }), 'posting-elsewhere'],
    ['for another shop', () => signed({ name: nameOf('s02', null, 'fees') }), 'posting-elsewhere'],
    ['for another station', () => signed({ name: nameOf(SHOP, '02', 'fees') }), 'posting-elsewhere'],
    ['for another kind', () => signed({ name: nameOf(SHOP, null, 'notices') }), 'posting-elsewhere'],
    ['issued before what holds', () => signed({ issuedMs: 1 }), 'posting-older'],
    ['with a field too many', () => signed({ body: { ...fees(1), more: 1 } }), 'posting-unsound'],
    ['of a time that there is not', () => signed({ from: '2026-02-30 10:00:00' }), 'posting-unsound'],
    ['of a time that is none', () => signed({ from: 'tomorrow' }), 'posting-unsound'],
    ['that is too large', () => Buffer.alloc(POSTING_BYTES_MAX + 1, 0x20), 'posting-too-big'],
    ['that is no text', () => Buffer.from([0xff, 0, 0xfe]), 'posting-misread'],
    ['that is empty', () => Buffer.from(' '), 'posting-misread'],
    ['with a line more', () => Buffer.concat([signed(), Buffer.from('\n')]), 'posting-misread'],
    ['whose body was changed', () => Buffer.from(signed().toString().replace('9}', '8}')), 'posting-forged'],
    [
      'whose first line is a policy’s',
      () => Buffer.from(signed().toString().replace('posting', 'policy')),
      'posting-misread',
    ],
    ['that is cut off', () => signed().subarray(0, 200), 'posting-misread'],
  ])('%s is refused, written down once, and what was good stays', async (_what, payload, why) => {
    await shop.post('fees', fees(5))
    await put(NAME, payload())
    expect(refused()).toEqual([[NAME, why]])
    await shop.recall()
    await shop.reopen()
    expect(await shop.records('posting-refused')).toHaveLength(1)
    expect([inForce(), (await shop.records('posting-applied')).length]).toEqual([1, 1])
    await shop.post('fees', fees(6), { issuedMs: 2_100_000_000_000 })
    expect(refused()).toEqual([])
  })

  it('and differs in any one bit from what was signed is refused', async () => {
    const good = signed()
    for (let place = 0; place < good.length; place += 7) await put(NAME, bent(good, place))
    expect([inForce(), await shop.records('posting-taken')]).toEqual([0, []])
    await put(NAME, good)
    expect(inForce()).toBe(1)
  })

  it('is not believed by a key that was written into the settings, until a manager has accepted that', async () => {
    const { keyId, publicText } = await import('../head-office/token.ts')
    const { headOfficeHashes } = await import('../integrity/setting-hashes.ts')
    const { headOfficeIn } = await import('../head-office/trust.ts')
    const hashes = headOfficeHashes((await headOfficeIn(shop.disk(), '/station')).data)
    const accepted = hashes.map(({ file, field, sha256: sum }) => ({ file, field, sha256: sum }))
    await shop.world.station().acts.happened('accepted', {
      ...{ is: 'settings-accepted', hashes: accepted, onFailure: 'tell', by: null },
    })
    await shop.setTrust({ keys: { [keyId(publicText(stranger))]: publicText(stranger) } })
    await shop.reopen()
    await put(NAME, signed({}, stranger))
    expect(refused()).toEqual([[NAME, 'posting-waits']])
    expect(inForce()).toBe(0)
  })
})

describe('a replay', () => {
  it('of what held before does not come back, nor does it at a hub that is set back', async () => {
    const name = nameOf(SHOP, null, 'fees')
    const first = signPosting({ name, merchant: TERMINAL.merchant, issuedMs: 1_000, from: null, body: fees(1) }, OFFICE)
    await put(name, first)
    await shop.post('fees', fees(2))
    await put(name, first)
    expect(refused()).toEqual([[name, 'posting-older']])
    expect((await shop.records('posting-applied')).length).toBe(2)
  })

  it('of the same is nothing new', async () => {
    const payload = signed()
    await put(NAME, payload)
    await put(NAME, payload)
    await shop.reopen()
    expect([refused(), (await shop.records('posting-taken')).length]).toEqual([[], 1])
  })

  it('of what was posted for all is none for the station', async () => {
    await put(nameOf(SHOP, '01', 'fees'), signed())
    expect(refused()).toEqual([[nameOf(SHOP, '01', 'fees'), 'posting-elsewhere']])
  })
})

describe('parts', () => {
  const priceOf = async () => {
    await shop.world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    const price = shop.world.view().sale?.lines[0]?.price
    await shop.world.ask('sale.cancel', {})
    await shop.heard()
    return price
  }
  const post = (list: object, kind: PostingKind = 'catalogue') => shop.post(kind, { lists: [list] })
  const whys = () => refused()?.map(([, why]) => why)

  beforeEach(async () => {
    await post(shop.list('goods', [row(100)]))
    expect(await priceOf()).toBe(100)
  })

  it('that are not there are waited for, and said to be missing', async () => {
    const packed = packList([row(200)])
    const [part] = packed.parts
    const list = { is: 'goods', from: null, rows: 1, bytes: packed.bytes, digest: packed.digest, parts: [part?.name] }
    await post(list)
    expect([whys(), await priceOf()]).toEqual([['part-missing'], 100])
    shop.hub.post(partName(SHOP, part?.name ?? ''), part?.bytes ?? Buffer.alloc(0))
    await shop.recall()
    expect([whys(), await priceOf()]).toEqual([[], 200])
  })

  it('that were swapped, or are another thing, are refused', async () => {
    const packed = packList([row(200)])
    const other = packList([row(1)])
    const [part] = packed.parts
    shop.hub.post(partName(SHOP, part?.name ?? ''), other.parts[0]?.bytes ?? Buffer.alloc(0))
    const list = { is: 'goods', from: null, rows: 1, bytes: packed.bytes, digest: packed.digest, parts: [part?.name] }
    await post(list)
    expect([whys(), await priceOf()]).toEqual([['part-forged'], 100])
    await post({ ...list, parts: [other.parts[0]?.name] })
    expect([whys(), await priceOf()]).toEqual([['part-missing'], 100])
  })

  const packedAs = (bytes: Buffer, own: object = {}) => {
    const name = sha256(bytes)
    shop.hub.post(partName(SHOP, name), bytes)
    return { is: 'goods', from: null, rows: 1, bytes: 100, digest: name, parts: [name], ...own }
  }
  it.each<[string, () => object]>([
    ['that unpack to more than they say', () => packedAs(gzipSync(Buffer.alloc(50_000_000, 0x30)))],
    ['that unpack to more than any list', () => packedAs(gzipSync(Buffer.alloc(40_000_000)), { bytes: 33_554_432 })],
    ['that are no gzip', () => packedAs(Buffer.from('not packed at all'))],
    ['with rows that are none', () => packedAs(gzipSync(Buffer.from('a\tb')), { bytes: 3 })],
    ['with goods twice', () => shop.list('goods', [row(1), row(2)])],
    ['with a price of nothing', () => shop.list('prices', ['DRK001\t0'])],
    ['with a price beyond all', () => shop.list('prices', ['DRK001\t999999999'])],
    ['with other rows than they say', () => ({ ...shop.list('goods', [row(3)]), rows: 2 })],
    ['with a card number for a name', () => shop.list('goods', ['X\t\t6212345678901232\t饮料\t1\tpiece\t'])],
  ])('%s are refused', async (_what, list) => {
    await post(list())
    expect([whys(), await priceOf()]).toEqual([['posting-unsound'], 100])
  })

  it('larger than any part are refused', async () => {
    const bytes = Buffer.alloc(393_217, 1)
    await post(packedAs(bytes))
    expect([whys(), await priceOf()]).toEqual([['part-forged'], 100])
  })
})
