import { beforeEach, expect, it } from 'vitest'
import { staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'
import { CODE_MS } from './code-desk.ts'

/** A scan payment at the whole station: it begins with the customer's code. */
const CODE = '134567890123456789'
const WATER = '6902088921014'
let world: World

beforeEach(async () => {
  world = await makeWorld({ seed: 41, codes: true })
  await staff(world.ask)
  await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
})

const tender = async () => {
  const answer = await world.ask('sale.tender', { method: 'scan', amount: 300, left: 300 })
  await world.clock.advance(500)
  return ((answer.ok ? answer.value : {}) as { attempt: string }).attempt // the contract's
}
const scan = async (code: string) => {
  world.scanner.scan(code)
  await world.clock.advance(1_000)
}
const why = () => world.view().sale?.tenders.at(-1)?.order?.why

it('waits for a code, takes no goods for one, and pays by the first that is one', async () => {
  await tender()
  expect([world.view().scanStage, world.payments.scan.total()]).toEqual([{ is: 'code' }, 0])
  await scan(WATER)
  expect(world.view()).toMatchObject({ notice: { why: 'not-a-payment-code', text: '' }, scanStage: { is: 'code' } })
  await scan(CODE)
  expect([world.view().paid?.total, world.view().scanStage, world.payments.scan.total()]).toEqual([300, null, 300])
  const written = [...world.disk.files().values()].map((bytes) => bytes.toString('latin1')).join()
  expect(written.includes(CODE)).toBe(false)
})

it('says whose wallet the code looks like while it is charged, and no longer', async () => {
  await tender()
  world.scanner.scan(CODE)
  await world.clock.advance(100)
  expect(world.view().scanStage).toEqual({ is: 'paying', wallet: 'wechat' })
  await world.clock.advance(1_000)
  expect([world.view().scanStage, world.view().paid?.total]).toEqual([null, 300])
})

it('takes a code that is typed at the page as one that is scanned', async () => {
  await tender()
  expect(await world.ask('sale.scan', { code: CODE })).toEqual({ ok: true, value: { line: null, found: null } })
  await world.clock.advance(1_000)
  expect(world.view().paid?.total).toBe(300)
})

it('goes on without one where the customer scans ours', async () => {
  expect(await world.ask('payments.showOurs', {})).toMatchObject({ ok: false, why: 'no-code-asked' })
  await tender()
  expect(await world.ask('payments.showOurs', {})).toEqual({ ok: true, value: {} })
  await world.clock.advance(1_000)
  expect(world.view().paid?.total).toBe(300)
})

it('charges nothing where nobody shows one, or the cashier gives up', async () => {
  await tender()
  await world.clock.advance(CODE_MS)
  expect([why(), world.view().scanStage]).toEqual(['code-late', null])
  const attempt = await tender()
  await world.ask('payments.giveUp', { attempt })
  await world.clock.advance(1_000)
  expect([world.view().scanStage, world.view().sale?.tenders.map(({ state }) => state)]).toEqual([
    null,
    ['failed', 'failed'],
  ])
  expect(world.payments.scan.total()).toBe(0)
})
