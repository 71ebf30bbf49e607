import { codeOf, TEST_CUSTOMERS } from '#drivers/scanpay/virtual/customers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { makeCertificate } from '../../tests/world/certificate.ts'
import { makeRsaKeys } from '../../tests/scanpay/openssl.ts'
import * as shops from '../../tests/scanpay/shop.ts'
import { AS_CASHIER, AS_MANAGER } from '../../tests/world/people.ts'
import { changeSetting } from '../../tests/world/settings.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { makeRealDisk } from '#drivers/disk/real'
import { join } from 'node:path'

/** A station of the profile `test` at a real platform's twin over HTTPS, wired as its shell wires it. */
const { openPlatform, openShop, settingFor } = shops
const ENDS_MS = 10_000
const running: (() => unknown)[] = []
afterEach(async () => {
  for (const close of running.splice(0).reverse()) await close()
})

async function platform(own: Parameters<typeof openPlatform>[0] = {}) {
  const host = await openPlatform(own)
  running.push(host.close)
  return host
}
async function shop(scanpay: ReturnType<typeof settingFor> | null, before?: shops.Shop) {
  const opened = await openShop(scanpay, before)
  if (!before) running.push(() => shops.forget(opened))
  running.push(opened.close)
  return opened
}
/** With a key that the platform has certified. */
async function certified(host: shops.Platform, own: object = {}) {
  const till = await shop(settingFor(host.port, own))
  await till.ask('scanpay.makeKey', { discard: false })
  host.certify(till.view().platform?.key?.publicKey ?? '')
  return till
}
const until = async (is: () => boolean) => {
  for (const endMs = Date.now() + ENDS_MS; !is() && Date.now() < endMs;) await sleep(20)
  expect(is()).toBe(true)
}
async function pays(till: shops.Shop, nth = 1) {
  await till.ask('operators.signIn', AS_CASHIER)
  await till.ask('sale.add', { sku: 'DRK001', quantity: 1 })
  await till.ask('sale.tender', { method: 'scan', amount: 150, left: 150 })
  await until(() => till.view().scanStage !== null || till.view().sale?.tenders.at(-1)?.state !== 'under-way')
  await till.ask('sale.scan', { code: codeOf(TEST_CUSTOMERS.alipay, nth) })
  await until(() => till.view().paid !== null || till.view().sale?.tenders.at(-1)?.state === 'failed')
}
const check = async (till: shops.Shop) => {
  const answer = await till.ask('scanpay.check', {})
  return answer.ok ? (answer.value as { found: string; skewMs: number | null; traceId: string | null }) : answer
}

it('charges nobody and asks nothing before it has a key, and says why', async () => {
  const host = await platform()
  const till = await shop(settingFor(host.port))
  expect(till.view().platform).toMatchObject({ key: null, waiting: null, bodyKey: 'not-used', checked: null })
  expect(await check(till)).toMatchObject({ ok: false, why: 'platform-no-key' })
  await till.ask('operators.signIn', AS_CASHIER)
  await till.ask('sale.add', { sku: 'DRK001', quantity: 1 })
  await till.ask('sale.tender', { method: 'scan', amount: 150, left: 150 })
  // Nobody shows a code, and nobody is asked for one.
  await until(() => till.view().sale?.tenders.at(-1)?.state === 'failed')
  expect([till.view().sale?.tenders.at(-1)?.order?.why, host.heard()]).toEqual(['no-key', 0])
})

it('makes its key, is certified, checks that, and takes a payment by code', async () => {
  const host = await platform()
  const till = await certified(host)
  expect(await check(till)).toMatchObject({ found: 'fine' })
  expect(till.view().platform).toMatchObject({ busy: false, checked: { found: 'fine', code: 'BBS90006', status: 200 } })
  await pays(till)
  expect([till.view().paid?.total, host.books().total()]).toEqual([150, 150])
  expect(till.view().platform).toBeNull()
  const lines = till.notes.filter((note) => note.startsWith('the payment platform: /api/v3/labs/trans/micropay'))
  expect(lines).toEqual([expect.stringMatching(/: answer, 200, BBS00000, [\w.-]{4,}$/)])
})

it('seals bodies with the key that it was given, and charges nobody before', async () => {
  const host = await platform()
  const till = await certified(host, { sealed: true })
  expect(till.view().platform?.bodyKey).toBe('none')
  await pays(till)
  expect([till.view().sale?.tenders.at(-1)?.order?.why, host.heard()]).toEqual(['no-key', 0])
  await till.ask('operators.signIn', shops.AS_IT)
  const load = (key: string) => till.ask('scanpay.loadBodyKey', { key })
  expect(await load(shops.BODY_KEY.toString('hex'))).toMatchObject({ why: 'no-body-key' })
  expect(await load(` ${shops.BODY_KEY.toString('base64')}\n`)).toMatchObject({ ok: true })
  expect(till.view().platform?.bodyKey).toBe('there')
  await till.ask('operators.signIn', AS_CASHIER)
  await till.ask('sale.tender', { method: 'scan', amount: 150, left: 150 })
  await until(() => till.view().scanStage !== null)
  await till.ask('sale.scan', { code: codeOf(TEST_CUSTOMERS.alipay, 2) })
  await until(() => till.view().paid !== null)
  expect(till.notes.some((note) => note.includes('/micropay_encry: answer, 200, BBS00000'))).toBe(true)
})

it('loads a key that was made elsewhere, and keeps its secret in the vault alone, sealed', async () => {
  const host = await platform()
  const till = await shop(settingFor(host.port, { sealed: true }))
  const keys = makeRsaKeys()
  const load = (pem: string) => till.ask('scanpay.loadKey', { pem, discard: false })
  expect(await load(keys.publicKey)).toMatchObject({ why: 'key-public' })
  expect(await load(makeRsaKeys(1024).key)).toMatchObject({ why: 'key-too-short' })
  expect(await load(keys.key.replaceAll('\n', ''))).toMatchObject({ ok: true })
  await till.ask('scanpay.loadBodyKey', { key: shops.BODY_KEY.toString('base64') })
  expect(till.view().platform?.key?.publicKey).toBe(keys.publicKey)
  host.certify(keys.publicKey)
  expect(await check(till)).toMatchObject({ found: 'fine' })
  const views = JSON.stringify([till.view(), till.station.view('customer')])
  await pays(till)
  await till.close()
  // Each line of the PEM; the last ones are short.
  const secrets = [...keys.key.split('\n').slice(1, -3), shops.BODY_KEY.toString('base64')]
  expect(secrets.length).toBeGreaterThan(20)
  const files = readdirSync(till.folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  expect(texts.some((text) => text.includes('scanpay.key'))).toBe(true)
  expect(texts.some((text) => text.includes('"is":"scan-key-set","how":"loaded"'))).toBe(true)
  const all = [...texts, views, till.notes.join('\n')]
  expect(secrets.filter((secret) => all.some((text) => text.includes(secret)))).toEqual([])
})

it('is for IT, and to be asked by managers; others see nothing of it', async () => {
  const host = await platform()
  const till = await certified(host)
  await till.ask('operators.signIn', AS_MANAGER)
  expect(await till.ask('scanpay.makeKey', { discard: true })).toMatchObject({ why: 'not-allowed' })
  expect(await check(till)).toMatchObject({ found: 'fine' })
  await till.ask('operators.signIn', AS_CASHIER)
  expect([till.view().platform, await check(till)]).toEqual([null, { ok: false, why: 'not-allowed' }])
  const other = await shop(null)
  expect(other.view().platform).toBeNull()
  expect(await other.ask('scanpay.makeKey', { discard: false })).toMatchObject({ why: 'no-platform' })
})

it('keeps the old key until the settings name the new certificate', async () => {
  const host = await platform()
  const till = await certified(host)
  const old = till.view().platform?.key
  await till.ask('scanpay.makeKey', { discard: false })
  const lost = till.view().platform?.waiting
  expect(await till.ask('scanpay.makeKey', { discard: false })).toMatchObject({ why: 'key-waits' })
  expect(await till.ask('scanpay.makeKey', { discard: true })).toMatchObject({ ok: true })
  const waiting = till.view().platform?.waiting
  expect([till.view().platform?.key, waiting?.print === lost?.print]).toEqual([old, false])
  expect(await check(till)).toMatchObject({ found: 'fine' })
  await till.close()
  await changeSetting(makeRealDisk(), 'scanpay', settingFor(host.port, { serial: 'NEW1' }), till.folder)
  const later = await shop(null, till)
  expect(later.view().platform).toMatchObject({ serial: 'NEW1', key: waiting, waiting: null })
  expect(await check(later)).toMatchObject({ found: 'refused' })
  host.certify(waiting?.publicKey ?? '', 'NEW1')
  expect(await check(later)).toMatchObject({ found: 'fine' })
  await later.ask('scanpay.makeKey', { discard: false })
  expect(later.view().platform?.key).toEqual(waiting)
})

it('has no key in force before there is a certificate, and the one that was made from then on', async () => {
  const host = await platform()
  const till = await shop(settingFor(host.port, { serial: null }))
  await till.ask('scanpay.makeKey', { discard: false })
  const made = till.view().platform?.waiting
  expect([till.view().platform?.key, await check(till)]).toMatchObject([null, { why: 'platform-no-key' }])
  await till.close()
  host.certify(made?.publicKey ?? '')
  await changeSetting(makeRealDisk(), 'scanpay', settingFor(host.port), till.folder)
  const later = await shop(null, till)
  expect(later.view().platform).toMatchObject({ key: made, waiting: null })
  expect(await check(later)).toMatchObject({ found: 'fine' })
  await later.close()
  // A number that was mistyped and put right needs no other key.
  host.certify(made?.publicKey ?? '', 'RIGHT')
  await changeSetting(makeRealDisk(), 'scanpay', settingFor(host.port, { serial: 'RIGHT' }), till.folder)
  expect(await check(await shop(null, later))).toMatchObject({ found: 'fine' })
})

it.each([
  ['the platform’s key is another', { platform: makeRsaKeys().certificate }, 'unsigned'],
  ['who vouches for it is another', { ca: makeCertificate().cert }, 'insecure'],
  ['it is elsewhere', { port: 1 }, 'unreachable'],
  ['the proxy is down', { proxy: { host: '127.0.0.1', port: 1 } }, 'proxy'],
  ['no papers say what its answer means', { codes: {} }, 'other-answer'],
  ['its answer is that the contract is not right', { codes: { BBS90006: 'configuration' } }, 'merchant'],
])('finds out that %s', async (_, own, found) => {
  const host = await platform()
  const till = await certified(host, own)
  expect(await check(till)).toMatchObject({ found })
  expect(till.view().platform?.checked?.found).toBe(found)
})

it('finds out that the platform does not know the key, or that a clock is off, or what stands between', async () => {
  const host = await platform()
  const till = await certified(host)
  const ours = till.view().platform?.key?.publicKey ?? ''
  host.certify(makeRsaKeys().publicKey)
  expect(await check(till)).toMatchObject({ found: 'refused', status: 401, code: null })
  host.certify(ours, 'ANOTHER')
  expect(await check(till)).toMatchObject({ found: 'refused' })
  host.certify(ours)
  host.will('bad-gateway')
  expect(await check(till)).toMatchObject({ found: 'http', status: 502 })
  host.will('garbage')
  expect(await check(till)).toMatchObject({ found: 'no-answer' })
  const [fast, ahead] = [await platform({ skewMs: 600_000 }), await platform({ skewMs: 90_000 })]
  const late = await check(await certified(fast))
  expect(late).toMatchObject({ found: 'clock' })
  expect(Math.abs(('skewMs' in late ? (late.skewMs ?? 0) : 0) - 600_000)).toBeLessThan(5_000)
  const near = await check(await certified(ahead))
  expect(near).toMatchObject({ found: 'fine' })
  expect(Math.abs(('skewMs' in near ? (near.skewMs ?? 0) : 0) - 90_000)).toBeLessThan(5_000)
})
