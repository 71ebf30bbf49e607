import { money } from '#domain/money'
import type { Answer } from '#drivers/payment/port'
import type { CatalogueGoods } from '#main/catalogue/catalogue'
import { describe, expect, it } from 'vitest'
import { CASHIER, MANAGER_PASSWORD, SECOND_MANAGER, staff, undo, VOID_PASSWORD, voidOf } from '../world/people.ts'
import { filesOn } from '../world/remains.ts'
import { PLANTED_CARD, searchedSoFar, secretsIn } from '../world/secrets.ts'
import { FOLDER, makeWorld, type World } from '../world/world.ts'

const spaced = PLANTED_CARD.replace(/(\d{4})(?=\d)/g, '$1 ')

async function shop(): Promise<World> {
  const world = await makeWorld({ seed: 11 })
  await staff(world.ask)
  return world
}
const records = async (world: World): Promise<string> =>
  Buffer.concat([...(await filesOn(world.disk.process(), FOLDER)).values()]).toString()

/** The acquirer's every answer, in its own words. */
const saying = (world: World, answer: Answer) =>
  Object.assign(world.payments.card, { send: () => Promise.resolve(answer) })

describe('a card number that gets into the station', () => {
  it('is in nothing it wrote, wherever it came in, and neither is a password', async () => {
    const before = searchedSoFar()
    const world = await shop()
    for (const code of [PLANTED_CARD, spaced, `]C1${PLANTED_CARD}`]) await world.ask('sale.scan', { code })
    world.scanner.scan(PLANTED_CARD)
    await world.settle()
    await world.ask('catalogue.search', { text: PLANTED_CARD })
    await world.ask('sale.find', { receipt: PLANTED_CARD })
    await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    saying(world, { is: 'declined', why: `PAN ${PLANTED_CARD} not allowed (${spaced})` })
    expect((await world.ask('sale.tender', { method: 'card', amount: 150, left: 150 })).ok).toBe(true)
    await world.settle()
    saying(world, { is: 'approved', approval: `auth 7 for ${spaced}`, amount: 150 })
    expect((await world.ask('sale.tender', { method: 'card', amount: 150, left: 150 })).ok).toBe(true)
    await world.settle()
    expect(world.receipts).toHaveLength(0)
    const receipt = world.view().paid?.receipt
    await undo(world.ask, voidOf(receipt, '111222'))
    await undo(world.ask, voidOf(receipt))
    await world.ask('operators.signIn', { number: CASHIER.number, password: PLANTED_CARD })
    await world.station().close()
    const { found, bytes, files } = searchedSoFar()
    expect(found).toEqual(before.found)
    process.stdout.write(`${bytes - before.bytes} bytes in ${files - before.files} files searched for secrets\n`)
    expect(bytes - before.bytes).toBeGreaterThan(5_000)
    const text = await records(world)
    // What may be kept of it is there: the words did come in.
    expect(text).toContain('PAN ****1232 not allowed (****1232)')
    expect(text).toContain('auth 7 for ****1232')
  })

  it('is refused in a name with a sentence of its own, and nothing is lost', async () => {
    const world = await shop()
    await world.ask('operators.signIn', { number: '11', password: MANAGER_PASSWORD })
    for (const name of [PLANTED_CARD, spaced, `店长 ${PLANTED_CARD.slice(0, 16)}`]) {
      const answer = await world.ask('operators.add', { ...SECOND_MANAGER, name })
      expect(answer).toEqual({ ok: false, why: 'holds-card-number' })
    }
    expect(await world.ask('operators.add', SECOND_MANAGER)).toMatchObject({ ok: true })
    await world.station().close()
    expect(await records(world)).not.toContain(PLANTED_CARD)
    expect(await world.open()).toEqual([])
  })

  it('in the name of goods keeps them from being sold, and the rest of the sale stays', async () => {
    const named = (sku: string, name: string): CatalogueGoods => ({
      ...{ sku, name, code: null, category: '其他', price: money(100), unit: 'piece', item: null },
    })
    const world = await makeWorld({ seed: 12, goods: [named('A', '卡'), named('B', `会员卡 ${spaced}`)] })
    await staff(world.ask)
    expect((await world.ask('sale.add', { sku: 'A', quantity: 2 })).ok).toBe(true)
    expect(await world.ask('sale.add', { sku: 'B', quantity: 1 })).toEqual({ ok: false, why: 'holds-card-number' })
    expect((await world.ask('sale.payCash', { due: 200, given: 200 })).ok).toBe(true)
  })
})

describe('the search', () => {
  it.each([
    `{"name":"${PLANTED_CARD}"}`,
    `x${PLANTED_CARD}y`,
    `card ${spaced}.`,
    '卡号4111111111111111，',
    `"password":"${VOID_PASSWORD}"`,
    `密码${MANAGER_PASSWORD}。`,
    '{"key":"MC4CAQAwBQYDK2VwBCIEIAbc"}',
    '-----BEGIN PRIVATE KEY-----',
  ])('finds %j', (text) => {
    expect(secretsIn(Buffer.from(text), '/station/logs/a').length).toBeGreaterThan(0)
  })

  it.each([
    `"total":${VOID_PASSWORD},"parts":[1,${VOID_PASSWORD}]`,
    `J1 ${VOID_PASSWORD}ab 000353 000000000012 a${VOID_PASSWORD}_`,
    '"code":"6901028075831","ts":1777852800000,"attempt":"S01-1-000012"',
    '4200001234202605041234567890',
  ])('finds nothing in %j', (text) => {
    expect(secretsIn(Buffer.from(text), '/station/logs/a')).toEqual([])
  })

  it('lets the station’s key lie where it belongs', () => {
    const key = Buffer.from('"MC4CAQAwBQYDK2VwBCIEIAbc"')
    expect(secretsIn(key, '/station/sealed/identity.json')).toEqual([])
  })
})
