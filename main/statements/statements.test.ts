import { describe, expect, it } from 'vitest'
import type { CheckedStatement } from '#contract/statements'
import type { Difference, DifferenceKind } from '#domain/reconciling'
import { statementLines, statementText, type StatementLine } from '#drivers/scanpay/virtual/statement'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { refundByCode, undo, voidOf } from '../../tests/world/people.ts'
import { scanShop, type ScanShop } from '../../tests/world/scan-shop.ts'
import { AS_MANAGER } from '../../tests/world/people.ts'
import { FOLDER, type World } from '../../tests/world/world.ts'
import { statementFiles } from './folder.ts'

const CUSTOMERS = ['alipay', 'wechat', 'unionpay', 'yuan', 'gifted'] as const

/** A day of scan payments at one till, some given back in part or whole, and a manager who looks at it afterwards. */
async function day(seed: number): Promise<ScanShop> {
  const { below } = makeVirtualRandom(seed)
  const shop = await scanShop(seed)
  const { world, sell } = shop
  for (let nth = 0; nth < 12; nth++) {
    const receipt = await sell(1 + below(9), CUSTOMERS[below(CUSTOMERS.length)])
    const what = below(5)
    if (what === 0) await undo(world.ask, voidOf(receipt))
    if (what === 1 || what === 2)
      await refundByCode(world.ask, world.postbox, { receipt, wish: { by: 'amount', amount: 100 } })
    await world.clock.advance(60_000 + below(600_000))
  }
  await world.ask('operators.signIn', AS_MANAGER)
  return shop
}

const put = ({ disk }: ScanShop, text: string, name = 'day.csv') =>
  statementFiles({ disk: disk(), folder: FOLDER }).write(name, Buffer.from(text))
async function check(shop: ScanShop, lines: readonly StatementLine[]): Promise<CheckedStatement> {
  await put(shop, statementText(lines))
  const answer = await shop.world.ask('statements.check', { name: 'day.csv' })
  if (!answer.ok) throw new Error(answer.why)
  return answer.value as CheckedStatement // the contract's
}
const checks = (world: World) =>
  world.ask('statements.check', { name: 'day.csv' }).then((answer) => (answer.ok ? answer.value : answer.why))

const KIND = { 消费: 'payment', 退款: 'refund', 撤销: 'revocation' } as const
const FAULTS = ['missing', 'amount', 'double', 'fee', 'kind', 'extra', 'back'] as const

interface Planted {
  readonly lines: readonly StatementLine[]
  readonly told: string
}
const tell = (is: DifferenceKind, { order }: Pick<StatementLine, 'order'>, kind: string) => `${is} ${kind} ${order}`

/** One line with one fault, and what has to be said of it. */
function planted(line: StatementLine, fault: (typeof FAULTS)[number], nth: number): Planted | null {
  const kind = KIND[line.type]
  const own = { order: `X${nth}`, logNo: `669${String(nth).padStart(11, '0')}`, tradeNo: `T${nth}` }
  switch (fault) {
    case 'missing':
      return { lines: [], told: tell('here-only', line, kind) }
    case 'amount':
      return { lines: [{ ...line, amount: line.amount + 1 }], told: tell('amount', line, kind) }
    case 'double':
      return { lines: [line, line], told: tell('twice', line, kind) }
    case 'fee':
      return { lines: [{ ...line, fee: line.fee + 1 }], told: tell('fee', line, kind) }
    case 'kind': {
      const type = line.type === '消费' ? '退款' : '消费'
      return { lines: [{ ...line, type }], told: tell('other-kind', line, KIND[type]) }
    }
    case 'extra':
      return { lines: [line, { ...line, ...own }], told: tell('there-only', own, kind) }
    case 'back': {
      if (line.type !== '消费') return null
      const undone = { ...line, ...own, order: `${line.order}-R`, type: '退款' as const, fee: 0 }
      return { lines: [line, undone], told: tell('back-there', line, 'refund') }
    }
  }
}

const told = ({ is, kind, order }: Difference) => tell(is, { order: order ?? '' }, kind)

describe('a statement', () => {
  it('agrees with the books of the day, to the fen', async () => {
    for (const seed of [31, 32, 33]) {
      const shop = await day(seed)
      const { air } = shop
      const lines = statementLines(air.state())
      const { agrees, differences, here, there, bad } = await check(shop, lines)
      expect([differences, agrees, bad]).toEqual([[], lines.length, 0])
      expect(here).toEqual(there)
      const fees = air.books().fees()
      expect([there.paid - there.back, there.fee, there.net]).toEqual([
        air.books().total(),
        fees,
        air.books().total() - fees,
      ])
    }
  })

  it('is found out in exactly what is wrong with it, whatever that is', async () => {
    const seen = new Map<string, number>()
    for (const seed of [41, 42, 43, 44]) {
      const shop = await day(seed)
      const { air } = shop
      const random = makeVirtualRandom(seed ^ 0xfa17)
      const all = statementLines(air.state())
      for (let times = 0; times < 25; times++) {
        const want = random.below(5)
        const expected: string[] = []
        const lines = all.flatMap((line, nth) => {
          const fault = FAULTS[random.below(FAULTS.length)] ?? 'missing'
          const bad = expected.length < want && random.below(3) === 0 ? planted(line, fault, nth) : null
          if (!bad) return [line]
          expected.push(bad.told)
          seen.set(fault, (seen.get(fault) ?? 0) + 1)
          return bad.lines
        })
        const { differences, differing } = await check(shop, lines)
        expect(differences.map(told).sort(), `seed ${seed}, ${times}`).toEqual(expected.sort())
        expect(differing).toBe(expected.length)
      }
    }
    process.stdout.write(`planted: ${JSON.stringify(Object.fromEntries(seen))}\n`)
    expect(Math.min(...FAULTS.map((fault) => seen.get(fault) ?? 0))).toBeGreaterThan(5)
  }, 60_000)

  it('leaves one record of what was found, tells that it was checked before, and changes nothing', async () => {
    const shop = await day(51)
    const { world, air } = shop
    const before = JSON.stringify([...world.station().acts.till().payments])
    const lines = statementLines(air.state()).slice(1)
    const first = await check(shop, lines)
    const atMs = world.clock.nowMs()
    await world.clock.advance(60_000)
    const again = await check(shop, lines)
    expect([first.before, again.before, first.differing]).toEqual([null, atMs, 1])
    const found = await shop.disk().read(`${FOLDER}/journal/0000000000000001.jsonl`)
    expect(found.toString().split('"type":"statement-checked"')).toHaveLength(2)
    expect(JSON.stringify([...world.station().acts.till().payments])).toBe(before)
    await world.kill()
    expect(await world.open()).toEqual([])
  })

  it('of a shop with several stations is checked at each for its own', async () => {
    const shop = await day(55)
    const lines = statementLines(shop.air.state())
    const others = lines.map((line) => ({
      ...{ ...line, order: line.order.replace(/^01/, '02') },
      ...{ logNo: line.logNo.replace(/^66/, '67'), tradeNo: `${line.tradeNo}2` },
    }))
    const { elsewhere, agrees, differing, here, there } = await check(shop, [...lines, ...others])
    expect([elsewhere, agrees, differing]).toEqual([lines.length, lines.length, 0])
    expect(there).toEqual(here)
  })

  it('is for managers, and of a file that is there', async () => {
    const shop = await scanShop(52)
    const { world } = shop
    for (const name of ['list', 'check', 'ask'] as const) {
      const input = { list: {}, check: { name: 'day.csv' }, ask: { order: 'X', amount: 1 } }[name]
      expect(await world.ask(`statements.${name}`, input)).toMatchObject({ why: 'not-allowed' })
    }
    await world.ask('operators.signIn', AS_MANAGER)
    for (const name of ['day.csv', '../settings/station.json', '.csv', 'a/b.csv'])
      expect(await world.ask('statements.check', { name }), name).toMatchObject({ why: 'no-such-statement' })
    expect(await world.ask('statements.list', {})).toMatchObject({ value: { files: [] } })
    await put(shop, 'x')
    await put(shop, '一,二\n1,2\n')
    expect(await world.ask('statements.list', {})).toMatchObject({ value: { files: [{ name: 'day.csv', bytes: 12 }] } })
    const said = await checks(world)
    expect(said).toMatchObject({ is: 'unreadable' })
    expect(JSON.stringify(said)).toMatch(/一、二.*流水号/)
  })

  it('of a payment the platform can be asked, which moves no money', async () => {
    const shop = await scanShop(53)
    const { world, air, sell } = shop
    const receipt = await sell(2)
    await refundByCode(world.ask, world.postbox, { receipt, wish: { by: 'amount', amount: 100 } })
    const voided = await sell(3)
    await undo(world.ask, voidOf(voided))
    await world.clock.advance(10_000)
    await world.ask('operators.signIn', AS_MANAGER)
    // Nothing of what went back is on it.
    const lines = statementLines(air.state()).filter(({ type }) => type === '消费')
    const { differences } = await check(shop, lines)
    const before = JSON.stringify([...air.state().returns])
    const says: unknown[] = []
    for (const { ask } of differences) {
      const asking = world.ask('statements.ask', ask)
      await world.clock.advance(2_000)
      const answer = await asking
      says.push(answer.ok ? answer.value : answer.why)
    }
    expect(says).toEqual([
      { says: 'nothing', why: null, settling: false },
      { says: 'not-paid', why: 'REFUND', settling: false },
    ])
    expect(JSON.stringify([...air.state().returns])).toBe(before)
  })

  it('of a payment that is unknown here and paid there, asking has the station look it up', async () => {
    const shop = await scanShop(54)
    const { world, air } = shop
    shop.setMute(true)
    expect(await shop.sell(2)).toBe('')
    await world.ask('operators.signIn', AS_MANAGER)
    const { differences } = await check(shop, statementLines(air.state()))
    expect(differences.map(({ is, here, there }) => [is, here, there])).toEqual([['unclear-here', null, 300]])
    shop.setMute(false)
    const asking = world.ask('statements.ask', differences[0]?.ask)
    await world.clock.advance(2_000)
    expect(await asking).toMatchObject({ value: { says: 'paid', settling: true } })
    await world.clock.advance(10_000)
    expect([...world.station().acts.till().payments.values()].map(({ payment }) => payment.at)).toEqual(['approved'])
    expect((await check(shop, statementLines(air.state()))).differences).toEqual([])
  })
})
