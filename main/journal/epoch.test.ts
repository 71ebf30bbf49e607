import { describe, expect, it } from 'vitest'
import { appendEach, draft, JOURNAL_FOLDER, makeJournalBox, type JournalBox } from '../../tests/world/journals.ts'
import { journalName, readJournalName } from './epoch.ts'
import { formatLine, type JournalRecord } from './line.ts'
import { beginEpoch } from './new-epoch.ts'
import { scanSegment } from './scan.ts'
import { join } from 'node:path'

const FIRST = join(JOURNAL_FOLDER, '0000000000000001.jsonl')
const begin = (box: JournalBox, epoch: number) =>
  beginEpoch({
    ...{ disk: box.disk.process(), folder: JOURNAL_FOLDER, journal: '01-e1', epoch, nowMs: 5 },
    ...{ txn: `txn-epoch-${epoch}`, fork: `fork-${epoch}-fork` },
  })

/** Three records of epoch 1, one that begins epoch 2 and two in it, one that begins epoch 5 and one in it. */
async function threeEpochs(): Promise<JournalBox> {
  const box = makeJournalBox()
  for (const [epoch, from, to] of [
    [2, 1, 3],
    [5, 5, 6],
  ] as const) {
    const journal = await box.mustOpen()
    await appendEach(journal, from, to)
    await journal.close()
    expect(await begin(box, epoch)).toEqual({ ok: true, value: { seq: to + 1 } })
  }
  const journal = await box.mustOpen()
  await appendEach(journal, 8, 8)
  await journal.close()
  return box
}

describe('a journal that goes on in a new epoch', () => {
  it('is one chain, and new records are of its last epoch', async () => {
    const box = await threeEpochs()
    const opened = await box.mustOpen()
    expect(opened.replayed.map(({ j, seq, type }) => `${j} ${seq} ${type}`)).toEqual([
      ...['01-e1 1 goods-added', '01-e1 2 goods-added', '01-e1 3 goods-added', '01-e2 4 epoch-began'],
      ...['01-e2 5 goods-added', '01-e2 6 goods-added', '01-e5 7 epoch-began', '01-e5 8 goods-added'],
    ])
    expect(opened.name).toBe('01-e5')
    expect((await opened.append(draft(9))).record.j).toBe('01-e5')
  })

  it('verifies, and says which epochs there are and where each begins', async () => {
    expect(await (await threeEpochs()).verify()).toMatchObject({
      ...{ faults: [], records: 8, witness: 'sound' },
      epochs: [
        { journal: '01-e1', from: 1 },
        { journal: '01-e2', from: 4 },
        { journal: '01-e5', from: 7 },
      ],
    })
  })

  it('is another station’s to a station of another number', async () => {
    const opened = await (await threeEpochs()).open({ journal: '02-e1' })
    expect(opened).toMatchObject({ is: 'refused', refusal: { is: 'foreign', sequence: 1 } })
  })

  it('that lost the record which began it is wrong at that record only', async () => {
    const box = await threeEpochs()
    const bytes = await box.disk.process().read(FIRST)
    box.disk.rot(FIRST, bytes.indexOf('epoch-began'), 1)
    expect((await box.verify()).faults).toMatchObject([{ kind: 'broken', sequence: 4, last: 4 }])
  })

  it('is not begun in the same epoch or an earlier one', async () => {
    await expect(begin(await threeEpochs(), 5)).rejects.toThrow('a later one')
  })
})

describe('a record of another epoch', () => {
  const PARENT = { v: 1, j: '01-e1', seq: 1, ts: 0, prev: '', txn: 't1', type: 'x', body: null } as const
  const parent = formatLine(PARENT, 0)
  const event = { is: 'epoch-began', parent: '01-e1', forkSeq: 1, hash: parent.hash, fork: 'fork-fork' }
  const RIGHT = { ...PARENT, j: '01-e2', seq: 2, prev: parent.hash, type: 'epoch-began', body: { event, reply: null } }
  const faults = (record: JournalRecord) =>
    scanSegment(Buffer.concat([parent.bytes, formatLine(record, 1).bytes]), {
      ...{ sequence: 1, prev: '', journal: '01-e1' },
    }).faults.map(({ kind, sequence }) => `${sequence} ${kind}`)

  it('belongs to the journal where it says how it began', () => {
    expect(faults(RIGHT)).toEqual([])
  })

  it.each<[string, Partial<JournalRecord>]>([
    ['another station', { j: '02-e2' }],
    ['no later epoch', { j: '01-e1000' }],
    ['another type', { type: 'started' }],
    ['nothing in it', { body: null }],
    ['another parent', { body: { event: { ...event, parent: '01-e3' } } }],
    ['another place', { body: { event: { ...event, forkSeq: 7 } } }],
    ['another hash', { body: { event: { ...event, hash: 'x'.repeat(43) } } }],
  ])('is foreign with %s', (_what, other) => {
    expect(faults({ ...RIGHT, ...other })).toEqual(['2 foreign'])
  })

  it('of an earlier epoch, or of the same one, begins nothing', () => {
    const of = (j: string) =>
      scanSegment(formatLine({ ...RIGHT, j }, 1).bytes, { ...EXPECTED, journal: '01-e3' }).faults
    const EXPECTED = { sequence: 2, prev: parent.hash }
    expect([of('01-e2')[0]?.kind, of('01-e3')]).toEqual(['foreign', []])
  })
})

it('a journal’s name is station and epoch, and nothing else is one', () => {
  expect(readJournalName(journalName({ station: '012', epoch: 37 }))).toEqual({ station: '012', epoch: 37 })
  for (const text of ['1-e1', '01-e0', '01-e1000', '01-e01', '01-e1 ', 'x01-e1', '01']) {
    expect(readJournalName(text)).toBeNull()
  }
})
