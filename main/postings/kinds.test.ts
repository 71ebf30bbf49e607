import { beforeEach, describe, expect, it } from 'vitest'
import { deviceFingerprint, keyId, publicText } from '../head-office/token.ts'
import { HOUR_MS, OFFICE } from '../../tests/world/head-office.ts'
import { AS_CASHIER, AS_MANAGER, SECOND_MANAGER } from '../../tests/world/people.ts'
import { makePostedShop, postedAndStaffed, type PostedShop } from '../../tests/world/posted.ts'
import { staff } from '../../tests/world/people.ts'
import { FOLDER } from '../../tests/world/world.ts'
import { generateKeyPairSync } from 'node:crypto'

let shop: PostedShop
const ask = (name: string, input: object) => shop.world.ask(name, input)
const view = () => shop.world.view().postings
const add = () => ask('sale.add', { sku: 'DRK001', quantity: 1 })
const byCard = () => ask('sale.tender', { method: 'card', amount: 150, left: 150 })
const byCash = () => ask('sale.payCash', { due: 150, given: 150 })
const OK = { ok: true }
const not = (why: string) => ({ ok: false, why })
const types = async (type: string) => (await shop.records(type)).length
const whys = () => view().state?.refused.map(({ why, about }) => [why, about])

beforeEach(async () => {
  shop = await postedAndStaffed(72)
})

describe('head office can', () => {
  it('let a station take cash only, once the open sale is over, and all again', async () => {
    await add()
    await shop.post('standing', { station: 'cash-only' })
    expect(await byCard()).toMatchObject(OK)
    await shop.world.clock.advance(1_000)
    await shop.heard()
    await add()
    expect(await byCard()).toEqual(not('cash-only'))
    expect(await byCash()).toMatchObject(OK)
    await shop.post('standing', { station: 'open' }, { station: '01' })
    await add()
    // The stricter of both holds.
    expect(await byCard()).toEqual(not('cash-only'))
    await byCash()
    await shop.post('standing', {})
    await add()
    expect(await byCard()).toMatchObject(OK)
  })

  it('close a station at the end of the sale, from a time on', async () => {
    await shop.post('standing', { station: 'closed' }, { from: '2026-05-04 10:00:00' })
    await add()
    await shop.world.clock.advance(HOUR_MS)
    expect(await add()).toMatchObject(OK)
    await ask('sale.park', {})
    await shop.heard()
    expect(view().station).toBe('closed')
    expect(await add()).toEqual(not('station-closed'))
    expect(await ask('sale.recall', { slot: 1 })).toEqual(not('station-closed'))
    expect(await ask('shop.recall', { station: '02', slot: 1, parkedAtMs: 1 })).toEqual(not('station-closed'))
    await shop.reopen()
    expect(await add()).toEqual(not('station-closed'))
  })

  it('ask for a new activation, once a day that it names', async () => {
    const demand = (on: string) => ({ demand: { on, graceHours: 2 } })
    await shop.post('standing', demand('2026-05-04'))
    await shop.post('standing', { ...demand('2026-05-04'), station: 'cash-only' })
    expect(await shop.records('activation-demanded')).toMatchObject([
      { why: 'head-office', graceMs: 2 * HOUR_MS, by: null },
    ])
    await shop.post('standing', demand('2026-05-05'))
    expect(await types('activation-demanded')).toBe(2)
  })

  it('revoke a secret once, and whoever uses it is on duty no more', async () => {
    await ask('operators.add', SECOND_MANAGER)
    await ask('operators.signIn', AS_CASHIER)
    await add()
    const secrets = [{ operator: '03', secret: 'login', on: '2026-05-04' }]
    await shop.post('standing', { secrets })
    expect(shop.world.view().operator?.number).toBe('03')
    await byCash()
    await shop.heard()
    expect(shop.world.view().operator).toBeNull()
    expect(await ask('operators.signIn', AS_CASHIER)).toEqual(not('password-revoked'))
    const reset = { number: '03', kind: 'login', next: '482916', again: '482916' }
    const code = await shop.issue({ kind: 'reset', operator: '03' })
    expect(await ask('operators.resetByCode', { code, ...reset })).toMatchObject(OK)
    await shop.post('standing', { secrets, station: 'cash-only' })
    expect(await ask('operators.signIn', { number: '03', password: '482916' })).toMatchObject(OK)
    expect(view().station).toBe('cash-only')
    await shop.reopen()
    expect(await types('secret-revoked')).toBe(1)
  })

  it('take back a code, and a key of its own for ever, but not the one that signs', async () => {
    const other = generateKeyPairSync('ed25519').privateKey
    const keys = Object.fromEntries([OFFICE, other].map((key) => [keyId(publicText(key)), publicText(key)]))
    await shop.setTrust({ keys })
    await ask('integrity.accept', AS_MANAGER)
    await shop.reopen()
    const code = await shop.issue({ kind: 'reset', operator: '03', id: 'abcdef0123456789' })
    const dead = keyId(publicText(other))
    await shop.post('standing', { codes: ['abcdef0123456789'], keys: [dead] })
    const reset = { number: '03', kind: 'login', next: '482916', again: '482916' }
    expect(await ask('operators.resetByCode', { code, ...reset })).toEqual(not('code-revoked'))
    await shop.post('standing', { keys: [keyId(publicText(OFFICE))] })
    expect(whys()).toMatchObject([['would-break', expect.stringContaining('keys')]])
    await shop.post('standing', {})
    await shop.post('fees', { fees: { wallets: {}, others: { ratePpm: 1 }, givesBack: false } }, { key: other })
    expect(whys()).toEqual([['posting-forged', dead]])
  })

  it('set chosen lines of the settings from the next start on, over a file that stays as it is', async () => {
    const before = (await shop.disk().read(`${FOLDER}/settings/station.json`)).toString()
    await shop.post('profile', { lines: { shop: '大麦便利店', cashRounding: 'down', discountLimit: 50 } })
    await shop.post('profile', { lines: { discountLimit: 70 } }, { station: '01' })
    expect([view().state?.nextStart, shop.world.view().shop]).toEqual([true, '小麦便利店'])
    await shop.reopen()
    expect(shop.world.view()).toMatchObject({ shop: '大麦便利店', discountLimit: 70 })
    expect(view().state?.nextStart).toBe(false)
    expect((await shop.disk().read(`${FOLDER}/settings/station.json`)).toString()).toBe(before)
  })

  it.each([
    ['a printer', { printer: null }],
    ['a hub', { hub: { servers: [] } }],
    ['what it may not be', { discountLimit: 2000 }],
    ['a card number', { shop: '卡 6212345678901232' }],
    ['a key', { acquirer: { host: 'a', port: 1, key: 'x' } }],
  ])('not set %s', async (_what, lines) => {
    await shop.post('profile', { lines })
    expect(whys()).toMatchObject([['posting-unsound', expect.any(String)]])
  })

  it('set the fees that statements are held against', async () => {
    const fees = { wallets: { ALIPAY: { ratePpm: 6_000, cap: null, min: 0 } }, others: { ratePpm: 1 }, givesBack: true }
    await shop.post('fees', { fees })
    expect(view().state?.posted).toMatchObject([{ kind: 'fees', scope: 'all', is: 'in-force' }])
    const taken = await shop.records('posting-taken')
    expect(taken).toMatchObject([{ body: { kind: 'fees', fees: { others: { ratePpm: 1, cap: null, min: 0 } } } }])
  })
})

describe('the newer by head office’s clock', () => {
  it('holds of two that are for the shop and for the station', async () => {
    const row = (price: number) => `DRK001\t\t水\t饮料\t${price}\tpiece\t`
    const sold = async () => {
      await add()
      const price = shop.world.view().sale?.lines[0]?.price
      await ask('sale.cancel', {})
      await shop.heard()
      return price
    }
    await shop.post('catalogue', { lists: [shop.list('goods', [row(100)])] })
    await shop.post('catalogue', { lists: [shop.list('goods', [row(110)])] }, { station: '01' })
    expect(await sold()).toBe(110)
    await shop.post('catalogue', { lists: [shop.list('goods', [row(120)])] })
    expect(await sold()).toBe(120)
    await shop.reopen()
    expect(await sold()).toBe(120)
  })
})

it('a station that nobody has begun is staffed by head office', async () => {
  const bare = await makePostedShop({ seed: 73 })
  await bare.heard()
  await bare.post('operators', { operators: [{ number: '11', name: '店长', role: 'manager' }] })
  expect(bare.world.view().stage).toBe('sign-in')
  expect(await bare.world.ask('operators.begin', {})).toMatchObject({ ok: false })
  await expect(staff(bare.world.ask)).rejects.toThrow('already-begun')
  expect(deviceFingerprint('AA==')).toHaveLength(16)
})
