import { openSqliteCache, readSqliteCache } from '#drivers/cache/sqlite'
import { CacheFault } from '#drivers/cache/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, it } from 'vitest'
import { drawnWanted, indexedBox, indexOf, type IndexedBox } from '../../tests/world/indexed.ts'
import { runCommand } from './command.ts'
import type { OpenedIndex } from './find-command.ts'
import { formatMoney } from '#domain/money'
import { termsOf, type Wanted } from './finding.ts'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'find-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function find({ box }: IndexedBox, openIndex: () => OpenedIndex | null, ...args: string[]) {
  const said: string[] = []
  const warned: string[] = []
  const exit = await runCommand({
    ...{ disk: box.disk.process(), args: ['find', ...args], folder: '/station', openIndex },
    ...{ say: (line) => void said.push(line), warn: (line) => void warned.push(line) },
  })
  return { exit, said, warned: warned.join('\n') }
}
const open = (index: Omit<OpenedIndex, 'close'>) => (): OpenedIndex => ({ ...index, close: () => undefined })
const minutes = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`
const typed = ({ receipt, type, order, operator, amount, from, to }: Wanted): string[] =>
  Object.entries({
    ...{ '--receipt': receipt, '--type': type, '--order': order, '--operator': operator },
    ...{ '--from': from === null ? null : minutes(from), '--to': to === null ? null : minutes(to) },
    ...{ '--amount': amount === null ? null : formatMoney(amount) },
  }).flatMap(([name, value]) => (value === null ? [] : [name, value]))

describe('npm run journal -- find', () => {
  it('says the same records in the same order by the index and without it', async () => {
    let lines = 0
    for (let seed = 1; seed <= 25; seed++) {
      const indexed = await indexedBox(seed)
      const { below } = makeVirtualRandom(seed ^ 0xc0d)
      for (let nth = 0; nth < 12; nth++) {
        const args = typed(drawnWanted(below))
        const limit = below(2) === 0 ? [] : ['--limit', String(1 + below(20))]
        if (args.length === 0) args.push('--type', 'sale-paid')
        const quick = await find(indexed, open(indexed.index), ...args, ...limit)
        const slow = await find(indexed, open(indexed.index), ...args, '--scan', ...limit)
        expect(quick.said, `seed ${seed}: ${args.join(' ')} ${limit.join(' ')}`).toEqual(slow.said)
        expect([quick.exit, slow.exit]).toEqual([0, 0])
        expect(quick.warned).toContain('Found by the index; the journal was not checked')
        expect(slow.warned).toContain('as --scan says')
        expect(slow.warned).toContain('The journal is sound')
        lines += quick.said.length
      }
    }
    process.stdout.write(`300 searches both ways, ${lines} records\n`)
    expect(lines).toBeGreaterThan(1_000)
  })

  it('gives the newest first where it is limited, and the oldest first else', async () => {
    const indexed = await indexedBox(2)
    const seqs = async (...args: string[]) =>
      (await find(indexed, open(indexed.index), '--type', 'sale-paid', ...args)).said.map(
        (line) => (JSON.parse(line) as { seq: number }).seq,
      )
    const all = await seqs()
    expect(all).toEqual(all.toSorted((a, b) => a - b))
    expect(await seqs('--limit', '3')).toEqual(all.slice(-3).reverse())
    expect(await seqs('--limit', '999999')).toEqual(all.toReversed())
  })

  it('looks through all files where the index is not to be used, and says so', async () => {
    const indexed = await indexedBox(3)
    const { said } = await find(indexed, () => null, '--type', 'sale-paid')
    const lying = indexOf(indexed.written, (record) => ({ ...record, at: record.at + 1 }))
    const unreadable = () => {
      throw new CacheFault('broken on purpose')
    }
    for (const [index, words] of [
      [() => null, 'There is no index that can be used'],
      [open(lying), /流水在第 \d+ 条不符.*differ at record \d+.* delete the folder cache.*anew\./],
      [open({ ...indexed.index, known: indexOf(indexed.written.slice(0, 9)).known }), /Found by the index/],
      [open({ ...indexed.index, find: unreadable }), 'The index can not be read'],
    ] as const) {
      const found = await find(indexed, index, '--type', 'sale-paid')
      expect(found).toMatchObject({ exit: 0, said, warned: expect.stringMatching(words) as string })
    }
  })

  it.each([['--limit'], ['--limit', '0'], ['--limit', 'x'], ['--limit', '3', '--scan', '--scan'], ['--scan']])(
    'is not understood as %j',
    async (...args) => {
      const indexed = await indexedBox(4)
      expect((await find(indexed, () => null, ...args)).exit).toBe(2)
    },
  )
})

it('the index in an SQLite file is read beside the station that writes it', async () => {
  const indexed = await indexedBox(5)
  const cache = openSqliteCache(scratch)
  const commit = (from: number, to: number) => {
    const records = indexed.written.slice(from, to).map(({ record, place }) => {
      const { seq, ts } = record
      return { seq, ts, ...place, terms: termsOf(record) }
    })
    cache.commit({ checkpoint: '', sales: [], answers: [], records })
  }
  commit(0, 50)
  const { known } = indexOf(indexed.written.slice(0, 50))
  const beside = readSqliteCache(scratch)
  if (!beside) throw new Error('no index')
  // What comes after the checkpoint that was read is found once all the same.
  commit(50, 90)
  const args = ['--type', 'sale-paid', '--operator', '03', '--from', '2026-01-05T00:00Z']
  const quick = await find(indexed, open({ known, find: beside.find }), ...args)
  const slow = await find(indexed, () => null, ...args)
  expect(quick.said).toEqual(slow.said)
  expect(quick.said.length).toBeGreaterThan(3)
  expect(quick.warned).toContain('Found by the index')
  beside.close()
  cache.close()
})
