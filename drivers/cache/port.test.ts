import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { ANSWERS_KEPT, CacheFault, type Cache, type CacheBatch, type CachedRecord } from './port.ts'
import { openScratchCache, openSqliteCache, readSqliteCache } from './sqlite.ts'
import { makeVirtualCache } from './virtual.ts'

const scratch = mkdtempSync(join(tmpdir(), 'cache-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const fresh = (): string => mkdtempSync(join(scratch, 'one-'))

const batch = (own: Partial<CacheBatch>): CacheBatch => ({
  ...{ checkpoint: 'c', sales: [], answers: [], records: [] },
  ...own,
})
const record = (seq: number, terms: readonly string[]): CachedRecord => ({
  ...{ seq, segment: 1 + Math.floor(seq / 10) * 10, at: seq * 100, ts: 1_000 * seq, terms },
})
const texts = (cache: Cache): string[] => cache.salesAfter('', 9).map(([, text]) => text)
const anyTime = { first: 1, last: 1_000_000, from: null, to: null }

describe.each([
  ['in an SQLite file', () => openSqliteCache.bind(null, fresh())],
  ['in memory', () => makeVirtualCache(() => 0).open],
])('the cache %s', (_, make) => {
  const open = make()
  it('begins empty', () => {
    const cache = open()
    expect([cache.checkpoint(), cache.sale('S'), cache.answer('t'), texts(cache)]).toEqual([null, null, null, []])
    expect(cache.find({ terms: [], ...anyTime }, 10)).toEqual([])
    cache.close()
  })

  it('gives back what was committed, in the next program too', () => {
    const cache = open()
    cache.commit(batch({ checkpoint: 'one', sales: [['S2', 'b'], ['S1', 'a']] })) // prettier-ignore
    cache.commit(batch({ checkpoint: 'two', sales: [['S1', 'A']], answers: [{ txn: 't', seq: 1, text: 'yes' }] }))
    const shown = (from: Cache) => [from.checkpoint(), from.sale('S1'), from.answer('t'), texts(from)]
    expect(shown(cache)).toEqual(['two', 'A', 'yes', ['A', 'b']])
    expect([cache.salesAfter('', 1), cache.salesAfter('S1', 9)]).toEqual([[['S1', 'A']], [['S2', 'b']]])
    cache.close()
    const next = open()
    expect(shown(next)).toEqual(['two', 'A', 'yes', ['A', 'b']])
    next.close()
  })

  it('finds records by all the terms asked and by time, the newest first', () => {
    const cache = open()
    const records = Array.from({ length: 40 }, (__, n) => record(n + 1, [`type ${n % 2}`, `receipt ${n % 5}`]))
    cache.commit(batch({ records }))
    const seqs = (terms: string[], from: number | null = null, to: number | null = null, limit = 100) =>
      cache.find({ terms, ...anyTime, from, to }, limit).map(({ seq }) => seq)
    expect(seqs(['type 1', 'receipt 3'])).toEqual([34, 24, 14, 4])
    expect(seqs(['type 1', 'receipt 3'], 14_000, 33_999)).toEqual([24, 14])
    expect(seqs(['type 1', 'receipt 3'], null, null, 1)).toEqual([34])
    expect(seqs([], 39_000)).toEqual([40, 39])
    expect(seqs(['type 2'])).toEqual([])
    const between = (first: number, last: number) =>
      cache.find({ terms: ['receipt 3', 'type 1'], ...anyTime, first, last }, 100).map(({ seq }) => seq)
    expect([between(14, 34), between(15, 33), between(35, 40)]).toEqual([[34, 24, 14], [24], []])
    expect(cache.find({ terms: ['receipt 3'], ...anyTime }, 1)).toEqual([{ seq: 39, segment: 31, at: 3_900 }])
    cache.close()
  })

  it('keeps the newest answers only', () => {
    const cache = open()
    const answers = (from: number, count: number) =>
      Array.from({ length: count }, (__, n) => ({ txn: `many-${from + n}`, seq: from + n, text: 'x' }))
    cache.commit(batch({ answers: answers(1_000, ANSWERS_KEPT) }))
    cache.commit(batch({ answers: answers(1_000 + ANSWERS_KEPT, 10) }))
    expect([cache.answer('many-1009'), cache.answer('many-1010')]).toEqual([null, 'x'])
    cache.close()
  })

  it('is empty after it was cleared', () => {
    const cache = open()
    cache.commit(batch({ sales: [['S1', 'a']], records: [record(1, ['type 1'])] }))
    cache.clear()
    expect([cache.checkpoint(), cache.sale('S1'), cache.find({ terms: [], ...anyTime }, 1)]).toEqual([null, null, []])
    cache.commit(batch({ checkpoint: 'again' }))
    expect(cache.checkpoint()).toBe('again')
    cache.close()
  })
})

describe('the cache in an SQLite file', () => {
  const filled = () => {
    const folder = fresh()
    const cache = openSqliteCache(folder)
    cache.commit(batch({ checkpoint: 'kept' }))
    return { folder, cache, path: join(folder, 'index.sqlite') }
  }

  it('begins anew where the file is damaged, or of another version', () => {
    const { folder, cache, path } = filled()
    cache.close()
    writeFileSync(path, Buffer.alloc(8_192, 'x'))
    const mended = openSqliteCache(folder)
    expect(mended.checkpoint()).toBeNull()
    mended.commit(batch({ checkpoint: 'kept' }))
    mended.close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 999')
    db.close()
    const next = openSqliteCache(folder)
    expect(next.checkpoint()).toBeNull()
    next.close()
  })

  it('says that it can not be used once its file is gone bad under it, and can be made anew', () => {
    const { cache, path } = filled()
    const other = new DatabaseSync(path)
    other.exec('DROP TABLE sale')
    other.close()
    expect(() => cache.commit(batch({ sales: [['S1', 'a']] }))).toThrow(CacheFault)
    cache.clear()
    cache.commit(batch({ sales: [['S1', 'a']] }))
    expect(cache.sale('S1')).toBe('a')
    cache.close()
  })

  it('is read beside the station that writes it, by its own version only', () => {
    const { folder, cache, path } = filled()
    const beside = readSqliteCache(folder)
    expect(beside?.checkpoint()).toBe('kept')
    cache.commit(batch({ checkpoint: 'newer' }))
    expect(beside?.checkpoint()).toBe('newer')
    beside?.close()
    cache.close()
    expect(readSqliteCache(fresh())).toBeNull()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 999')
    db.close()
    expect(readSqliteCache(folder)).toBeNull()
  })

  it('for a while begins empty, and leaves nothing', () => {
    const folder = join(fresh(), 'while')
    for (let time = 0; time < 2; time++) {
      const cache = openScratchCache(folder)
      expect(cache.sale('S1')).toBeNull()
      cache.commit(batch({ sales: [['S1', 'a']] }))
      expect(cache.sale('S1')).toBe('a')
      // The first one is killed before it can tidy up.
      if (time === 1) cache.close()
    }
    expect(existsSync(folder)).toBe(false)
  })

  it('lies in one folder that only its owner enters', () => {
    const { folder, cache } = filled()
    expect(readdirSync(folder).every((name) => name.startsWith('index.sqlite'))).toBe(true)
    cache.close()
  })
})
