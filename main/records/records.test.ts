import { localTime } from '#domain/receipt-parts'
import type { Till } from '#domain/till'
import { sumOf } from '#journal/durable-file'
import { describe, expect, it } from 'vitest'
import { AS_CASHIER } from '../../tests/world/people.ts'
import { makeRecordsShop, mustAsk, type RecordsShop } from '../../tests/world/records.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const shopTime = (atMs: number | undefined): string => localTime(atMs ?? 0, 'Asia/Shanghai').slice(5, 16)
const check = (shop: RecordsShop) => mustAsk(shop.world, 'records.check', {})

/** By a check asked for on the screen. */
async function checked(shop: RecordsShop) {
  await check(shop)
  await shop.rests()
  return shop.records()
}

describe('the check of the records', () => {
  it('finds a sound shop sound: each record read, each sale compared', async () => {
    const shop = await makeRecordsShop(1, 120)
    await shop.reopen()
    const { last, alarms } = await checked(shop)
    expect(last).toMatchObject({ is: 'sound', sales: 120, said: null })
    // Since then the one on duty and the start itself were written down.
    expect(last?.records).toBe(shop.records().start.to + 2)
    expect(alarms).toEqual([])
  })

  it('names a record of an old file that the disk changed, to managers, and calls one for the cashier', async () => {
    const shop = await makeRecordsShop(2, 120)
    const [oldest = ''] = shop.segments()
    expect(shop.segments().length).toBeGreaterThan(2)
    shop.rot(oldest)
    const { last, alarms } = await checked(shop)
    expect(last).toMatchObject({ is: 'fault', sales: null })
    expect(last?.said?.zh).toMatch(/^流水第 \d+ 条（0000000000000001\.jsonl）与写入时不同/)
    expect(last?.said?.en).toMatch(/^Record \d+ \(0000000000000001\.jsonl\) is not what was written/)
    expect(alarms).toEqual(['journal'])
    await mustAsk(shop.world, 'operators.signIn', AS_CASHIER)
    expect(shop.world.view()).toMatchObject({ records: null, recordsFaulty: true })
    await mustAsk(shop.world, 'operators.lock', {})
    expect(shop.world.view()).toMatchObject({ records: null, recordsFaulty: false })
  })

  it('knows more than the witness: a flipped bit in the newest record is no torn tail', async () => {
    const shop = await makeRecordsShop(3, 5)
    const newest = shop.segments().at(-1) ?? ''
    const length = shop.world.disk.files().get(newest)?.length ?? 0
    shop.world.disk.rot(newest, length - 20, 1)
    expect((await checked(shop)).last).toMatchObject({ is: 'fault' })
  })

  it('names a finished sale that was edited in the cache, which the next start makes anew', async () => {
    const shop = await makeRecordsShop(4, 120)
    const edited = shop.receipts[30] ?? ''
    await shop.world.kill()
    const cache = shop.world.cache.open()
    const text = cache.sale(edited) ?? ''
    const forged = text.replaceAll('"total":300', '"total":900')
    expect(forged).not.toBe(text)
    const nothing = { answers: [], records: [] }
    cache.commit({ checkpoint: cache.checkpoint() ?? '', sales: [[edited, forged]], ...nothing })
    await shop.reopen()
    const { last, alarms } = await checked(shop)
    expect(last).toMatchObject({ is: 'cache', sales: null })
    expect(last?.said?.en).toContain(`sale ${edited} in the cache is not as it says`)
    expect(alarms).toEqual(['cache'])
    await shop.sell(3)
    await shop.reopen()
    // What was found stays until somebody has checked again.
    expect(shop.records().alarms).toEqual(['cache'])
    expect(shop.records().start.from).toBe(0)
    expect((await checked(shop)).last).toMatchObject({ is: 'sound', sales: 123 })
    expect(shop.records().alarms).toEqual([])
  })

  it.each([
    ['a sale that never was, behind all others', (text: string) => ['S01-1-000999X', text] as const],
    ['a sale that never was, between others', (text: string, receipt: string) => [`${receipt}Z`, text] as const],
    ['a sale that is no JSON', (_: string, receipt: string) => [receipt, 'x'] as const],
  ])('finds %s', async (_, planted) => {
    const shop = await makeRecordsShop(5, 110)
    const receipt = shop.receipts[3] ?? ''
    await shop.world.kill()
    const cache = shop.world.cache.open()
    const sales = [planted(cache.sale(receipt) ?? '', receipt)]
    cache.commit({ checkpoint: cache.checkpoint() ?? '', sales, answers: [], records: [] })
    await shop.reopen()
    const { last } = await checked(shop)
    expect(last).toMatchObject({ is: 'cache' })
    expect(last?.said?.en).toContain(sales[0]?.[0])
  })

  it('finds a till that was edited in the checkpoint, its sum made to hold', async () => {
    const shop = await makeRecordsShop(18, 120)
    await shop.world.kill()
    const cache = shop.world.cache.open()
    const { content } = JSON.parse(cache.checkpoint() ?? '') as { content: { till: Till } } // as it was written
    const operators = content.till.operators.map((each) => ({ ...each, role: 'manager' }))
    const forged = { ...content, till: { ...content.till, operators } }
    const checkpoint = JSON.stringify({ sum: sumOf(forged), content: forged })
    cache.commit({ checkpoint, sales: [], answers: [], records: [] })
    await shop.reopen()
    const { last } = await checked(shop)
    expect(last).toMatchObject({ is: 'cache' })
    expect(last?.said?.en).toMatch(/^The journal is sound, yet the till in the cache/)
  })

  it('goes on while the station sells, and the cache with it', async () => {
    const shop = await makeRecordsShop(6, 120)
    const before = shop.world.view()
    shop.setSlow(40)
    await check(shop)
    let meanwhile = 0
    while (shop.records().running !== null) {
      await shop.sell(1)
      meanwhile++
    }
    expect(meanwhile).toBeGreaterThan(3)
    expect(shop.records().last).toMatchObject({ is: 'sound' })
    expect(shop.world.view().revision).toBeGreaterThan(before.revision)
  })

  it('is never made twice at once, and is stopped by whoever wants it to', async () => {
    const shop = await makeRecordsShop(7, 120)
    expect(await shop.world.ask('records.stopCheck', {})).toMatchObject({ why: 'no-check' })
    shop.setSlow(40)
    await check(shop)
    expect(await shop.world.ask('records.check', {})).toMatchObject({ why: 'check-running' })
    await mustAsk(shop.world, 'records.stopCheck', {})
    await shop.rests()
    expect(shop.records().last).toBeNull()
    expect(shop.records().brokenOff?.said.en).toMatch(/^The check was stopped at \d+ %/)
    await shop.reopen()
    expect(shop.records().brokenOff).not.toBeNull()
    shop.setSlow(0)
    expect(await checked(shop)).toMatchObject({ last: { is: 'sound' }, brokenOff: null })
  })

  it('ends with the station, at once, and leaves no word of it', async () => {
    const shop = await makeRecordsShop(8, 120)
    shop.setSlow(40)
    await check(shop)
    expect(shop.records().running).not.toBeNull()
    const before = shop.world.disk.operations()
    await shop.world.station().close()
    expect(shop.world.disk.operations() - before).toBeLessThan(20)
    expect([...shop.world.disk.files().keys()].some((path) => path.includes('checked'))).toBe(false)
  })

  it('is for managers', async () => {
    const shop = await makeRecordsShop(9, 1)
    await mustAsk(shop.world, 'operators.signIn', AS_CASHIER)
    for (const name of ['records.check', 'records.stopCheck', 'records.backUp'])
      expect(await shop.world.ask(name, {})).toMatchObject({ why: 'not-allowed' })
  })
})

describe('the night', () => {
  it('comes, and the records are checked; by day only where a day has gone by', async () => {
    const shop = await makeRecordsShop(10, 20)
    await shop.passes(9 * MINUTE_MS)
    expect(shop.records().last).toBeNull()
    await shop.passes(2 * MINUTE_MS)
    expect(shopTime(shop.records().last?.atMs)).toBe('05-04 09:10')
    // Until 03:29.
    await shop.passes(18 * HOUR_MS + 18 * MINUTE_MS)
    expect(shopTime(shop.records().last?.atMs)).toBe('05-04 09:10')
    await shop.passes(16 * MINUTE_MS)
    expect(shopTime(shop.records().last?.atMs)).toMatch(/^05-05 03:(3|4)\d$/)
    const night = shop.records().last?.atMs ?? 0
    // A start in the morning checks nothing, since that was hours ago.
    await shop.reopen()
    await shop.passes(5 * HOUR_MS)
    expect(shop.records().last?.atMs).toBe(night)
    // Off for two nights.
    await shop.world.kill()
    const later = night + 2 * DAY_MS + 6 * HOUR_MS
    shop.world.clock.set(later)
    await shop.reopen()
    await shop.passes(9 * MINUTE_MS)
    expect(shop.records().last?.atMs).toBe(night)
    await shop.passes(2 * MINUTE_MS)
    expect(shop.records().last?.atMs).toBe(later + 10 * MINUTE_MS)
  })

  it('finds a flipped bit in an old file without being asked', async () => {
    const shop = await makeRecordsShop(11, 60)
    await shop.passes(11 * MINUTE_MS)
    expect(shop.records().last).toMatchObject({ is: 'sound' })
    shop.rot(shop.segments()[0] ?? '')
    await shop.passes(19 * HOUR_MS)
    expect(shop.records().last).toMatchObject({ is: 'fault' })
    expect(shop.records().alarms).toEqual(['journal'])
  })

  it('does not begin again what somebody stopped', async () => {
    const shop = await makeRecordsShop(12, 60)
    shop.setSlow(40)
    await shop.world.clock.advance(10 * MINUTE_MS)
    await mustAsk(shop.world, 'records.stopCheck', {})
    await shop.rests()
    expect(shop.records().brokenOff).not.toBeNull()
    await shop.passes(6 * HOUR_MS)
    expect(shop.records().last).toBeNull()
  })

  it('puts old files away, and only after a sound check', async () => {
    const shop = await makeRecordsShop(13, 60)
    await shop.reopen()
    const plain = shop.segments().length
    shop.world.clock.set(shop.world.clock.nowMs() + 91 * DAY_MS)
    shop.rot(shop.segments()[1] ?? '')
    await checked(shop)
    expect(shop.segments().filter((path) => path.endsWith('.gz'))).toEqual([])
    shop.rot(shop.segments()[1] ?? '')
    await checked(shop)
    expect(shop.segments().filter((path) => path.endsWith('.gz')).length).toBe(plain - 1)
    expect(await checked(shop)).toMatchObject({ last: { is: 'sound', sales: 60 } })
  })
})

it('the start says what it went by: the checkpoint, and what came after it', async () => {
  const shop = await makeRecordsShop(17, 120)
  expect(shop.records().start).toMatchObject({ from: 0, to: 0 })
  await shop.reopen()
  const { from, to } = shop.records().start
  expect(from).toBe(300)
  expect(to - from).toBeLessThan(100)
})
