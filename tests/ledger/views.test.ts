import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatReceiptNumber } from '#domain/receipt-number'
import { listSegments } from '#journal/segments'
import { readLine } from '#journal/line'
import { refundByCode, staff, undo, voidOf } from '../world/people.ts'
import { FOLDER, makeWorld, type World } from '../world/world.ts'
import { openAppender } from './appending.ts'
import { asked, oneCluster, type ScratchLedger } from './cluster.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, type Life } from './lives.ts'

/** What a station really wrote, as head office reads it. */
const SENDER = { shop: 's01', station: '01' }
const identity = newIdentity()
const cluster = oneCluster()
let ledger: ScratchLedger
let world: World

beforeAll(async () => {
  ledger = await cluster().ledger('views')
  world = await makeWorld({ seed: 7 })
  await sell()
  await send(await lifeOf(world))
})
afterAll(async () => {
  await ledger.office.close()
})

const must = async (name: string, input: unknown): Promise<void> => {
  const answer = await world.ask(name, input)
  if (!answer.ok) throw new Error(`${name}: ${answer.why}`)
}

/** Four sales: cash; card; card and cash, then voided; scan, then a part of it refunded. */
async function sell(): Promise<void> {
  await staff(world.ask)
  const add = (quantity: number) => must('sale.add', { sku: 'DRK001', quantity })
  const left = () => world.view().sale?.left
  const tender = async (method: 'card' | 'scan', amount: number) => {
    await must('sale.tender', { method, amount, left: left() })
    await world.clock.advance(5_000)
  }
  await add(2)
  await must('sale.payCash', { due: 300, given: 500 })
  await add(1)
  await tender('card', 150)
  await add(4)
  await tender('card', 450)
  await must('sale.payCash', { due: 150, given: 150 })
  await add(3)
  await tender('scan', 450)
  // After midnight in Shanghai.
  await world.clock.advance(16 * 3_600_000)
  const receipts = receiptsOf()
  expect(await undo(world.ask, voidOf(receipts[2]))).toMatchObject({ ok: true })
  await world.clock.advance(5_000)
  const [, , , scanned = ''] = receipts
  const refund = { receipt: scanned, wish: { by: 'amount', amount: 100 } }
  expect(await refundByCode(world.ask, world.postbox, refund, { reason: 'faulty' })).toMatchObject({ ok: true })
  await world.clock.advance(5_000)
}

const receiptsOf = (): string[] =>
  [1, 2, 3, 4].map((counter) => formatReceiptNumber({ station: '01', epoch: 1, counter }))

/** The journal on the station’s disk. */
async function lifeOf(of: World): Promise<Life> {
  const disk = of.disk.process()
  const [lines, hashes]: [Buffer[], string[]] = [[], []]
  for (const { path } of await listSegments(disk, `${FOLDER}/journal`)) {
    const bytes = await disk.read(path)
    for (let at = 0; at < bytes.length;) {
      const read = readLine(bytes, at)
      if (read.is !== 'line') throw new Error('the journal is sound')
      lines.push(bytes.subarray(at, at + read.line.bytes))
      hashes.push(read.line.hash)
      at += read.line.bytes
    }
  }
  return { epoch: 1, lines, hashes }
}

async function send(life: Life, sender = SENDER): Promise<void> {
  await ledger.office.enrol({ ...sender, publicKey: identity.publicKey })
  const appender = await openAppender(ledger.writer)
  const message = batchOf({ sender, identity }, life, { first: 1, last: life.lines.length })
  expect(await appender.append(message, identity.publicKey)).toBe('stored')
  await appender.close()
}

const rows = (columns: string, view: string, order = '1, 2'): Promise<object[]> =>
  asked(ledger.reader, `SELECT ${columns} FROM ledger.${view} WHERE shop = 's01' ORDER BY ${order}`)

describe('the views', () => {
  it('show sales and their tenders', async () => {
    const [first, second, third, fourth] = receiptsOf()
    expect(await rows('receipt, operator, total::int, given::int, change::int', 'sales')).toEqual([
      { receipt: first, operator: '03', total: 300, given: 500, change: 200 },
      { receipt: second, operator: '03', total: 150, given: 0, change: 0 },
      { receipt: third, operator: '03', total: 600, given: 150, change: 0 },
      { receipt: fourth, operator: '03', total: 450, given: 0, change: 0 },
    ])
    expect(await rows('receipt, nth, method, amount::int', 'tenders')).toEqual([
      { receipt: first, nth: 1, method: 'cash', amount: 300 },
      { receipt: second, nth: 1, method: 'card', amount: 150 },
      { receipt: third, nth: 1, method: 'card', amount: 450 },
      { receipt: third, nth: 2, method: 'cash', amount: 150 },
      { receipt: fourth, nth: 1, method: 'scan', amount: 450 },
    ])
  })

  it('show who gave back what, and why, and whether the money went', async () => {
    const [, , third, fourth] = receiptsOf()
    expect(await rows('kind, receipt, asker, manager, reason, amount::int, self_approval', 'returns', 'seq')).toEqual([
      { kind: 'void', receipt: third, asker: '03', manager: '11', reason: 'other', amount: 600, self_approval: false },
      {
        kind: 'refund',
        receipt: fourth,
        asker: '03',
        manager: '11',
        reason: 'faulty',
        amount: 100,
        self_approval: false,
      },
    ])
    expect(await rows('kind, port, receipt, asked::int, said, approved::int', 'orders', 'seq')).toEqual([
      { kind: 'pay', port: 'acquirer', receipt: null, asked: 150, said: 'approved', approved: 150 },
      { kind: 'pay', port: 'acquirer', receipt: null, asked: 450, said: 'approved', approved: 450 },
      { kind: 'pay', port: 'scanpay', receipt: null, asked: 450, said: 'approved', approved: 450 },
      { kind: 'void', port: 'acquirer', receipt: third, asked: 450, said: 'approved', approved: 450 },
      { kind: 'refund', port: 'scanpay', receipt: fourth, asked: 100, said: 'approved', approved: 100 },
    ])
  })

  it('count days as head office does', async () => {
    const columns =
      'day::text, sales::int, total::int, rounded::int, voids::int, voided::int, refunds::int, refunded::int, net::int'
    const none = { rounded: 0, voids: 0, voided: 0, refunds: 0, refunded: 0 }
    expect(await rows(columns, 'daily_totals')).toEqual([
      { ...none, day: '2026-05-04', sales: 4, total: 1_500, net: 1_500 },
      { ...none, day: '2026-05-05', sales: 0, total: 0, voids: 1, voided: 600, refunds: 1, refunded: 100, net: -700 },
    ])
    expect(await rows('day::text, method, tenders::int, amount::int', 'daily_tenders')).toEqual([
      { day: '2026-05-04', method: 'card', tenders: 2, amount: 600 },
      { day: '2026-05-04', method: 'cash', tenders: 2, amount: 450 },
      { day: '2026-05-04', method: 'scan', tenders: 1, amount: 450 },
    ])
  })

  it('are none the worse for a station that writes nonsense', async () => {
    const before = await rows('*', 'daily_totals')
    const nonsense = [
      { event: { is: 'sale-paid', total: 'a lot', tenders: 7 } },
      { event: { is: 'sale-paid', receipt: 5, total: 1e300, tenders: [null, 3, { amount: {} }] } },
      { event: { is: 'sale-paid', total: 1.5, tenders: { length: 1 } } },
      { event: null },
      { event: { is: 'sale-voided', back: [], parts: 'all' } },
      { event: { is: 'sale-voided', back: -1e16, parts: [null, { sent: [] }, { sent: { order: 1 } }] } },
      5,
      null,
    ]
    const written = nonsense.flatMap((body) =>
      ['sale-paid', 'sale-voided', 'sale-refunded', 'tender-voided', 'payment-asked', 'payment-told'].map((type) => ({
        ...{ type, body, ts: 253402300799999 },
      })),
    )
    await send(lived(NEW_LIFE, '02', written), { shop: 's02', station: '02' })
    for (const view of ['sales', 'tenders', 'returns', 'orders', 'daily_totals', 'daily_tenders', 'standing'])
      await asked(ledger.reader, `SELECT * FROM ledger.${view}`)
    expect(await rows('*', 'daily_totals')).toEqual(before)
  })

  it('find a receipt and a day by an index', async () => {
    // Of a few records PostgreSQL would rather read all.
    const owner = `${ledger.owner}&options=${encodeURIComponent('-c enable_seqscan=off')}`
    const plan = async (where: string) =>
      JSON.stringify(await asked(owner, `EXPLAIN SELECT * FROM ledger.sales WHERE ${where}`))
    expect(await plan("receipt = 'S01-1-000001O'")).toContain('records_by_receipt')
    expect(await plan("shop = 's01'")).toContain('records_of_money')
  })
})
