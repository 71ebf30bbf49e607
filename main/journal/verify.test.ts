import { makeRealDisk } from '#drivers/disk/real'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  appendEach,
  draft,
  JOURNAL_FOLDER,
  makeJournalBox,
  openOn,
  placesOf,
  running,
} from '../../tests/world/journals.ts'
import { HEAD_BYTES } from './line.ts'
import { verifyFolder, type Verified } from './verify.ts'

const scratch = mkdtempSync(join(tmpdir(), 'verify-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const RECORDS = 45
const SEGMENT_BYTES = 4_000
const FLIPS = 200

/** The parts of a line, by where they lie in it: all that a flip can hit. */
const PARTS = {
  mark: () => [0, 3],
  crc: () => [3, 11],
  length: () => [12, 18],
  watermark: () => [19, 31],
  hash: () => [32, 75],
  separator: () => [75, HEAD_BYTES],
  json: (bytes: number) => [HEAD_BYTES, bytes - 1],
  newline: (bytes: number) => [bytes - 1, bytes],
} as const satisfies Record<string, (bytes: number) => readonly [number, number]>
type Part = keyof typeof PARTS
const partNames = Object.keys(PARTS) as Part[] // the table's own names

interface Flip {
  readonly sequence: number
  readonly part: Part
  readonly path: string
  readonly position: number
  readonly mask: number
}

/** Every part in turn; of the records the first and the last two often, the others by chance. */
function flipsOf(places: Awaited<ReturnType<typeof placesOf>>, seed: number): Flip[] {
  const { below } = makeVirtualRandom(seed)
  return Array.from({ length: FLIPS }, (_, turn) => {
    const part = partNames[turn % partNames.length] ?? 'mark'
    const round = Math.floor(turn / partNames.length)
    const sequence = [1, RECORDS, RECORDS - 1, 2 + below(RECORDS - 2)][round % 4] ?? 1
    const place = places.get(sequence)
    if (!place) throw new Error(`no record ${sequence}`)
    const [from, to] = PARTS[part](place.bytes.length)
    return {
      ...{ sequence, part, path: place.path },
      position: place.at + from + below(to - from),
      mask: 1 + below(255),
    }
  })
}

const names = ({ faults }: Pick<Verified, 'faults'>, sequence: number): boolean =>
  faults.some((fault) => fault.sequence <= sequence && sequence <= fault.last)

async function filledBox() {
  const box = makeJournalBox({ segmentBytes: SEGMENT_BYTES })
  const journal = await box.mustOpen()
  await appendEach(journal, 1, RECORDS)
  const flip = ({ path, position, mask }: Flip) => {
    for (let bit = 0; bit < 8; bit++) if (mask & (1 << bit)) box.disk.rot(path, position, bit)
  }
  return { box, journal, flip }
}

describe(`${FLIPS} random flips of a single byte`, () => {
  it('are each found, named by their sequence number and refused, after a clean end', async () => {
    const { box, journal, flip } = await filledBox()
    await journal.close()
    expect(await box.verify()).toMatchObject({ records: RECORDS, faults: [], torn: null, witness: 'sound' })
    const flips = flipsOf(await placesOf(box.disk.process(), JOURNAL_FOLDER), 8123)
    const seen = new Set<string>()
    const untouched = await box.files()
    for (const each of flips) {
      flip(each)
      const what = JSON.stringify(each)
      const verified = await box.verify()
      expect(names(verified, each.sequence), what).toBe(true)
      expect(verified.faults, what).toHaveLength(1)
      expect(verified.torn, what).toBeNull()
      const refusal = { is: 'rot', sequence: each.sequence, file: each.path }
      expect(await box.open(), what).toEqual({ is: 'refused', refusal })
      flip(each)
      seen.add(`${each.part} ${each.sequence === 1 ? 'first' : each.sequence === RECORDS ? 'last' : 'between'}`)
    }
    expect(seen.size).toBe(partNames.length * 3)
    // Each was flipped back, and neither verifying nor refusing changed a byte.
    expect(await box.files()).toEqual(untouched)
    expect((await box.mustOpen()).head().seq).toBe(RECORDS)
  })

  it('are each found after a kill too; in the last record, for which nothing vouches, as a torn tail', async () => {
    const { box, flip } = await filledBox()
    box.disk.kill()
    const untouched = await box.files()
    const flips = flipsOf(await placesOf(box.disk.process(), JOURNAL_FOLDER), 2718)
    for (const each of flips) {
      flip(each)
      const what = JSON.stringify(each)
      const verified = await box.verify()
      const opened = await box.open()
      if (each.sequence === RECORDS) {
        expect(verified, what).toMatchObject({ faults: [], torn: { sequence: RECORDS, file: each.path } })
        expect(opened, what).toMatchObject({ is: 'open' })
        if (opened.is === 'open') expect(opened.head().seq).toBe(RECORDS - 1)
        for (const [path, bytes] of untouched) await box.put(path, bytes)
        continue
      }
      expect(names(verified, each.sequence), what).toBe(true)
      expect(opened, what).toMatchObject({ refusal: { is: 'rot', sequence: each.sequence, file: each.path } })
      flip(each)
    }
  })
})

describe('verifying', () => {
  it('names every fault, across all segments', async () => {
    const { box, journal, flip } = await filledBox()
    await journal.close()
    const places = await placesOf(box.disk.process(), JOURNAL_FOLDER)
    for (const sequence of [3, 17, 18, RECORDS]) {
      const { path, at } = places.get(sequence) ?? { path: '', at: 0 }
      flip({ path, position: at + 90, mask: 1, sequence, part: 'json' })
    }
    const found = (await box.verify()).faults.map(({ sequence, last, kind }) => [sequence, last, kind])
    expect(found).toEqual([
      [3, 3, 'broken'],
      [17, 18, 'broken'],
      [RECORDS, RECORDS, 'broken'],
    ])
  })

  it('tells a torn tail from the rot before it', async () => {
    const { box, flip } = await filledBox()
    box.disk.kill()
    for (const sequence of [7, RECORDS]) {
      const { path, at } = (await placesOf(box.disk.process(), JOURNAL_FOLDER)).get(sequence) ?? { path: '', at: 0 }
      flip({ path, position: at + 90, mask: 1, sequence, part: 'json' })
    }
    const { faults, torn } = await box.verify()
    expect(faults).toMatchObject([{ kind: 'broken', sequence: 7, last: 7 }])
    expect(torn).toMatchObject({ sequence: RECORDS })
    expect(await box.open()).toMatchObject({ refusal: { is: 'rot', sequence: 7 } })
  })

  it('says which records a missing segment held, and which were cut off the end', async () => {
    const { box, journal } = await filledBox()
    await journal.close()
    const places = await placesOf(box.disk.process(), JOURNAL_FOLDER)
    const segments = [...new Set([...places.values()].map(({ path }) => path))]
    const [, second = '', third = ''] = segments
    const firstOf = (path: string) => [...places].find(([, place]) => place.path === path)?.[0] ?? 0
    const last = segments.at(-1) ?? ''
    await box.disk.process().remove(second)
    await box.disk.process().remove(last)
    expect((await box.verify()).faults).toMatchObject([
      { kind: 'missing', sequence: firstOf(second), last: firstOf(third) - 1, file: third },
      { kind: 'truncated', sequence: firstOf(last), last: RECORDS },
    ])
  })

  it('says when a file is named for another record, and which names are no segments at all', async () => {
    const { box, journal } = await filledBox()
    await journal.close()
    const disk = box.disk.process()
    const path = [...(await placesOf(disk, JOURNAL_FOLDER)).values()].at(-1)?.path ?? ''
    const other = join(JOURNAL_FOLDER, '0000000000000099.jsonl')
    await disk.rename(path, other)
    await box.put(join(JOURNAL_FOLDER, '1.jsonl'), Buffer.from('x'))
    const { faults, strays } = await box.verify()
    expect(faults).toMatchObject([{ kind: 'name', file: other }])
    expect(strays).toEqual(['1.jsonl'])
  })

  it('says that the first record of a file is missing, not that the file has a wrong name', async () => {
    const { box, journal } = await filledBox()
    await journal.close()
    const path = [...(await placesOf(box.disk.process(), JOURNAL_FOLDER)).values()].at(-1)?.path ?? ''
    const first = Number(basename(path, '.jsonl'))
    const whole = await box.disk.process().read(path)
    await box.put(path, whole.subarray(whole.indexOf('\n') + 1))
    expect((await box.verify()).faults).toEqual([{ kind: 'missing', sequence: first, last: first, file: path }])
    expect(await box.open()).toMatchObject({ refusal: { is: 'rot', sequence: first, file: path } })
  })

  it('tells a file that the disk does not give from one that is wrong', async () => {
    const folder = join(scratch, 'unreadable', 'journal')
    const disk = makeRealDisk()
    const journal = running(await openOn(disk, folder))
    await appendEach(journal, 1, 3)
    await journal.close()
    rmSync(join(folder, '0000000000000001.jsonl'))
    // A folder in the file's place: reading it fails as a bad sector does.
    await disk.makeFolder(join(folder, '0000000000000001.jsonl'))
    expect((await verifyFolder(disk, folder)).faults).toMatchObject([{ kind: 'unreadable', sequence: 1, last: 3 }])
    expect(await openOn(disk, folder)).toMatchObject({ refusal: { is: 'disk', trouble: 'io' } })
  })

  it('takes an empty folder for a sound journal, and a missing one for none', async () => {
    const box = makeJournalBox()
    await expect(box.verify()).rejects.toMatchObject({ why: 'missing' })
    await (await box.mustOpen()).close()
    expect(await box.verify()).toMatchObject({ records: 0, segments: 0, head: { seq: 0 }, faults: [], torn: null })
  })

  it('goes on beside a station that sells, changing nothing', async () => {
    const folder = join(scratch, 'selling', 'journal')
    const disk = makeRealDisk()
    const journal = running(await openOn(disk, folder, { segmentBytes: 2_000 }))
    const shop = { open: true }
    const sold = (async () => {
      let n = 0
      while (shop.open) await Promise.all([1, 2, 3].map(() => journal.append(draft(++n))))
      return n
    })()
    let records = 0
    for (let round = 0; round < 20; round++) {
      const verified = await verifyFolder(disk, folder)
      expect(verified.faults).toEqual([])
      expect(verified.records).toBeGreaterThanOrEqual(records)
      records = verified.records
    }
    shop.open = false
    const n = await sold
    await journal.close()
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])
    expect(await verifyFolder(disk, folder)).toMatchObject({ records: n, faults: [], torn: null })
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before)
    expect(existsSync(join(scratch, 'selling', 'sealed', 'head.json.new'))).toBe(false)
    expect(readFileSync(join(scratch, 'selling', 'sealed', 'head.json'), 'utf8')).toContain(`"seq": ${n}`)
  })
})
