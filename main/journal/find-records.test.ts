import { makeVirtualRandom } from '#drivers/random/virtual'
import type { CacheQuery } from '#drivers/cache/port'
import { describe, expect, it } from 'vitest'
import { drawnWanted, indexedBox, indexOf, type IndexedBox } from '../../tests/world/indexed.ts'
import { appendEach, draft, JOURNAL_FOLDER, makeJournalBox } from '../../tests/world/journals.ts'
import { findRecords, IndexMismatch, type RecordIndex } from './find-records.ts'
import { matches, type Wanted } from './finding.ts'

const SEEDS = 60
const ASKED_EACH = 12
const ALL: Wanted = { receipt: null, type: null, order: null, operator: null, amount: null, from: null, to: null }

async function seqs({ box }: Pick<IndexedBox, 'box'>, index: RecordIndex, wanted: Wanted, upTo: number | null = null) {
  const found: number[] = []
  const parts = { disk: box.disk.process(), folder: JOURNAL_FOLDER, index, upTo }
  for await (const { seq } of findRecords(parts, wanted)) found.push(seq)
  return found
}
const byLooking = ({ written }: IndexedBox, wanted: Wanted): number[] =>
  written.flatMap(({ record }) => (matches(record, wanted) ? [record.seq] : [])).reverse()
const refused = (asked: Promise<unknown>): Promise<unknown> => asked.catch((cause: unknown) => cause)

describe('records found by the index', () => {
  it('are those that looking at every record finds, newest first', async () => {
    const seen = { archived: 0, tails: 0, found: 0 }
    for (let seed = 1; seed <= SEEDS; seed++) {
      const indexed = await indexedBox(seed)
      const { below } = makeVirtualRandom(seed ^ 0xf1d)
      seen.archived += [...(await indexed.box.files()).keys()].filter((path) => path.endsWith('.gz')).length
      seen.tails += indexed.written.length - (indexed.index.known?.seq ?? 0)
      for (let nth = 0; nth < ASKED_EACH; nth++) {
        const wanted = drawnWanted(below)
        const found = await seqs(indexed, indexed.index, wanted)
        expect(found, `seed ${seed}: ${JSON.stringify(wanted)}`).toEqual(byLooking(indexed, wanted))
        seen.found += found.length
      }
    }
    process.stdout.write(`${SEEDS} journals, ${SEEDS * ASKED_EACH} searches: ${JSON.stringify(seen)}\n`)
    expect(Math.min(seen.archived, seen.tails, seen.found)).toBeGreaterThan(SEEDS)
  })

  it('are judged in the journal, since other terms may share a key', async () => {
    const indexed = await indexedBox(3)
    // As if the terms asked for were all one.
    const find = (query: CacheQuery, limit: number) => indexed.index.find({ ...query, terms: [] }, limit)
    const wanted = { ...ALL, type: 'sale-paid', operator: '03' }
    expect(await seqs(indexed, { ...indexed.index, find }, wanted)).toEqual(byLooking(indexed, wanted))
  })

  it('end where the caller has enough: no more is read', async () => {
    const indexed = await indexedBox(4)
    const index = indexOf(indexed.written)
    let asked = 0
    const find = (query: CacheQuery, limit: number) => {
      asked++
      return index.find(query, limit)
    }
    const disk = indexed.box.disk.process()
    const parts = { disk, folder: JOURNAL_FOLDER, index: { ...index, find }, upTo: null }
    for await (const { seq } of findRecords(parts, ALL)) if (seq < indexed.written.length - 4) break
    expect(asked).toBe(1)
  })

  it('are no more than are durable', async () => {
    const indexed = await indexedBox(5)
    const upTo = indexed.written.length - 3
    const index = indexOf(indexed.written.slice(0, 20))
    expect((await seqs(indexed, index, ALL, upTo))[0]).toBe(upTo)
    expect(await refused(seqs(indexed, index, ALL, upTo + 9))).toBeInstanceOf(IndexMismatch)
  })

  it('are found while the last one is half written', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    await appendEach(journal, 1, 5)
    await journal.close()
    const [[path, bytes] = ['', Buffer.alloc(0)]] = await box.files()
    await box.put(path, bytes.subarray(0, bytes.length - 9))
    expect(await seqs({ box }, { known: null, find: () => [] }, ALL)).toEqual([4, 3, 2, 1])
    const rotten = Buffer.from(bytes)
    rotten[200] = (rotten[200] ?? 0) ^ 1
    await box.put(path, rotten)
    expect(await refused(seqs({ box }, { known: null, find: () => [] }, ALL))).toBeInstanceOf(IndexMismatch)
  })
})

describe('an index that says what the journal does not hold', () => {
  const lies = {
    'another segment': { segment: 7 },
    'another place': { at: 3 },
    'another record’s place': { at: 0, segment: 1 },
  }
  it.each(Object.keys(lies) as (keyof typeof lies)[])('is found out: %s', async (lie) => {
    const indexed = await indexedBox(6)
    const index = indexOf(indexed.written, (record) => (record.seq === 40 ? { ...record, ...lies[lie] } : record))
    const found = await refused(seqs(indexed, index, ALL))
    expect(found).toMatchObject({ sequence: 40 })
    expect(found).toBeInstanceOf(IndexMismatch)
    // What does not concern the search does not stop it.
    expect(await seqs(indexed, index, { ...ALL, type: 'none' })).toEqual([])
  })

  it('is found out where it knows more, or another record', async () => {
    const indexed = await indexedBox(7)
    const { known, find } = indexOf(indexed.written.slice(0, 50))
    if (!known) throw new Error('nothing known')
    for (const own of [{ seq: 51 }, { hash: 'x' }, { at: known.at + 1 }, { segment: 999_999 }]) {
      const found = await refused(seqs(indexed, { known: { ...known, ...own }, find }, ALL))
      expect(found, JSON.stringify(own)).toBeInstanceOf(IndexMismatch)
    }
  })

  it('ends a search that it would lead in a circle', async () => {
    const indexed = await indexedBox(8)
    const index = indexOf(indexed.written)
    const newest = index.find({ ...{ terms: [], from: null, to: null }, first: 1, last: 999 }, 1)
    const found = refused(seqs(indexed, { ...index, find: () => [...newest, ...newest] }, ALL))
    expect(await found).toBeInstanceOf(IndexMismatch)
  })
})

it('an index of another journal is not gone by', async () => {
  const indexed = await indexedBox(9)
  const box = makeJournalBox()
  const journal = await box.mustOpen()
  for (let n = 1; n <= 9; n++) await journal.append(draft(n))
  await journal.close()
  expect(await refused(seqs({ box }, indexOf(indexed.written.slice(0, 5)), ALL))).toBeInstanceOf(IndexMismatch)
})
