import { Bug } from '#domain/result'
import type { Disk } from '#drivers/disk/port'
import { makeRealDisk } from '#drivers/disk/real'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { appendEach, draft, makeJournalBox, openOn, running, txns, WITNESS } from '../../tests/world/journals.ts'
import { JournalStopped } from './journal.ts'
import { verifyFolder } from './verify.ts'

const scratch = mkdtempSync(join(tmpdir(), 'journal-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Counts the flushes of files that pass through. */
function counting(): { through: (disk: Disk) => Disk; flushes: () => number } {
  let count = 0
  const through = (disk: Disk): Disk => ({
    ...disk,
    open: async (path, mode) => {
      const file = await disk.open(path, mode)
      return { ...file, sync: () => file.sync().finally(() => count++) }
    },
  })
  return { through, flushes: () => count }
}
const hundred = Array.from({ length: 100 }, (_, n) => n + 1)

describe('appending', () => {
  it('answers with the record as it is found again', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    const answered = [await journal.append(draft(1)), await journal.append(draft(2))]
    await journal.close()
    expect((await box.mustOpen()).replayed).toEqual(answered.map(({ record }) => record))
  })

  it('flushes together what arrives at once or while a flush runs, in the order it came', async () => {
    const { through, flushes } = counting()
    const box = makeJournalBox({ through })
    const journal = await box.mustOpen()
    const before = flushes()
    const order: number[] = []
    await Promise.all(hundred.map((n) => journal.append(draft(n)).then(({ record }) => order.push(record.seq))))
    expect(order).toEqual(hundred)
    expect(flushes() - before).toBe(1)
    const first = journal.append(draft(101))
    // Its flush is under way by then, and has its records together.
    await Promise.resolve()
    await Promise.resolve()
    await Promise.all([first, journal.append(draft(102)), journal.append(draft(103))])
    expect(flushes() - before).toBe(3)
    await journal.close()
    expect(txns((await box.mustOpen()).replayed)).toEqual([...hundred, 101, 102, 103].map((n) => `txn-${n}`))
  })

  it('is never acknowledged before its own flush', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    const appended = hundred.map(async (n) => {
      const { record } = await journal.append(draft(n))
      return [record.seq, journal.head().seq] as const
    })
    for (const [seq, durable] of await Promise.all(appended)) expect(durable).toBeGreaterThanOrEqual(seq)
  })

  it('begins a new file when one has grown enough, and goes on in the last', async () => {
    const box = makeJournalBox({ segmentBytes: 1_000 })
    for (const from of [1, 11, 21]) {
      const journal = await box.mustOpen()
      await appendEach(journal, from, from + 9)
      await journal.close()
    }
    const verified = await box.verify()
    expect(verified).toMatchObject({ records: 30, faults: [], torn: null, strays: [] })
    expect(verified.segments).toBe(8)
    expect((await box.mustOpen()).replayed.map(({ seq }) => seq)).toEqual(hundred.slice(0, 30))
  })

  it('stages nothing of a record that can not be one', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    await expect(journal.append({ ...draft(1), body: 'x'.repeat(70_000) })).rejects.toThrow(Bug)
    await expect(journal.append({ ...draft(1), body: 1n })).rejects.toThrow(TypeError)
    expect((await journal.append(draft(2))).record.seq).toBe(1)
  })

  it('does the same on a real disk', async () => {
    const { through, flushes } = counting()
    const disk = through(makeRealDisk())
    const folder = join(scratch, 'real', 'journal')
    const journal = running(await openOn(disk, folder, { segmentBytes: 4_000 }))
    const before = flushes()
    await Promise.all(hundred.map((n) => journal.append(draft(n))))
    expect(flushes() - before).toBeLessThan(10)
    await appendEach(journal, 101, 150)
    await journal.close()
    const again = running(await openOn(disk, folder))
    expect(again.replayed.map(({ txn }) => txn)).toEqual(Array.from({ length: 150 }, (_, n) => `txn-${n + 1}`))
    expect(await verifyFolder(disk, folder)).toMatchObject({ records: 150, faults: [], torn: null })
  })
})

describe('a disk that fails', () => {
  it.each(['full', 'read-only', 'denied'] as const)('stops the journal when it is %s, for good', async (trouble) => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    await appendEach(journal, 1, 3)
    box.disk.setTrouble(trouble)
    await expect(journal.append(draft(4))).rejects.toMatchObject({ trouble })
    box.disk.setTrouble(null)
    await expect(journal.append(draft(5))).rejects.toThrow(JournalStopped)
    expect(journal.head().seq).toBe(3)
    await journal.close()
    expect(txns((await box.mustOpen()).replayed).slice(0, 3)).toEqual(['txn-1', 'txn-2', 'txn-3'])
  })

  it('keeps all it acknowledged when it fills up in the middle of a record', async () => {
    for (let room = 0; room < 1_500; room += 61) {
      const box = makeJournalBox({ seed: room + 1 })
      const journal = await box.mustOpen()
      box.disk.setFree(room)
      const ended = await Promise.allSettled(hundred.slice(0, 8).map((n) => journal.append(draft(n))))
      const kept = ended.filter(({ status }) => status === 'fulfilled').length
      for (const one of ended.slice(kept)) expect(one).toMatchObject({ reason: { trouble: 'full' } })
      await journal.close()
      box.disk.setFree(1_000_000)
      const again = await box.mustOpen()
      expect(again.head().seq).toBeGreaterThanOrEqual(kept)
      await again.append(draft(9))
      expect((await box.verify()).faults).toEqual([])
    }
  })

  it('rejects everyone who waited for the flush that failed', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    box.disk.failNextSync()
    const ended = await Promise.allSettled(hundred.map((n) => journal.append(draft(n))))
    expect(ended.filter(({ status }) => status === 'fulfilled')).toEqual([])
    for (const one of ended) expect(one).toMatchObject({ reason: { trouble: 'io' } })
  })
})

describe('closing', () => {
  it('waits for what was appended before it', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    await journal.append(draft(1))
    const appended = [2, 3].map((n) => journal.append(draft(n)))
    await Promise.resolve()
    appended.push(journal.append(draft(4)))
    await journal.close()
    expect(journal.head().seq).toBe(4)
    expect((await Promise.all(appended)).map(({ record }) => record.seq)).toEqual([2, 3, 4])
    await expect(journal.append(draft(5))).rejects.toThrow(JournalStopped)
    expect((await box.mustOpen()).replayed).toHaveLength(4)
  })

  it('leaves a witness of the last record', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    await appendEach(journal, 1, 3)
    await journal.close()
    const witness = (await box.files()).get(WITNESS)?.toString()
    expect(JSON.parse(witness ?? '')).toMatchObject({ data: journal.head() })
  })

  it('ends in order where the disk takes no witness any more', async () => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    await appendEach(journal, 1, 3)
    box.disk.setTrouble('full')
    await journal.close()
    box.disk.setTrouble(null)
    expect((await box.mustOpen()).head().seq).toBe(3)
  })
})
