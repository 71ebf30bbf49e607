import type { Disk } from '#drivers/disk/port'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { Day } from '../../tests/simulation/day.ts'
import { runJournal, type Ran } from '../../tests/world/exported.ts'
import { appendEach, draft, JOURNAL_FOLDER, makeJournalBox, closedBox } from '../../tests/world/journals.ts'
import { recount } from '../../tests/world/recount.ts'
import { changeSetting } from '../../tests/world/settings.ts'
import { FOLDER, makeWorld } from '../../tests/world/world.ts'
import { join } from 'node:path'

const filledBox = () => closedBox(6)
const lines = ({ text }: Ran) => text.split('\n').filter((line) => line !== '')
const OUT = '/out/may.csv'

/** The disk of a station after a day at a busy counter, with every fault a day may bring. */
async function diskAfterADay(seed: number): Promise<Disk> {
  const world = await makeWorld({ seed, log: { note: () => undefined, fault: () => undefined } })
  await new Day(world, seed).pass()
  const disk = world.disk.process()
  await disk.makeFolder('/out')
  return disk
}

describe('npm run journal -- export', () => {
  it('writes every record as a line of JSON, and the verdict beside it', async () => {
    const ran = await runJournal((await filledBox()).disk.process(), ['export'])
    expect(ran.exit).toBe(0)
    expect(lines(ran).map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(Object.keys(JSON.parse(lines(ran)[0] ?? '') as object)).toEqual(['seq', 'ts', 'txn', 'type', 'body'])
    expect(ran.warned).toHaveLength(1)
  })

  it('writes nothing that could be taken for whole where a record is not as it was written', async () => {
    const box = await filledBox()
    box.disk.rot(join(JOURNAL_FOLDER, '0000000000000001.jsonl'), 700, 1)
    const { exit, text, warned } = await runJournal(box.disk.process(), ['export'])
    expect([exit, text]).toEqual([1, ''])
    expect(warned.join()).toContain('Record 3')
    await box.disk.process().makeFolder('/out')
    const filed = await runJournal(box.disk.process(), ['export', '--out', OUT])
    expect([filed.exit, await box.disk.process().list('/out')]).toEqual([1, []])
    expect(filed.warned.at(-1)).toContain('was not written')
  })

  it('takes only what was recorded from one moment to another', async () => {
    const from = new Date(draft(3).ts).toISOString().slice(0, 19)
    const box = await filledBox()
    const ran = await runJournal(box.disk.process(), ['export', '--from', '2020-01-01T00:00Z', '--to', `${from}Z`])
    expect(lines(ran)).toHaveLength(0)
    expect(lines(await runJournal(box.disk.process(), ['export', '--from', `${from}Z`]))).toHaveLength(6)
  })

  it.each([
    [['export', 'a', 'b']],
    [['export', '--format', 'xlsx']],
    [['export', '--from', '2026-05-04']],
    [['export', '--out']],
    [['export', '--receipt', 'x']],
    [['check-export']],
    [['check-export', 'a', 'b', 'c']],
    [['archive', 'a', 'b']],
    [['archive', '--now', '1']],
  ])('is not understood as %j', async (args) => {
    const { exit, said } = await runJournal((await filledBox()).disk.process(), args)
    expect(exit).toBe(2)
    expect(said[0]).toContain('用法 / usage')
  })

  it('says where there is no journal', async () => {
    const { exit, warned } = await runJournal((await filledBox()).disk.process(), ['export', '/elsewhere'])
    expect([exit, warned]).toEqual([2, [expect.stringContaining('There is no journal in /elsewhere') as string]])
  })
})

interface Row {
  readonly [column: string]: string
}
const rowsIn = (csv: string): Row[] => parse(csv, { columns: true, bom: true, record_delimiter: '\r\n' })
const fen = (yuan: string | undefined): number => {
  expect(yuan).toMatch(/^-?\d+\.\d\d$/)
  return Number((yuan ?? '').replace('.', ''))
}
const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((all, row) => all + (row[column] === '' ? 0 : fen(row[column])), 0)

describe('the table for accountants', () => {
  it('comes to what an independent count of the same journal comes to, on each of 20 days', async () => {
    let [movements, back] = [0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const disk = await diskAfterADay(seed)
      const counted = recount((await runJournal(disk, ['export'])).text)
      const { exit, text } = await runJournal(disk, ['export', '--format', 'csv'])
      expect(exit).toBe(0)
      const rows = rowsIn(text)
      const of = (kind: RegExp, more: (row: Row) => boolean = () => true) =>
        rows.filter((row) => kind.test(row['类型 kind'] ?? '') && more(row))
      const inCash = (row: Row) => row['付款方式 method'] === '现金 cash'
      const total = (what: (sale: (typeof counted)[number]) => number) => counted.reduce((all, s) => all + what(s), 0)
      expect(sum(of(/sale/), '金额 amount')).toBe(total(({ recorded }) => recorded))
      expect(sum(of(/sale/), '合计 total')).toBe(total(({ recorded }) => recorded))
      expect(sum(of(/sale/, inCash), '金额 amount')).toBe(total(({ cash }) => cash))
      expect(sum(of(/void|refund/), '金额 amount')).toBe(0 - total(({ returned }) => returned))
      expect(sum(of(/void|refund/), '合计 total')).toBe(0 - total(({ returned }) => returned))
      expect(sum(of(/void|refund/, inCash), '金额 amount')).toBe(0 - total(({ returnedInCash }) => returnedInCash))
      expect(new Set(of(/sale/).map((row) => row['单号 receipt']))).toEqual(new Set(counted.map((s) => s.receipt)))
      movements += rows.length
      back += of(/void|refund/).length
    }
    process.stdout.write(`${movements} rows on 20 days, ${back} of them money that went back\n`)
    expect(Math.min(movements, back)).toBeGreaterThan(10)
  })

  it('begins with the mark that spreadsheets know UTF-8 by, and says who, when and by which way', async () => {
    const text = await tableWithAReturn()
    expect(text.startsWith('\ufeff"流水号 seq","流水 journal"')).toBe(true)
    expect(text.split('\r\n').at(-1)).toBe('')
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    const [sale] = rowsIn(text)
    expect(sale?.['店铺时间 local time']).toMatch(/^2026-05-04 \d\d:\d\d:\d\d$/)
    expect(sale?.['UTC']).toMatch(/^2026-05-04T\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(sale?.['收银员 operator']).toMatch(/^\d\d \S+$/)
    const back = rowsIn(text).find((row) => row['原单号 original receipt'] !== '')
    expect(back?.['单号 receipt']).toBe(`${back?.['原单号 original receipt']}/1`)
  })
})

/** Of the first simulated day on which money went back. */
async function tableWithAReturn(): Promise<string> {
  for (let seed = 1; seed <= 20; seed++) {
    const { text } = await runJournal(await diskAfterADay(seed), ['export', '--format', 'csv'])
    if (rowsIn(text).some((row) => row['原单号 original receipt'] !== '')) return text
  }
  throw new Error('no money went back on any day')
}

describe('archiving by command', () => {
  it('puts old files away, and nothing while the station runs', async () => {
    const box = makeJournalBox({ segmentBytes: 1_000 })
    const journal = await box.mustOpen()
    await appendEach(journal, 1, 20)
    await journal.close()
    const running = await runJournal(box.disk.process(), ['archive'], { is: 'taken' })
    expect([running.exit, running.said]).toEqual([1, [expect.stringContaining('is running') as string]])
    // Of May, and it is June: too young for the 90 days of the defaults.
    expect((await runJournal(box.disk.process(), ['archive'])).said.at(-1)).toContain('compressed: 0')
    await box.disk.process().makeFolder(join(FOLDER, 'settings'))
    await changeSetting(box.disk.process(), 'retention', { archiveAfterDays: 7 })
    const { exit, said } = await runJournal(box.disk.process(), ['archive'])
    expect([exit, said[0]]).toEqual([0, '  0000000000000001.jsonl.gz'])
    expect(await box.verify()).toMatchObject({ records: 20, faults: [] })
  })
})
