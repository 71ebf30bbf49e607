import { DiskFault, type Disk } from '#drivers/disk/port'
import { describe, expect, it } from 'vitest'
import {
  appendEach,
  draft,
  JOURNAL_FOLDER,
  makeJournalBox,
  placesOf,
  txns,
  WITNESS,
} from '../../tests/world/journals.ts'
import { formatLine, type JournalRecord } from './line.ts'
import { join } from 'node:path'

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed + 1)
const FIRST = join(JOURNAL_FOLDER, '0000000000000001.jsonl')
const named = (...numbers: number[]) => numbers.map((n) => `txn-${n}`)

/** Five records and a clean end; the witness saw the fifth. */
async function closedBox(options = {}) {
  const box = makeJournalBox(options)
  const journal = await box.mustOpen()
  await appendEach(journal, 1, 5)
  await journal.close()
  return box
}

/** Five records and a kill; the witness saw none of them. */
async function killedBox(options = {}) {
  const box = makeJournalBox(options)
  await appendEach(await box.mustOpen(), 1, 5)
  box.disk.kill()
  return box
}

describe('opening after the power went', () => {
  it('keeps what was acknowledged, and cuts what was torn, wherever in an append it went', async () => {
    const tails = new Set<string>()
    for (const seed of SEEDS) {
      const box = makeJournalBox({ seed })
      const journal = await box.mustOpen()
      await appendEach(journal, 1, 3)
      box.disk.cutPowerAfter(1 + (seed % 2))
      await expect(journal.append(draft(4))).rejects.toThrow('the journal stopped: io')
      const { torn, faults } = await box.verify()
      expect(faults).toEqual([])
      expect(torn?.sequence ?? 4).toBe(4)
      const again = await box.mustOpen()
      expect(txns(again.replayed).slice(0, 3)).toEqual(named(1, 2, 3))
      tails.add(torn ? 'torn' : again.head().seq === 4 ? 'there' : 'gone')
      await appendEach(again, 5, 5)
      expect(await box.verify()).toMatchObject({ faults: [], torn: null, head: { seq: again.head().seq } })
    }
    expect(tails).toEqual(new Set(['torn', 'there', 'gone']))
  })

  it('keeps a whole batch or cuts it where it broke', async () => {
    for (const seed of SEEDS) {
      const box = makeJournalBox({ seed })
      const journal = await box.mustOpen()
      await appendEach(journal, 1, 2)
      box.disk.cutPowerAfter(2)
      const batch = await Promise.allSettled([3, 4, 5, 6, 7, 8].map((n) => journal.append(draft(n))))
      expect(batch.every(({ status }) => status === 'rejected')).toBe(true)
      const again = await box.mustOpen()
      expect(txns(again.replayed)).toEqual(named(1, 2, 3, 4, 5, 6, 7, 8).slice(0, again.head().seq))
    }
  })

  it('goes on where the name of a new segment was all there was of it', async () => {
    const box = makeJournalBox({ segmentBytes: 1 })
    const journal = await box.mustOpen()
    await appendEach(journal, 1, 2)
    box.disk.cutPowerAfter(4)
    await expect(journal.append(draft(3))).rejects.toThrow()
    const again = await box.mustOpen()
    await again.append(draft(4))
    expect(await box.verify()).toMatchObject({ faults: [], records: again.head().seq })
  })
})

describe('opening after a failed flush', () => {
  it('writes again what the system took for written, so that nothing shown is lost later', async () => {
    for (const seed of SEEDS) {
      const box = makeJournalBox({ seed })
      const journal = await box.mustOpen()
      await appendEach(journal, 1, 2)
      box.disk.failNextSync()
      await expect(journal.append(draft(3))).rejects.toThrow()
      // The third was not acknowledged, yet it is in the cache: the next start finds it, and must be right about it.
      const again = await box.mustOpen()
      expect(txns(again.replayed)).toEqual(named(1, 2, 3))
      box.disk.cutPower()
      expect(txns((await box.mustOpen()).replayed)).toEqual(named(1, 2, 3))
    }
  })

  it('has made durable what it shows, also where a mere kill left it in the cache', async () => {
    const shownAtAll = new Set<number>()
    for (const turns of SEEDS) {
      const box = makeJournalBox({ seed: turns })
      const journal = await box.mustOpen()
      await appendEach(journal, 1, 2)
      const third = journal.append(draft(3)).catch(() => 'killed')
      for (let turn = 0; turn < turns % 10; turn++) await Promise.resolve()
      box.disk.kill()
      await third
      const shown = txns((await box.mustOpen()).replayed)
      shownAtAll.add(shown.length)
      box.disk.cutPower()
      expect(txns((await box.mustOpen()).replayed)).toEqual(shown)
    }
    expect(shownAtAll).toEqual(new Set([2, 3]))
  })
})

describe('opening refuses, changing nothing,', () => {
  it.each([
    ['a flipped bit in the last record, which the witness saw', 5],
    ['a flipped bit before it', 2],
  ])('%s', async (_name, sequence) => {
    const box = await closedBox()
    const place = (await placesOf(box.disk.process(), JOURNAL_FOLDER)).get(sequence)
    box.disk.rot(FIRST, (place?.at ?? 0) + 100, 3)
    const before = await box.files()
    expect(await box.open()).toEqual({ is: 'refused', refusal: { is: 'rot', sequence, file: FIRST } })
    expect(await box.files()).toEqual(before)
  })

  it('a flipped bit that a later watermark vouches for, without the witness', async () => {
    const box = await killedBox()
    const place = (await placesOf(box.disk.process(), JOURNAL_FOLDER)).get(4)
    box.disk.rot(FIRST, (place?.at ?? 0) + 100, 3)
    expect(await box.open()).toMatchObject({ refusal: { is: 'rot', sequence: 4 } })
  })

  it('what looks like a torn tail, while the disk does not give the witness', async () => {
    const reads = { fail: false }
    const read = (disk: Disk) => (path: string) =>
      reads.fail && path.startsWith(WITNESS) ? Promise.reject(new DiskFault('io', path)) : disk.read(path)
    const box = await closedBox({ through: (disk: Disk) => ({ ...disk, read: read(disk) }) })
    const place = (await placesOf(box.disk.process(), JOURNAL_FOLDER)).get(5)
    box.disk.rot(FIRST, (place?.at ?? 0) + 100, 3)
    const before = await box.files()
    reads.fail = true
    expect(await box.open()).toMatchObject({ refusal: { is: 'disk', trouble: 'io' } })
    expect(await box.files()).toEqual(before)
    reads.fail = false
    expect(await box.open()).toMatchObject({ refusal: { is: 'rot', sequence: 5 } })
  })

  it('a journal that ends before what the witness saw', async () => {
    const box = await closedBox()
    const places = await placesOf(box.disk.process(), JOURNAL_FOLDER)
    const bytes = await box.disk.process().read(FIRST)
    await box.put(FIRST, bytes.subarray(0, places.get(4)?.at))
    expect(await box.open()).toEqual({ is: 'refused', refusal: { is: 'truncated', sequence: 4 } })
    await box.disk.process().remove(FIRST)
    expect(await box.open()).toEqual({ is: 'refused', refusal: { is: 'truncated', sequence: 1 } })
  })

  it('a journal with another history than the witness saw, though its chain holds', async () => {
    const box = await closedBox()
    const other = makeJournalBox()
    const journal = await other.mustOpen()
    for (const n of [1, 2, 3, 4, 5]) await journal.append({ ...draft(n), ts: 0 })
    await journal.close()
    await box.put(FIRST, await other.disk.process().read(FIRST))
    expect(await box.open()).toMatchObject({ refusal: { is: 'rot', sequence: 5 } })
  })

  it('a last segment whose name says that there were more records before it', async () => {
    const box = await killedBox()
    await box.put(join(JOURNAL_FOLDER, '0000000000000009.jsonl'), Buffer.alloc(0))
    expect(await box.open()).toMatchObject({ refusal: { is: 'rot', sequence: 6 } })
  })

  it('a missing segment', async () => {
    const box = await closedBox({ segmentBytes: 1 })
    await box.disk.process().remove(join(JOURNAL_FOLDER, '0000000000000002.jsonl'))
    expect(await box.open()).toMatchObject({ refusal: { is: 'rot', sequence: 2 } })
  })

  it('the journal of another station', async () => {
    const box = await closedBox()
    expect(await box.open({ journal: '02-e1' })).toEqual({
      is: 'refused',
      refusal: { is: 'foreign', sequence: 1, file: FIRST },
    })
  })

  it.each([
    ['a record of a later version', recordOfVersion(2)],
    ['a later frame', Buffer.from('J2 0123abcd what it holds is not for us\n')],
  ])('%s, be it behind a torn line', async (_name, newer) => {
    const box = await killedBox()
    const bytes = await box.disk.process().read(FIRST)
    await box.put(FIRST, Buffer.concat([bytes, newer]))
    const refusal = { is: 'newer', sequence: 6, file: FIRST }
    expect(await box.open()).toEqual({ is: 'refused', refusal })
    await box.put(FIRST, Buffer.concat([bytes, Buffer.from('J1 torn\n'), newer]))
    expect(await box.open()).toMatchObject({ is: 'refused', refusal: { sequence: 6, file: FIRST } })
    expect((await box.disk.process().read(FIRST)).length).toBe(bytes.length + 8 + newer.length)
  })

  it.each(['read-only', 'denied'] as const)('a disk that is %s', async (trouble) => {
    const box = await closedBox()
    box.disk.setTrouble(trouble)
    expect(await box.open()).toMatchObject({ is: 'refused', refusal: { is: 'disk', trouble } })
    box.disk.setTrouble(null)
    expect((await box.mustOpen()).head().seq).toBe(5)
  })
})

describe('opening does without its witness', () => {
  it.each([WITNESS, `${WITNESS}.before`])('where %s is damaged', async (name) => {
    const box = await closedBox()
    await box.put(name, Buffer.from('{'))
    const journal = await box.mustOpen()
    expect(txns(journal.replayed)).toEqual(named(1, 2, 3, 4, 5))
    expect((await box.verify()).witness).toBe('sound')
  })

  it('where all of it is damaged or gone, and makes it anew', async () => {
    const box = await closedBox()
    for (const name of [WITNESS, `${WITNESS}.before`]) await box.put(name, Buffer.from('{'))
    expect((await box.verify()).witness).toBe('damaged')
    expect((await box.mustOpen()).head().seq).toBe(5)
    expect((await box.verify()).witness).toBe('sound')
    await box.disk.process().remove(WITNESS)
    const files = await box.files()
    for (const path of files.keys()) if (path.startsWith(WITNESS)) await box.disk.process().remove(path)
    expect((await box.verify()).witness).toBe('missing')
    expect((await box.mustOpen()).head().seq).toBe(5)
  })
})

function recordOfVersion(v: number): Buffer {
  const record = { v, j: '01-e1', seq: 6, ts: 0, prev: '', txn: 't', type: 'x', body: null }
  return formatLine(record as JournalRecord, 5).bytes // what a later version would write
}
