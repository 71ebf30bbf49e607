import { beforeAll, expect, it } from 'vitest'
import { formatLine } from '#journal/line'
import { checkLedger, type Amiss } from '#main/ledger/check'
import { openOffice } from '#drivers/ledger/office'
import { openAppender } from './appending.ts'
import { asked, oneCluster } from './cluster.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, restored, some } from './lives.ts'

/** Whoever owns the database can change a row of it. What they can not is sign for a station. */
const STATION = '01'
const SENDER = { shop: 's01', station: STATION }
const identity = newIdentity()
const parts = { sender: SENDER, identity }
const old = lived(NEW_LIFE, STATION, some(12))
const later = lived(restored(old, STATION, 8, 2), STATION, some(5))
const cluster = oneCluster()
let base: string

beforeAll(async () => {
  const ledger = await cluster().ledger('whole')
  await ledger.office.enrol({ ...SENDER, publicKey: identity.publicKey })
  const appender = await openAppender(ledger.writer)
  const send = (life: typeof old, first: number, last: number) =>
    appender.append(batchOf(parts, life, { first, last }), identity.publicKey)
  expect([await send(old, 1, 5), await send(old, 4, 12), await send(later, 7, 11), await send(later, 12, 14)]).toEqual([
    ...['stored', 'stored', 'stored', 'stored'],
  ])
  await appender.close()
  await ledger.office.close()
  base = ledger.owner
})

/** A record with another text, whose sums are right. */
function forged(seq: number, prev: string) {
  const record = { v: 1, j: '01-e1', seq, ts: 1_777_856_400_000, prev, txn: 'forged', type: 'test' } as const
  return formatLine({ ...record, body: { text: 'forged' } }, seq - 1)
}

/** As a careful thief would: the record, and all that come after it anew, so that the chain holds. */
function rechained(): string {
  let prev = old.hashes[9] ?? ''
  return [11, 12]
    .map((seq) => {
      const { bytes, hash } = forged(seq, prev)
      const before = prev
      prev = hash
      return `UPDATE ledger.records SET line = '\\x${bytes.toString('hex')}', hash = '${hash}', prev = '${before}',
        txn = 'forged', ts = 1777856400000, body = '{"text": "forged"}'
        WHERE branch = '01-e1' AND seq = ${seq};
        UPDATE ledger.branches SET hash = '${hash}' WHERE branch = '01-e1';
        UPDATE ledger.batches SET hash = '${hash}' WHERE branch = '01-e1' AND last = ${seq};`
    })
    .join('')
}

const OF = "WHERE branch = '01-e1' AND seq"
const TAMPERED: readonly (readonly [string, string, number, Amiss])[] = [
  [
    'a bit of a line',
    `UPDATE ledger.records SET line = set_byte(line, 90, get_byte(line, 90) # 1) ${OF} = 3`,
    3,
    'broken-line',
  ],
  ['a line’s watermark', `UPDATE ledger.records SET line = set_byte(line, 22, 57) ${OF} = 3`, 3, 'broken-line'],
  [
    'another’s line',
    `UPDATE ledger.records SET line = (SELECT line FROM ledger.records ${OF} = 4) ${OF} = 3`,
    3,
    'broken-line',
  ],
  ['what the views read', `UPDATE ledger.records SET body = '{"event": {"total": 1}}' ${OF} = 6`, 6, 'column'],
  ['the time of a record', `UPDATE ledger.records SET ts = ts + 1 ${OF} = 6`, 6, 'column'],
  ['the type of a record', `UPDATE ledger.records SET type = 'other' ${OF} = 12`, 12, 'column'],
  ['a record', `DELETE FROM ledger.records ${OF} = 2`, 2, 'missing'],
  ['the last record', `DELETE FROM ledger.records ${OF} = 12`, 12, 'missing'],
  [
    'the last record, and that it was ever there',
    `DELETE FROM ledger.records ${OF} = 12;
      UPDATE ledger.branches SET seq = 11, hash = '${old.hashes[10] ?? ''}' WHERE branch = '01-e1'`,
    ...([12, 'missing'] as const),
  ],
  [
    'a record added behind',
    `INSERT INTO ledger.records
      SELECT shop, station, 13, branch, j, ts, type, txn, 'x', prev, body, line FROM ledger.records ${OF} = 12`,
    ...([13, 'unsigned'] as const),
  ],
  [
    'a record of no branch',
    `INSERT INTO ledger.records
      SELECT shop, station, seq, '01-e7', j, ts, type, txn, hash, prev, body, line FROM ledger.records ${OF} = 12`,
    12,
    'unsigned',
  ],
  ['the last batch', "DELETE FROM ledger.batches WHERE branch = '01-e1' AND last = 12", 12, 'head'],
  ['the first batch', "DELETE FROM ledger.batches WHERE branch = '01-e1' AND last = 5", 1, 'unsigned'],
  ['a signature', 'UPDATE ledger.batches SET signature = reverse(signature) WHERE last = 14', 14, 'signature'],
  [
    'whose key it was',
    `UPDATE ledger.batches SET public_key = '${newIdentity().publicKey}' WHERE last = 14`,
    14,
    'signature',
  ],
  ['where a branch begins', "UPDATE ledger.branches SET fork_hash = hash WHERE branch = '01-e2'", 8, 'fork-point'],
  [
    'what a branch goes on from',
    `UPDATE ledger.branches SET fork_seq = 9, fork_hash = '${old.hashes[8] ?? ''}' WHERE branch = '01-e2'`,
    7,
    'signature',
  ],
  ['all from a record on, chained anew', rechained(), 12, 'signature'],
]

it('is sound as it was taken', async () => {
  const office = openOffice(base)
  expect(await checkLedger(office)).toEqual({ branches: 2, records: 18, batches: 4, faults: [] })
  await office.close()
})

it.each(TAMPERED)('finds it out where somebody changed %s', async (what, text, seq, amiss) => {
  const name = `tampered_${TAMPERED.findIndex(([each]) => each === what)}`
  await asked(base.replace('/whole', '/postgres'), `CREATE DATABASE ${name} TEMPLATE whole`)
  const tampered = base.replace('/whole', `/${name}`)
  for (const each of text.split(';').filter((part) => part.trim() !== '')) await asked(tampered, each)
  const office = openOffice(tampered)
  const { faults } = await checkLedger(office)
  await office.close()
  expect(faults.map((fault) => [fault.seq, fault.amiss])).toContainEqual([seq, amiss])
})
