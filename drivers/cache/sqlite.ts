import {
  ANSWERS_KEPT,
  CacheFault,
  type Cache,
  type CacheBatch,
  type CachedSale,
  type CachePlace,
  type CacheQuery,
} from './port.ts'
import { hash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

/** Another number means that the tables below have changed: what is there is then made anew. */
const FORMAT = 1
const NAME = 'index.sqlite'
const TABLES = `
  CREATE TABLE checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), text TEXT NOT NULL) STRICT;
  CREATE TABLE sale (receipt TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE answer (txn TEXT PRIMARY KEY, seq INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
  CREATE INDEX answer_seq ON answer (seq);
  CREATE TABLE record (seq INTEGER PRIMARY KEY, segment INTEGER NOT NULL, at INTEGER NOT NULL, ts INTEGER NOT NULL)
    STRICT;
  CREATE INDEX record_ts ON record (ts);
  CREATE TABLE term (key INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (key, seq)) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${FORMAT};
`
/** Every flush but those that move the log into the file can be left out: a lost commit is made anew. */
const SETUP = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000;'
/** Of what a kill may take whole. */
const SCRATCH_SETUP = 'PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000;'
const KEY_DIGITS = 12

/** A term as the index has it: 48 bits of its hash, few enough to be a number. Another term may have the same. */
const keyOf = (term: string): number => Number.parseInt(hash('sha256', term).slice(0, KEY_DIGITS), 16)

/** The cache as an SQLite file in its own folder. One that is damaged, or of another version, begins empty. */
export function openSqliteCache(folder: string): Cache {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, NAME)
  let opened: Opened
  try {
    opened = onDatabase(prepared(path))
  } catch {
    opened = guarded(() => anew(path))
  }
  return {
    checkpoint: () => opened.checkpoint(),
    sale: (receipt) => opened.sale(receipt),
    salesAfter: (receipt, limit) => opened.salesAfter(receipt, limit),
    answer: (txn) => opened.answer(txn),
    find: (query, limit) => opened.find(query, limit),
    commit: (batch) => opened.commit(batch),
    clear: () => {
      // A damaged file may not even let itself be emptied.
      guarded(() => {
        opened.close()
        opened = anew(path)
      })
    },
    close: () => opened.close(),
  }
}

/** One for a while: it begins empty, nothing of it is ever flushed, and closing it removes its folder. */
export function openScratchCache(folder: string): Cache {
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return guarded(() => {
    remove()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const opened = onDatabase(prepared(join(folder, NAME), SCRATCH_SETUP))
    return {
      ...opened,
      // It is new.
      clear: () => undefined,
      close: () => {
        opened.close()
        guarded(remove)
      },
    }
  })
}

type Opened = Omit<Cache, 'clear'>

function anew(path: string): Opened {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
  return onDatabase(prepared(path))
}

/** For tools beside a station that may be running; null where there is no cache of this version. */
export function readSqliteCache(folder: string): Pick<Cache, 'checkpoint' | 'find' | 'close'> | null {
  try {
    const db = new DatabaseSync(join(folder, NAME), { readOnly: true })
    if (versionOf(db) === FORMAT) return onDatabase(db)
    db.close()
    return null
  } catch {
    // A tool that finds no index looks through the journal.
    return null
  }
}

function prepared(path: string, setup = SETUP): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec(setup)
  const version = versionOf(db)
  if (version === FORMAT) return db
  if (version !== 0) {
    db.close()
    throw new Error('another version')
  }
  db.exec(TABLES)
  return db
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.['user_version'])

function guarded<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (cause) {
    throw new CacheFault(cause)
  }
}

function onDatabase(db: DatabaseSync): Opened {
  const textBy = (table: string, key: string) => {
    const statement = db.prepare(`SELECT text FROM ${table} WHERE ${key} = ?`)
    return (value: SQLInputValue) => guarded(() => (statement.get(value)?.['text'] as string | undefined) ?? null)
  }
  const checkpoint = textBy('checkpoint', 'one')
  const some = db.prepare('SELECT receipt, text FROM sale WHERE receipt > ? ORDER BY receipt LIMIT ?')
  const commit = committing(db)
  const find = finding(db)
  return {
    checkpoint: () => checkpoint(1),
    sale: textBy('sale', 'receipt'),
    salesAfter: (receipt, limit) =>
      guarded(() => some.all(receipt, limit).map((row): CachedSale => [String(row['receipt']), String(row['text'])])),
    answer: textBy('answer', 'txn'),
    find: (query, limit) => guarded(() => find(query, limit)),
    commit: (batch) => guarded(() => inOne(db, () => commit(batch))),
    close: () => guarded(() => db.close()),
  }
}

function inOne(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (cause) {
    db.exec('ROLLBACK')
    throw cause
  }
}

function committing(db: DatabaseSync): (batch: CacheBatch) => void {
  const put = (table: string, columns: number) =>
    db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${Array(columns).fill('?').join(', ')})`)
  const statements = {
    ...{ checkpoint: put('checkpoint', 2), sale: put('sale', 2), answer: put('answer', 3) },
    ...{ record: put('record', 4), term: put('term', 2) },
    old: db.prepare('DELETE FROM answer WHERE seq <= (SELECT seq FROM answer ORDER BY seq DESC LIMIT 1 OFFSET ?)'),
  }
  return ({ checkpoint, sales, answers, records }) => {
    statements.checkpoint.run(1, checkpoint)
    for (const [receipt, text] of sales) statements.sale.run(receipt, text)
    for (const { txn, seq, text } of answers) statements.answer.run(txn, seq, text)
    for (const { seq, segment, at, ts, terms } of records) {
      statements.record.run(seq, segment, at, ts)
      for (const term of terms) statements.term.run(keyOf(term), seq)
    }
    statements.old.run(ANSWERS_KEPT)
  }
}

/**
 * The rarest of the terms is walked through, newest first, and the others are asked of each record that bears it: a
 * join that SQLite plans by itself may gather all that bear the common one first.
 */
function finding(db: DatabaseSync): (query: CacheQuery, limit: number) => CachePlace[] {
  const counting = db.prepare('SELECT count(*) AS n FROM term WHERE key = ? AND seq BETWEEN ? AND ?')
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return ({ terms, first, last, from, to }, limit) => {
    const counted = terms.map(keyOf).map((key) => ({ key, n: Number(counting.get(key, first, last)?.['n']) }))
    const [rarest, ...others] = counted.sort((a, b) => a.n - b.n)
    if (rarest?.n === 0) return []
    const source = rarest ? 'term CROSS JOIN record USING (seq)' : 'record'
    const conditions = [
      'seq BETWEEN ? AND ?',
      ...(rarest ? ['key = ?'] : []),
      ...others.map(() => 'EXISTS (SELECT 1 FROM term AS other WHERE other.key = ? AND other.seq = record.seq)'),
      ...(from === null ? [] : ['ts >= ?']),
      ...(to === null ? [] : ['ts <= ?']),
    ]
    const found = prepared(
      `SELECT seq, segment, at FROM ${source} WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`,
    )
    const values = [...counted.map(({ key }) => key), ...[from, to].filter((end) => end !== null)]
    return found.all(first, last, ...values, limit) as unknown as CachePlace[] // the columns named
  }
}
