import { makeRealDisk } from '#drivers/disk/real'
import type { Journal } from '#journal/journal'
import { JSONFilePreset } from 'lowdb/node'
import { draft, openOn, running } from '../world/journals.ts'
import { median, quantile, row, type Row } from './row.ts'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const ROUNDS = 1_500
const BURST_ROUNDS = 300
const BURSTS = [10, 100]
/** What an entry of the stock lowdb file holds, near enough. */
const LOWDB_ROUNDS = 40
const LOWDB_SIZES = [0, 1_000, 10_000]

/** One of ours and its peers, each doing the same turn by turn. */
interface Turns {
  readonly ours: (from: number, count: number) => Promise<unknown>
  readonly raw: (from: number, count: number) => Promise<unknown>
  readonly sqlite: (from: number, count: number) => Promise<unknown>
}

/** Appending to the journal, alone and in bursts, against what the disk itself takes, SQLite and the stock lowdb. */
export async function journalRows(scratch: string): Promise<Row[]> {
  const journal = running(await openOn(makeRealDisk(), join(scratch, 'appended', 'journal')))
  const turns: Turns = {
    ours: (from, count) => Promise.all(Array.from({ length: count }, (_, n) => journal.append(draft(from + n)))),
    raw: await rawAppends(scratch),
    sqlite: sqliteAppends(scratch),
  }
  const rows = await alone(turns)
  for (const burst of BURSTS) rows.push(...(await inBursts(turns, burst)))
  for (const size of LOWDB_SIZES) rows.push(await againstLowdb(scratch, journal, size))
  await journal.close()
  return rows
}

async function timed(turns: Turns, rounds: number, count: number) {
  const took: Record<keyof Turns, number[]> = { ours: [], raw: [], sqlite: [] }
  for (let round = 0; round < rounds; round++) {
    for (const who of ['raw', 'ours', 'sqlite'] as const) {
      const began = performance.now()
      await turns[who](round * count, count)
      took[who].push(performance.now() - began)
    }
  }
  return took
}

async function alone(turns: Turns): Promise<Row[]> {
  const { ours, raw, sqlite } = await timed(turns, ROUNDS, 1)
  const disk = 'raw append + fdatasync'
  return [
    row('journal: one append, p50', 'ms', median(ours), disk, median(raw), 1.25),
    row('journal: one append, p99', 'ms', quantile(ours, 0.99), disk, quantile(raw, 0.99), 3),
    row('journal: one append, p50', 'ms', median(ours), 'SQLite, WAL, FULL', median(sqlite), 1.2),
  ]
}

async function inBursts(turns: Turns, burst: number): Promise<Row[]> {
  const { ours, raw, sqlite } = await timed(turns, BURST_ROUNDS, burst)
  const name = `journal: ${burst} appends at once`
  return [
    row(`${name}, p50`, 'ms', median(ours), 'raw append + fdatasync', median(raw), 1.25),
    row(`${name}, p99`, 'ms', quantile(ours, 0.99), 'raw append + fdatasync', quantile(raw, 0.99), 3),
    // A peer that waits for each as it comes, as the journal's callers do not see each other.
    row(`${name}, p50`, 'ms', median(ours), 'SQLite, one commit each', median(sqlite), 1),
  ]
}

/** The same bytes as the journal's line has, near enough: written together and flushed once. */
async function rawAppends(scratch: string): Promise<Turns['raw']> {
  const file = await open(join(scratch, 'raw'), 'wx')
  const bytes = lineOf(0)
  let at = 0
  return async (_, count) => {
    const all = Buffer.concat(Array.from({ length: count }, () => bytes))
    await file.write(all, 0, all.length, at)
    await file.datasync()
    at += all.length
  }
}

/** What one of `draft`'s lines comes to on the disk. */
const LINE_BYTES = 400
const lineOf = (n: number): Buffer => Buffer.from(JSON.stringify(draft(n)).padEnd(LINE_BYTES, ' '))

function sqliteAppends(scratch: string): Turns['sqlite'] {
  const db = new DatabaseSync(join(scratch, 'peer.sqlite'))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  db.exec('CREATE TABLE record (seq INTEGER PRIMARY KEY, receipt TEXT UNIQUE, line BLOB)')
  const insert = db.prepare('INSERT INTO record (receipt, line) VALUES (?, ?)')
  let receipts = 0
  return (from, count) => {
    for (let n = 0; n < count; n++) insert.run(`S01-1-${++receipts}`, lineOf(from + n))
    return Promise.resolve()
  }
}

/** lowdb's own file, which is written whole each time and never flushed. */
async function againstLowdb(scratch: string, journal: Journal, size: number): Promise<Row> {
  const entries = Array.from({ length: size }, (_, n) => draft(n))
  const path = join(scratch, `lowdb-${size}.json`)
  const db = await JSONFilePreset(path, { entries })
  await db.write()
  const theirs = await times(LOWDB_ROUNDS, (round) => db.update((data) => void data.entries.push(draft(round))))
  // It flushes nothing: what it leaves to the disk must not be counted as ours.
  const left = await open(path, 'r+')
  await left.sync()
  await left.close()
  const ours = await times(LOWDB_ROUNDS, (round) => journal.append(draft(round)))
  const aim = size >= 10_000 ? 0.01 : null
  return row('journal: one append, p50', 'ms', median(ours), `stock lowdb, ${size} there`, median(theirs), aim)
}

async function times(rounds: number, act: (round: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await act(round)
    took.push(performance.now() - began)
  }
  return took
}
