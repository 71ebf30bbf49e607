import { Pool, type PoolClient } from 'pg'
import {
  LedgerFault,
  type Batch,
  type Branch,
  type Encounter,
  type Entry,
  type Lacking,
  type Ledger,
  type Place,
  type Refused,
  type Standing,
  type Taken,
} from './port.ts'

/** One for what is taken, one for who asks how it stands. */
const CONNECTIONS_MAX = 2
const CONNECT_MS = 5_000
/** Those that have waited longest; the others come after them. */
const LACKING_MAX = 1_000
/** Of one statement; the server gives up somewhat before we do. */
const STATEMENT_MS = 30_000
const ANSWER_MS = 35_000

export function poolOf(database: string, connections = CONNECTIONS_MAX): Pool {
  const pool = new Pool({
    ...{ connectionString: database, max: connections, connectionTimeoutMillis: CONNECT_MS },
    ...{ statement_timeout: STATEMENT_MS, query_timeout: ANSWER_MS, application_name: 'cashier-station ledger' },
  })
  // An idle connection that breaks is replaced when the next one is asked for; that one says what is wrong.
  pool.on('error', () => undefined)
  return pool
}

/** Runs it in one transaction. Where anything fails the connection goes too: nobody knows what it still does. */
export async function inTransaction<Value>(pool: Pool, work: (client: PoolClient) => Promise<Value>): Promise<Value> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new LedgerFault(cause)
  })
  // The server may go while a statement is on its way: the statement says so.
  client.on('error', ignore)
  let failed: Error | undefined
  try {
    await client.query('BEGIN')
    const value = await work(client)
    await client.query('COMMIT')
    return value
  } catch (cause) {
    failed = new LedgerFault(cause)
    throw failed
  } finally {
    client.off('error', ignore)
    client.release(failed)
  }
}

const ignore = (): void => undefined

/** The rows of one statement. */
export async function rowsOf<Row extends object>(pool: Pool, text: string, values: unknown[] = []): Promise<Row[]> {
  try {
    return (await pool.query<Row>(text, values)).rows
  } catch (cause) {
    throw new LedgerFault(cause)
  }
}

/** A whole number of 64 bits comes as text. */
const count = (said: string): number => Number(said)
const countOrNull = (said: string | null): number | null => (said === null ? null : Number(said))

/** The ledger in PostgreSQL; `database` is a connection URL whose user has `ledger_writer`. */
export function openLedger(database: string): Ledger {
  const pool = poolOf(database)
  return {
    place: async () => {
      const [row] = await rowsOf<{ place: string; mark: string }>(pool, 'SELECT place, mark FROM ledger.place')
      if (!row) throw new LedgerFault('the ledger has no place')
      return { place: count(row.place), mark: row.mark }
    },
    keys: () =>
      rowsOf(
        pool,
        'SELECT shop, station, public_key AS "publicKey" FROM ledger.enrolled ORDER BY enrolled_at DESC, public_key',
      ),
    standing: async () => {
      type Row = Omit<Standing, 'seq' | 'ts'> & { readonly seq: string | null; readonly ts: string | null }
      const rows = await rowsOf<Row>(pool, 'SELECT * FROM ledger.standing ORDER BY shop, station')
      return rows.map((row) => ({ ...row, seq: countOrNull(row.seq), ts: countOrNull(row.ts) }))
    },
    encounters: async () => {
      type Row = Omit<Encounter, 'times'> & { readonly times: string }
      const rows = await rowsOf<Row>(pool, 'SELECT * FROM ledger.encounters ORDER BY shop, station, why')
      return rows.map((row) => ({ ...row, times: count(row.times) }))
    },
    branches: () => branchesIn(pool),
    take: (from, to, entries) =>
      inTransaction(pool, async (client) => {
        // First of all: whoever else reads the hub for this ledger waits here.
        if (!(await isMoved(client, from, to))) return null
        const taken: Taken[] = []
        for (const entry of entries) taken.push(await takeOne(client, entry))
        return taken
      }),
    lacking: async () => {
      type Row = { readonly [Name in keyof Lacking]: Lacking[Name] extends number ? string : Lacking[Name] }
      const rows = await rowsOf<Row>(pool, LACKING)
      return rows.map((row) => ({ ...row, upTo: count(row.upTo), seq: count(row.seq), place: count(row.place) }))
    },
    mend: (batches) =>
      inTransaction(pool, async (client) => {
        const taken: Taken[] = []
        for (const batch of batches) {
          const outcome = await appended(client, batch)
          taken.push(outcome)
          if (outcome !== 'stored' && outcome !== 'again') break
        }
        return taken
      }),
    closeGap: async ({ shop, station }) => {
      await rowsOf(pool, 'SELECT ledger.close_gap($1, $2)', [shop, station])
    },
    rescan: (from) =>
      inTransaction(pool, async (client) => {
        if (await isMoved(client, from, from)) await client.query('SELECT ledger.rescan()')
      }),
    close: () => pool.end(),
  }
}

type BranchRow = Omit<Branch, 'forkSeq' | 'alone' | 'parentAlone' | 'refused'> &
  Readonly<Record<'fork_seq' | 'alone' | 'parent_alone' | 'refused', string>>

async function branchesIn(pool: Pool): Promise<Branch[]> {
  const rows = await rowsOf<BranchRow>(pool, 'SELECT * FROM ledger.parted ORDER BY shop, station, fork_seq, branch')
  return rows.map(({ shop, station, branch, parent, newest, ...counted }) => ({
    ...{ shop, station, branch, parent, newest, forkSeq: count(counted.fork_seq), alone: count(counted.alone) },
    ...{ parentAlone: count(counted.parent_alone), refused: count(counted.refused) },
  }))
}

async function isMoved(client: PoolClient, from: Place, to: Place): Promise<boolean> {
  const values = [from.place, from.mark, to.place, to.mark]
  const { rows } = await client.query<{ moved: boolean }>('SELECT ledger.move($1, $2, $3, $4) AS moved', values)
  return rows[0]?.moved === true
}

async function takeOne(client: PoolClient, entry: Entry): Promise<Taken> {
  const { shop, station } = entry
  if (entry.is === 'junk') {
    await client.query('SELECT ledger.meet($1, $2, $3)', [shop, station, 'junk'])
    return 'counted'
  }
  const { place, headers, payload } = entry
  const why = entry.is === 'evidence' ? entry.why : await appended(client, entry)
  if (why === 'stored' || why === 'again') return why
  const kept = [shop, station, why, place, JSON.stringify(headers), Buffer.from(payload)]
  await client.query('SELECT ledger.keep($1, $2, $3, $4, $5, $6)', kept)
  if (entry.is === 'evidence') return 'kept'
  const missed = [shop, station, entry.branch, headers['J-Last'], place]
  if (why === 'gap') await client.query('SELECT ledger.note_gap($1, $2, $3, $4, $5)', missed)
  return why as Refused // what the ledger answered
}

async function appended(client: PoolClient, { shop, station, place, payload, ...batch }: Batch) {
  const { branch, publicKey, signature } = batch
  const { rows } = await client.query<{ outcome: Refused | 'stored' | 'again' }>({
    name: 'append',
    text: 'SELECT outcome FROM ledger.append($1, $2, $3, $4, $5, $6, $7)',
    values: [shop, station, branch, publicKey, signature, place, Buffer.from(payload)],
  })
  const outcome = rows[0]?.outcome
  if (outcome === undefined) throw new LedgerFault('nothing was said of a batch')
  return outcome
}

const LACKING = `
  SELECT shop, station, branch, up_to AS "upTo", newest, seq, hash, place FROM ledger.lacking
  ORDER BY since, shop, station LIMIT ${LACKING_MAX}`
