import { createHash } from 'node:crypto'
import { poolOf, inTransaction, rowsOf } from './postgres.ts'

/** A step of the ledger's form, as its file says it. Number 0 is run each time; each other once. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly text: string
}

/** `changed`: a step that was taken is another one by now · `newer`: a later version of the program has been here. */
export type Migrated =
  | { readonly is: 'done'; readonly taken: readonly string[] }
  | { readonly is: 'changed' | 'newer'; readonly name: string }

export interface BranchRow {
  readonly shop: string
  readonly station: string
  readonly branch: string
  readonly parent: string | null
  readonly forkSeq: number
  readonly forkHash: string
  readonly seq: number
  readonly hash: string
  /** Of the records in it: how many, the first and the last. */
  readonly records: number
  readonly from: number
  readonly to: number
}

export interface BatchRow {
  readonly first: number
  readonly last: number
  readonly prev: string
  readonly hash: string
  readonly publicKey: string
  readonly signature: string
}

export interface RecordRow {
  readonly branch: string
  readonly seq: number
  readonly j: string
  readonly ts: number
  readonly type: string
  readonly txn: string
  readonly hash: string
  readonly prev: string
  readonly body: unknown
  readonly line: Buffer
}

/** The ledger as its owner has it: its form, its stations, and all that is in it. Throws LedgerFault. */
export interface LedgerOffice {
  readonly migrate: (steps: readonly Migration[]) => Promise<Migrated>
  readonly enrol: (key: {
    readonly shop: string
    readonly station: string
    readonly publicKey: string
  }) => Promise<void>
  /** False where there was none to revoke. */
  readonly revoke: (station: { readonly shop: string; readonly station: string }) => Promise<boolean>
  readonly rescan: () => Promise<void>
  readonly branches: () => Promise<readonly BranchRow[]>
  /** Batches of a branch, the next after the one that ends with `after`. */
  readonly batches: (of: BranchRow, after: number, most: number) => Promise<readonly BatchRow[]>
  /** Records as the branch has them, its own and those that it goes on from. */
  readonly records: (of: BranchRow, first: number, last: number) => Promise<readonly RecordRow[]>
  readonly close: () => Promise<void>
}

/** So that two do not move it on at once. */
const LOCK = 0x1ed6e4

export function openOffice(database: string): LedgerOffice {
  const pool = poolOf(database, 1)
  return {
    migrate: (steps) => migrate(pool, steps),
    enrol: async ({ shop, station, publicKey }) => {
      await rowsOf(pool, 'SELECT ledger.enrol($1, $2, $3)', [shop, station, publicKey])
    },
    revoke: async ({ shop, station }) => {
      const [row] = await rowsOf<{ done: boolean }>(pool, 'SELECT ledger.revoke($1, $2) AS done', [shop, station])
      return row?.done === true
    },
    rescan: async () => {
      await rowsOf(pool, 'SELECT ledger.rescan()')
    },
    branches: async () => (await rowsOf<Texts<BranchRow>>(pool, BRANCHES)).map(branchOf),
    batches: async ({ shop, station, branch }, after, most) =>
      (await rowsOf<Texts<BatchRow>>(pool, BATCHES, [shop, station, branch, after, most])).map((row) => ({
        ...{ ...row, first: Number(row.first), last: Number(row.last) },
      })),
    records: async ({ shop, station, branch }, first, last) =>
      (await rowsOf<Texts<RecordRow>>(pool, RECORDS, [shop, station, branch, first, last])).map((row) => ({
        ...{ ...row, seq: Number(row.seq), ts: Number(row.ts) },
      })),
    close: () => pool.end(),
  }
}

/** Whole numbers of 64 bits come as text. */
type Texts<Row> = { readonly [Name in keyof Row]: Row[Name] extends number ? string : Row[Name] }

const branchOf = (row: Texts<BranchRow>): BranchRow => ({
  ...{ ...row, forkSeq: Number(row.forkSeq), seq: Number(row.seq) },
  ...{ records: Number(row.records), from: Number(row.from), to: Number(row.to) },
})

/** Those that only records name, too: such records were put there by hand. */
const BRANCHES = `
  SELECT shop, station, branch, b.parent, coalesce(b.fork_seq, 0) AS "forkSeq", coalesce(b.fork_hash, '') AS "forkHash",
    coalesce(b.seq, 0) AS seq, coalesce(b.hash, '') AS hash,
    coalesce(r.records, 0) AS records, coalesce(r.first, 0) AS "from", coalesce(r.last, 0) AS "to"
  FROM ledger.branches b
  FULL JOIN (
    SELECT shop, station, branch, count(*) AS records, min(seq) AS first, max(seq) AS last
    FROM ledger.records GROUP BY shop, station, branch
  ) r USING (shop, station, branch)
  ORDER BY shop, station, coalesce(ledger.epoch_of(branch, station), 0), branch`

const BATCHES = `
  SELECT first, last, prev, hash, public_key AS "publicKey", signature FROM ledger.batches
  WHERE shop = $1 AND station = $2 AND branch = $3 AND last > $4 ORDER BY last LIMIT $5`

const RECORDS = `
  WITH RECURSIVE lineage AS (
    SELECT branch, parent, fork_seq, seq AS upto FROM ledger.branches
    WHERE shop = $1 AND station = $2 AND branch = $3
    UNION
    SELECT p.branch, p.parent, p.fork_seq, l.fork_seq
    FROM lineage l JOIN ledger.branches p ON p.shop = $1 AND p.station = $2 AND p.branch = l.parent
  )
  SELECT r.branch, r.seq, r.j, r.ts, r.type, r.txn, r.hash, r.prev, r.body, r.line
  FROM ledger.records r JOIN lineage l ON l.branch = r.branch AND r.seq <= l.upto
  WHERE r.shop = $1 AND r.station = $2 AND r.seq BETWEEN $4 AND $5 ORDER BY r.seq`

async function migrate(pool: ReturnType<typeof poolOf>, steps: readonly Migration[]): Promise<Migrated> {
  const [first, ...rest] = steps
  if (first?.version !== 0) throw new Error('the roles come first')
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    await client.query(first.text)
    const { rows } = await client.query<{ version: number; name: string; sha256: string }>(
      'SELECT version, name, sha256 FROM ledger.migrations ORDER BY version',
    )
    const taken: string[] = []
    for (const { version, name, sha256 } of rows) {
      const own = rest.find((each) => each.version === version)
      if (!own) return { is: 'newer', name }
      if (sumOf(own.text) !== sha256) return { is: 'changed', name }
    }
    for (const { version, name, text } of rest) {
      if (rows.some((each) => each.version === version)) continue
      await client.query(text)
      const values = [version, name, sumOf(text)]
      await client.query('INSERT INTO ledger.migrations (version, name, sha256) VALUES ($1, $2, $3)', values)
      taken.push(name)
    }
    return { is: 'done', taken }
  })
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex')
