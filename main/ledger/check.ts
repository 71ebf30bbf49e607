import type { BatchRow, BranchRow, LedgerOffice, RecordRow } from '#drivers/ledger/office'
import { beginsEpoch } from '#journal/epoch'
import { readLine, type JournalRecord } from '#journal/line'
import { isDeepStrictEqual } from 'node:util'
import { ed25519In } from '../ed25519.ts'
import { readBatch, type Batch } from '../sync/batch.ts'

/**
 * Reads the whole ledger and holds it against itself, by what stations signed and chained and by nothing that the
 * database says of it: each line by its sums, each batch by its signature, each branch from where it began to its end.
 */
export type Amiss =
  /** The line is not whole. */
  | 'broken-line'
  /** There is no such record though later ones name it, or its batch does. */
  | 'missing'
  /** A record that no signed batch holds. */
  | 'unsigned'
  /** The batch that ends with it is not as its station signed it. */
  | 'signature'
  /** A column says otherwise than the line. */
  | 'column'
  /** The branch does not begin with its parent's record, or does not end where it says. */
  | 'fork-point'
  | 'head'
  /** It is of another epoch than the one before, and does not say that one begins. */
  | 'epoch'

export interface Fault {
  readonly shop: string
  readonly station: string
  readonly branch: string
  readonly seq: number
  readonly amiss: Amiss
}
export interface Checked {
  readonly branches: number
  readonly records: number
  readonly batches: number
  /** At most FAULTS_MAX of them. */
  readonly faults: readonly Fault[]
}

export type Chains = Pick<LedgerOffice, 'branches' | 'batches' | 'records'>

/** So many are named; a ledger with more is to be restored, not read through. */
export const FAULTS_MAX = 100
const BATCHES_AT_ONCE = 64

export async function checkLedger(chains: Chains): Promise<Checked> {
  const branches = await chains.branches()
  const faults: Fault[] = []
  let [records, batches] = [0, 0]
  for (const branch of branches) {
    const checked = await checkBranch(chains, branch)
    records += branch.records
    batches += checked.batches
    faults.push(...checked.faults)
  }
  return { branches: branches.length, records, batches, faults: faults.slice(0, FAULTS_MAX) }
}

interface End {
  readonly seq: number
  readonly hash: string
  readonly j: string | null
}

async function checkBranch(chains: Chains, branch: BranchRow) {
  const faults: Fault[] = []
  const amiss = (seq: number, what: Amiss): void => {
    if (faults.length < FAULTS_MAX)
      faults.push({ shop: branch.shop, station: branch.station, branch: branch.branch, seq, amiss: what })
  }
  let end = await beginning(chains, branch, amiss)
  let batches = 0
  for (let after = 0; ;) {
    const page = await chains.batches(branch, after, BATCHES_AT_ONCE)
    const [first, last] = [page[0], page.at(-1)]
    if (!first || !last) break
    const rows = await chains.records(branch, Math.min(...page.map((each) => each.first)), last.last)
    const bySeq = new Map(rows.map((row) => [row.seq, row]))
    for (const batch of page) end = checkBatch({ branch, batch, bySeq, end, amiss })
    batches += page.length
    after = last.last
  }
  if (end.seq !== branch.seq || end.hash !== branch.hash) amiss(branch.seq, 'head')
  const own = branch.seq - branch.forkSeq
  if (branch.records !== own || (own > 0 && (branch.from !== branch.forkSeq + 1 || branch.to !== branch.seq)))
    amiss(branch.to, branch.records > own ? 'unsigned' : 'missing')
  return { batches, faults }
}

/** The record that the branch goes on from, in the branch that has it. */
async function beginning(chains: Chains, branch: BranchRow, amiss: (seq: number, what: Amiss) => void): Promise<End> {
  const { forkSeq, forkHash } = branch
  if (forkSeq === 0) return { seq: 0, hash: '', j: null }
  const [row] = await chains.records(branch, forkSeq, forkSeq)
  const record = row ? recordIn(row) : null
  if (!row || row.branch !== branch.parent || row.hash !== forkHash || !record) amiss(forkSeq, 'fork-point')
  return { seq: forkSeq, hash: forkHash, j: record?.j ?? null }
}

interface Checking {
  readonly branch: BranchRow
  readonly batch: BatchRow
  readonly bySeq: ReadonlyMap<number, RecordRow>
  readonly end: End
  readonly amiss: (seq: number, what: Amiss) => void
}

/** Gives where the branch ends with it. */
function checkBatch({ branch, batch, bySeq, end, amiss }: Checking): End {
  const { first, last } = batch
  const rows = Array.from({ length: last - first + 1 }, (_, nth) => bySeq.get(first + nth))
  rows.forEach((row, nth) => {
    if (!row) amiss(first + nth, 'missing')
  })
  const there = rows.filter((row) => row !== undefined)
  const own = there.filter(({ seq }) => seq > end.seq)
  let j = end.j
  for (const row of own) {
    const record = recordIn(row)
    if (!record) amiss(row.seq, 'broken-line')
    else {
      if (!isAsItsLine(row, record, branch)) amiss(row.seq, 'column')
      if (j !== null && record.j !== j && !beginsEpoch(record, j)) amiss(row.seq, 'epoch')
      j = record.j
    }
  }
  if (first > end.seq + 1) amiss(end.seq + 1, 'unsigned')
  const read = there.length === rows.length ? signed(branch, batch, there) : null
  if (!read) amiss(last, 'signature')
  // That a batch's lines are chained its reading has found; here it is held to what comes before.
  const before = first === end.seq + 1 ? batch.prev : read?.lines[end.seq - first]?.hash
  if (read && before !== end.hash) amiss(first, 'signature')
  return { seq: last, hash: batch.hash, j }
}

/** The batch as it was sent; null where its lines are not those that the station signed. */
function signed({ shop, station, branch }: BranchRow, batch: BatchRow, rows: readonly RecordRow[]): Batch | null {
  const key = ed25519In(batch.publicKey)
  if (!key) return null
  const headers = {
    ...{ 'J-Branch': branch, 'J-First': String(batch.first), 'J-Last': String(batch.last) },
    ...{ 'J-Prev': batch.prev, 'J-Hash': batch.hash, 'J-Sig': batch.signature },
  }
  const read = readBatch({ shop, station }, { headers, payload: Buffer.concat(rows.map(({ line }) => line)) }, key)
  return read.is === 'batch' ? read.batch : null
}

function recordIn({ line, hash }: RecordRow): JournalRecord | null {
  const read = readLine(line, 0)
  return read.is === 'line' && read.line.bytes === line.length && read.line.hash === hash ? read.line.record : null
}

function isAsItsLine(row: RecordRow, record: JournalRecord, { branch }: BranchRow): boolean {
  const { j, seq, ts, type, txn, prev } = record
  return (
    isDeepStrictEqual([row.branch, row.j, row.seq, row.type, row.txn], [branch, j, seq, type, txn]) &&
    row.prev === prev &&
    Math.abs(row.ts - ts) < 1 &&
    (isDeepStrictEqual(row.body, record.body ?? null) || isDeepStrictEqual(row.body, told(record.body)))
  )
}

/** A column of text has no half characters and no zero character: a sign stands for each. */
function told(body: unknown): unknown {
  const text = JSON.stringify(body ?? null)
  return JSON.parse(text.replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, '$1\\ufffd'))
}
