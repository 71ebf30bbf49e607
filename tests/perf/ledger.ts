import { openAppender } from '../ledger/appending.ts'
import { startCluster, type ScratchLedger } from '../ledger/cluster.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, type Life } from '../ledger/lives.ts'
import { median, row, type Row } from './row.ts'
import { Client } from 'pg'

const ROUNDS = 60
const SIZES = [100, 400]
const STATION = '01'
const MS = 1_000
/** About what a line of goods comes to. */
const BODY = {
  event: {
    is: 'goods-added',
    sku: 'DRK001',
    name: '农夫山泉 550ml',
    price: 200,
    quantity: 1,
    unit: 'piece',
    label: null,
  },
  reply: { ok: true, value: { line: 3 } },
}

/**
 * Batches appended to the ledger as the projector does, with all that is checked there, against an INSERT of the same
 * rows, ready made, into a table of the same columns and key; both flush before they answer, turn by turn.
 */
export async function ledgerRows(): Promise<Row[]> {
  const cluster = await startCluster()
  try {
    const ledger = await cluster.ledger('perf')
    const rows: Row[] = []
    for (const size of SIZES) rows.push(...(await measured(ledger, size)))
    await ledger.office.close()
    return rows
  } finally {
    await cluster.close()
  }
}

async function measured(ledger: ScratchLedger, size: number): Promise<Row[]> {
  const sender = { shop: `of-${size}`, station: STATION }
  const identity = newIdentity()
  await ledger.office.enrol({ ...sender, publicKey: identity.publicKey })
  const records = Array.from({ length: size * ROUNDS }, () => ({ type: 'goods-added', body: BODY }))
  const life = lived(NEW_LIFE, STATION, records)
  const appender = await openAppender(ledger.writer)
  const plain = await openPlain(ledger.owner, sender.shop)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    const [first, last] = [round * size + 1, (round + 1) * size]
    theirs.push(await timed(() => plain.insert(life, first, last)))
    const message = batchOf({ sender, identity }, life, { first, last })
    ours.push(
      await timed(async () => {
        const outcome = await appender.append(message, identity.publicKey)
        if (outcome !== 'stored') throw new Error(outcome)
      }),
    )
  }
  await appender.close()
  await plain.close()
  const each = (ms: number) => (size / ms) * MS
  return [
    row(`ledger: batch of ${size}, p50`, 'ms', median(ours), 'raw INSERT of its rows', median(theirs), 2.5),
    row(`ledger: records/s of ${size}`, '/s', each(median(ours)), 'raw INSERT', each(median(theirs)), null),
  ]
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

/** The same columns and the same key, and nothing asked. */
async function openPlain(database: string, name: string) {
  const client = new Client({ connectionString: database })
  await client.connect()
  await client.query(
    `CREATE TABLE "plain-${name}" (LIKE ledger.records INCLUDING DEFAULTS, PRIMARY KEY (shop, station, seq, branch))`,
  )
  const text = `INSERT INTO "plain-${name}" (shop, station, seq, branch, j, ts, type, txn, hash, prev, body, line)
    SELECT $1, $2, seq, '01-e1', '01-e1', ts, 'goods-added', txn, hash, prev, body, line
    FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::bytea[])
    AS u (seq, ts, txn, hash, prev, body, line)`
  return {
    insert: async (life: Life, first: number, last: number) => {
      const seqs = Array.from({ length: last - first + 1 }, (_, nth) => first + nth)
      const hashes = seqs.map((seq) => life.hashes[seq - 1] ?? '')
      const prevs = seqs.map((seq) => life.hashes[seq - 2] ?? '')
      const lines = seqs.map((seq) => life.lines[seq - 1] ?? Buffer.alloc(0))
      const values = [name, STATION, seqs, seqs, hashes, hashes, prevs, seqs.map(() => JSON.stringify(BODY)), lines]
      await client.query({ name: 'insert', text, values })
    },
    close: () => client.end(),
  }
}
