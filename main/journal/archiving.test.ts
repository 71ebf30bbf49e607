import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { describe, expect, it } from 'vitest'
import { draft, JOURNAL_FOLDER, makeJournalBox, txns, type JournalBox, WITNESS } from '../../tests/world/journals.ts'
import { pack, unpack, UNPACKED_BYTES_MAX } from './archive.ts'
import { archiveOld } from './archiving.ts'
import { verifyFolder } from './verify.ts'
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

const DAY_MS = 86_400_000
const RECORDS = 30
const FIRST = join(JOURNAL_FOLDER, '0000000000000001.jsonl')
/** A day after the last record, of which there is one a day. */
const NOW = draft(0).ts + (RECORDS + 1) * DAY_MS
const policy = { archiveAfterDays: 7 }

/** Five records a file, a record a day. */
async function filledBox(seed = 1): Promise<JournalBox> {
  const box = makeJournalBox({ seed, segmentBytes: 1_500 })
  const journal = await box.mustOpen()
  for (let n = 1; n <= RECORDS; n++) await journal.append({ ...draft(n), ts: draft(0).ts + n * DAY_MS })
  await journal.close()
  return box
}
const archive = (box: JournalBox, now = NOW) => archiveOld(box.disk.process(), JOURNAL_FOLDER, { policy, now })
const namesIn = async (box: JournalBox) =>
  (await box.disk.process().list(JOURNAL_FOLDER)).filter((name) => !name.startsWith('witness'))
const all = Array.from({ length: RECORDS }, (_, index) => `txn-${index + 1}`)

async function mustBeWhole(box: JournalBox): Promise<void> {
  const { records, faults, strays } = await box.verify()
  expect({ records, faults, strays }).toEqual({ records: RECORDS, faults: [], strays: [] })
  const journal = await box.mustOpen()
  expect(txns(journal.replayed)).toEqual(all)
  await journal.close()
}

describe('archiving', () => {
  it('puts away what is old, not the file that is written to, and all is read as before', async () => {
    const box = await filledBox()
    const before = await namesIn(box)
    const { archived, faulty } = await archive(box)
    const after = await namesIn(box)
    expect(faulty).toEqual([])
    expect(after).toEqual(before.map((name) => (archived.includes(name) ? `${name}.gz` : name)))
    expect([archived.length > 2, before.length - archived.length > 1]).toEqual([true, true])
    await mustBeWhole(box)
    // The next night there is nothing to do, and long after all but the last is old.
    expect(await archive(box)).toEqual({ archived: [], faulty: [] })
    expect((await archive(box, NOW + 1000 * DAY_MS)).archived).toEqual(before.slice(archived.length, -1))
    await mustBeWhole(box)
    const journal = await box.mustOpen()
    await journal.append(draft(RECORDS + 1))
    await journal.close()
    expect(await box.verify()).toMatchObject({ records: RECORDS + 1, faults: [] })
  })

  it('keeps what lay there byte for byte, in a file that any gzip unpacks', async () => {
    const box = await filledBox()
    const before = await box.files()
    const { archived } = await archive(box)
    const after = await box.files()
    for (const name of archived) {
      const packed = after.get(join(JOURNAL_FOLDER, `${name}.gz`)) ?? Buffer.alloc(0)
      expect(gunzipSync(packed)).toEqual(before.get(join(JOURNAL_FOLDER, name)))
    }
  })

  it('never archives without a policy, and stops when it is told to', async () => {
    const box = await filledBox()
    const disk = box.disk.process()
    const never = { archiveAfterDays: null }
    const signal = AbortSignal.abort()
    for (const how of [{ policy: never }, { policy, signal }])
      expect((await archiveOld(disk, JOURNAL_FOLDER, { now: NOW, ...how })).archived).toEqual([])
  })

  it('goes by the newest record of a file, wherever in it that is', async () => {
    const box = makeJournalBox({ segmentBytes: 400 })
    const journal = await box.mustOpen()
    for (const [n, ts] of [NOW, 1, 2, 3, 4, 5].entries()) await journal.append({ ...draft(n), ts })
    await journal.close()
    const { archived } = await archive(box)
    expect(archived.includes(basename(FIRST))).toBe(false)
    expect(archived.length).toBeGreaterThan(0)
  })

  it('leaves an old file with a fault as it was found', async () => {
    const box = await filledBox()
    box.disk.rot(FIRST, 200, 3)
    const { archived, faulty } = await archive(box)
    expect([faulty, archived.includes(basename(FIRST))]).toEqual([[basename(FIRST)], false])
    expect((await box.verify()).faults[0]).toMatchObject({ kind: 'broken', file: FIRST })
  })

  it('gives the room back where the disk is full, and loses nothing', async () => {
    const box = await filledBox()
    box.disk.setFree(100)
    await expect(archive(box)).rejects.toThrow('full')
    expect((await namesIn(box)).some((name) => name.endsWith('.part'))).toBe(false)
    box.disk.setFree(Infinity)
    await mustBeWhole(box)
  })

  it('goes on in a file of its own where an archive is the last one', async () => {
    const box = await filledBox()
    await archive(box, NOW + 1000 * DAY_MS)
    for (const name of await box.disk.process().list(JOURNAL_FOLDER))
      if (!name.endsWith('.gz')) await box.disk.process().remove(join(JOURNAL_FOLDER, name))
    for (const name of [WITNESS, `${WITNESS}.before`]) await box.disk.process().remove(name)
    const kept = (await box.verify()).records
    const journal = await box.mustOpen()
    await journal.append(draft(99))
    await journal.close()
    expect(await box.verify()).toMatchObject({ records: kept + 1, faults: [] })
  })
})

describe('a power cut while archiving', () => {
  it('loses no record, whichever operation it hits', async () => {
    const calm = await filledBox()
    const begun = calm.disk.operations()
    await archive(calm)
    const operations = calm.disk.operations() - begun
    let cuts = 0
    for (let nth = 1; nth <= operations; nth++) {
      for (const seed of [1, 2, 3, 4, 5]) {
        const box = await filledBox(nth * 10 + seed)
        const disk = box.disk.process()
        box.disk.cutPowerAfter(nth)
        const cut = await archiveOld(disk, JOURNAL_FOLDER, { policy, now: NOW }).catch((cause: unknown) => cause)
        expect(cut).toBeInstanceOf(Error)
        cuts++
        await mustBeWhole(box)
        await archive(box)
        await mustBeWhole(box)
        expect(await namesIn(box)).toEqual(await namesIn(calm))
      }
    }
    process.stdout.write(`${cuts} power cuts while archiving, ${operations} operations each\n`)
    expect(cuts).toBeGreaterThan(100)
  })
})

describe('an archive that is not as it was written', () => {
  it('is found out by each flipped bit, with the numbers of its records, and the station does not start', async () => {
    const random = makeVirtualRandom(5)
    const box = await filledBox()
    await archive(box)
    const archives = [...(await box.files())].filter(([path]) => path.endsWith('.gz'))
    let flips = 0
    for (let n = 0; n < 300; n++) {
      const [path, bytes] = archives[random.below(archives.length)] ?? ['', Buffer.alloc(1)]
      // The header once through, then anywhere.
      const place = [n < 48 ? n : random.below(bytes.length), random.below(8)] as const
      box.disk.rot(path, ...place)
      const { faults } = await box.verify()
      const first = Number(basename(path).slice(0, 16))
      const second = archives.find(([other]) => Number(basename(other).slice(0, 16)) > first)?.[0]
      expect(faults).toHaveLength(1)
      expect(faults[0]).toMatchObject({ kind: 'archive', file: path, sequence: first })
      if (second) expect(faults[0]?.last).toBe(Number(basename(second).slice(0, 16)) - 1)
      box.disk.rot(path, ...place)
      flips++
    }
    box.disk.rot(archives[0]?.[0] ?? '', 60, 1)
    expect(await box.open()).toMatchObject({ is: 'refused', refusal: { is: 'rot', sequence: 1 } })
    process.stdout.write(`${flips} flips in archives, each found\n`)
  })

  it('is missing where it was removed', async () => {
    const box = await filledBox()
    await archive(box)
    for (const [path, bytes] of [...(await box.files())].filter(([each]) => each.endsWith('.gz'))) {
      await box.disk.process().remove(path)
      const sequence = Number(basename(path).slice(0, 16))
      expect((await box.verify()).faults).toMatchObject([{ kind: 'missing', sequence }])
      await box.put(path, bytes)
    }
    await mustBeWhole(box)
  })

  it('is a fault beside a segment that says otherwise, and neither is touched', async () => {
    const box = await filledBox()
    const plain = (await box.files()).get(FIRST) ?? Buffer.alloc(0)
    await archive(box)
    const other = Buffer.from(plain)
    other[100] = (other[100] ?? 0) ^ 1
    for (const [bytes, kinds] of [[plain, []] as const, [other, ['twins']] as const]) {
      await box.put(FIRST, bytes)
      expect((await box.verify()).faults.map(({ kind }) => kind)).toEqual(kinds)
    }
    const before = await box.files()
    expect(await archive(box)).toMatchObject({ archived: [], faulty: [basename(FIRST)] })
    expect(await box.files()).toEqual(before)
  })

  it('is refused before it has unpacked to more than a segment can be', async () => {
    const bomb = Buffer.alloc(UNPACKED_BYTES_MAX + 1)
    const packed = await pack(bomb)
    expect(packed.length).toBeLessThan(bomb.length / 500)
    expect((await unpack(packed)) === null).toBe(true)
    expect((await unpack(await pack(Buffer.alloc(1_000_000))))?.length).toBe(1_000_000)
    const foreign = gzipSync(Buffer.from('x'))
    expect(await unpack(foreign)).toBeNull()
    // Whose sum was made to hold, but holds no gzip.
    const header = (await pack(Buffer.alloc(0))).subarray(0, 16)
    const rubbish = Buffer.from('rubbish')
    expect(await unpack(Buffer.concat([header, createHash('sha256').update(rubbish).digest(), rubbish]))).toBeNull()
  })

  it('is waited for where it took its segment’s place after the folder was listed', async () => {
    const box = await filledBox()
    const disk = box.disk.process()
    const names = await disk.list(JOURNAL_FOLDER)
    await archiveOld(disk, JOURNAL_FOLDER, { policy, now: NOW })
    const listed = { ...disk, list: () => Promise.resolve(names) }
    expect(await verifyFolder(listed, JOURNAL_FOLDER)).toMatchObject({ records: RECORDS, faults: [] })
    const none = makeVirtualDisk(makeVirtualRandom(1).below).process()
    await none.makeFolder(JOURNAL_FOLDER)
    const gone = { ...none, list: () => Promise.resolve([basename(FIRST)]) }
    expect((await verifyFolder(gone, JOURNAL_FOLDER)).faults).toMatchObject([{ kind: 'unreadable', sequence: 1 }])
  })
})
