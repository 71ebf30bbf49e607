import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lyingAs, namesLying, postBehind } from '../../build/hub/admin.ts'
import { EXIT, notePlace, runCommand } from '../../build/hub/command.ts'
import { makeRealDisk } from '#drivers/disk/real'
import { postingSubject, ringOf } from '#drivers/hub/names'
import { makeNatsHub } from '#drivers/hub/nats'
import { makeRealRandom } from '#drivers/random/real'
import { readPosting } from '#main/postings/posting'
import { makeActivationShop, OFFICE, TERMINAL, type ActivationShop } from '../world/head-office.ts'
import { manyGoods } from '../world/many-goods.ts'
import { AS_MANAGER, staff } from '../world/people.ts'
import { attempted, intruder } from './attacks.ts'
import { clock, startHub, type Enrolled, type TestHub } from './hub.ts'

/** What head office posts with its command, on a real server, at a station with a line to it. */
const LIMIT_MS = 60_000
const GOODS = 100_000
const folder = mkdtempSync(join(tmpdir(), 'postings-'))
let hub: TestHub
let own: Enrolled
let shop: ActivationShop

const ran = async (...args: readonly string[]) => {
  const lines: string[] = []
  const code = await runCommand({
    ...{ disk: makeRealDisk(), clock, random: makeRealRandom(), folder: hub.office.folder },
    ...{ args, say: (line) => void lines.push(line), closing: new AbortController().signal },
  })
  return { code, text: lines.join('\n') }
}
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const post = (whose: string, kind: string, path: string, ...more: readonly string[]) =>
  ran('post', whose, kind, path, '--merchant', TERMINAL.merchant, ...more)
/** Lets real and virtual time pass until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > LIMIT_MS / 2) throw new Error('it did not happen')
    await sleep(20)
    await shop.world.clock.advance(50)
  }
}
const view = () => shop.world.view().postings
const inForce = (kind: string) => view().state?.posted.filter((each) => each.kind === kind && each.is === 'in-force')

beforeAll(async () => {
  hub = await startHub(1)
  notePlace(hub.office, hub.servers)
  writeFileSync(hub.office.at('head-office.key'), OFFICE.export({ type: 'pkcs8', format: 'pem' }))
  own = await hub.enrol({ shop: 's01', station: '01' })
  shop = await makeActivationShop(
    {
      seed: 91,
      hub: () => ({ is: 'hub', hub: makeNatsHub(own.address, clock) }),
      settings: { hub: { servers: [...hub.servers], shop: 's01' } },
    },
    false,
  )
  await staff(shop.world.ask)
  await shop.world.ask('operators.signIn', AS_MANAGER)
}, LIMIT_MS)

afterAll(async () => {
  await shop.world.station().close()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('npm run hub -- post', () => {
  it('brings a notice to the station by its ring', { timeout: LIMIT_MS }, async () => {
    const text = { id: 'n1', title: { zh: '盘点' }, text: { zh: '今晚盘点。' }, mustRead: true }
    const { code, text: said } = await post('s01', 'notices', file('n.json', JSON.stringify({ notices: [text] })))
    expect([code, said]).toEqual([EXIT.done, expect.stringContaining('s01.all.notices')])
    await until(() => view().notices.length === 1)
    expect(await shop.world.ask('sale.add', { sku: 'DRK001', quantity: 1 })).toMatchObject({ why: 'notice-unread' })
  })

  it('brings 100,000 goods from a CSV in parts, and prices with a date after them', { timeout: LIMIT_MS }, async () => {
    const yuan = (fen: number) => String(fen).padStart(3, '0').replace(/(..)$/, '.$1')
    const rows = manyGoods(GOODS, 5).map(
      ({ sku, code, name, category, price }) => `${sku},${code ?? ''},${name},${category},${yuan(price)},,`,
    )
    const csv = file('goods.csv', ['编码,条码,名称,分类,售价,单位,店内码', ...rows].join('\n'))
    const began = performance.now()
    expect(await post('s01', 'catalogue', csv)).toMatchObject({ code: EXIT.done })
    const postedMs = performance.now() - began
    await until(() => inForce('catalogue')?.length === 1)
    const ms = Math.round(performance.now() - began)
    const parts = (await namesLying(await hub.as('office'))).filter((name) => name.includes('.part.')).length
    process.stdout.write(
      `${GOODS} goods: posted in ${Math.round(postedMs)} ms, sold by after ${ms} ms, parts: ${parts}\n`,
    )
    expect(parts).toBeGreaterThan(1)
    const prices = file('prices.csv', '编码,名称,售价\nSKU000001,茶,9.90')
    expect(await post('s01', 'prices', prices, '--from', '2099-01-01')).toMatchObject({ code: EXIT.done })
    await until(() => view().state?.lists.length === 2 && inForce('catalogue')?.length === 1)
    await until(() => view().state?.lists[0]?.inForce === true)
    expect(view().state?.lists).toMatchObject([
      { is: 'goods', rows: GOODS, inForce: true },
      { is: 'prices', rows: 1, inForce: false },
    ])
    const { text } = await ran('postings')
    expect(text).toContain('s01.all.catalogue')
  })

  it('signs nothing that is not in order, and says why', { timeout: LIMIT_MS }, async () => {
    const before = await namesLying(await hub.as('office'))
    const nobody = file('o.json', JSON.stringify({ operators: [{ number: '03', name: '甲', role: 'cashier' }] }))
    const refused = [
      await post('S01', 'notices', nobody),
      await post('s01', 'gossip', nobody),
      await post('s01', 'operators', nobody),
      await post('s01', 'operators', file('x.json', 'x')),
      await post('s01', 'operators', join(folder, 'none')),
      await post('s01', 'profile', file('p.json', JSON.stringify({ lines: { printer: null } }))),
      await post('s01', 'fees', file('f.json', '{}'), '--from', '2026-02-30'),
      await post('s01', 'fees', file('f.json', '{}'), '--zone', 'Mars/Base'),
      await post('s01', 'catalogue', file('bad.csv', '编码,名称,售价\nA,茶,x')),
      await post('s01', 'fees', file('f.json', '{}'), '--key', join(folder, 'none')),
    ]
    expect(refused.map(({ code, text }) => [code, /✕ .* \/ /.test(text)])).toEqual(
      refused.map(() => [EXIT.refused, true]),
    )
    expect((await ran('post', 's01', 'fees')).code).toBe(EXIT.usage)
    expect(await namesLying(await hub.as('office'))).toEqual(before)
  })

  it('puts nothing over what somebody else posted meanwhile', { timeout: LIMIT_MS }, async () => {
    const office = await hub.as('office')
    const lying = await lyingAs(office, 's01.all.notices')
    const name = 's01.all.notices'
    expect(await postBehind(office, { name, payload: Buffer.from('x') }, (lying?.revision ?? 0) - 1)).toBeNull()
    expect(await lyingAs(office, name)).toEqual(lying)
  })
})

describe('whoever has a station’s credentials', () => {
  it('can post nothing, nor ring, nor take anything away', { timeout: LIMIT_MS }, async () => {
    const office = await hub.as('office')
    const names = await namesLying(office)
    const before = await lyingAs(office, 's01.all.catalogue')
    const connection = await intruder(own)
    const subjects = [
      ...['s01.all.fees', 's01.01.fees', 's01.all.catalogue', 's01.part.00', 's02.all.fees'].map(postingSubject),
      ...['$JS.API.STREAM.PURGE.KV_POST', '$JS.API.STREAM.DELETE.KV_POST', '$JS.API.STREAM.UPDATE.KV_POST'],
      ...['$JS.API.STREAM.MSG.DELETE.KV_POST', ringOf('s01', 'all')],
    ]
    for (const subject of subjects)
      expect([subject, await attempted(connection, { name: '', subject, payload: 'x', reply: null })]).toEqual([
        subject,
        'forbidden',
      ])
    await connection.close()
    expect(await namesLying(office)).toEqual(names)
    const after = await lyingAs(office, 's01.all.catalogue')
    expect(Buffer.from(after?.payload ?? []).equals(Buffer.from(before?.payload ?? [1]))).toBe(true)
    expect(readPosting(before?.payload ?? Buffer.alloc(0))?.name).toBe('s01.all.catalogue')
    expect(existsSync(hub.office.at('head-office.key'))).toBe(true)
  })
})
