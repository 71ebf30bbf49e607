import type { Disk } from '#drivers/disk/port'
import { describe, expect, it } from 'vitest'
import { DATA, makeBackupBox, MORNING_MS, mustBe, SHELF, whyOf, type BackupBox } from '../../tests/world/backups.ts'
import { draft, openOn, running } from '../../tests/world/journals.ts'
import { filesOn } from '../../tests/world/remains.ts'
import { SPARE_BYTES } from './make.ts'
import { join } from 'node:path'

const PART = /\.part$/
const plainFiles = async (box: BackupBox, folder: string) => [...(await filesOn(box.world.process(), folder)).keys()]

/** Counts what one making does on the disk. */
async function operationsOfMaking(): Promise<number> {
  const box = await makeBackupBox()
  await box.mustMake()
  const before = box.world.operations()
  await box.mustMake()
  return box.world.operations() - before
}

describe('making a backup', () => {
  it('gives one file, tried out and named by what is in it, and leaves nothing else', async () => {
    const box = await makeBackupBox()
    const made = await box.mustMake()
    expect(made).toMatchObject({ file: join(SHELF, 'station-01-e1-10-20260504-010000.backup'), head: { seq: 10 } })
    expect(await box.shelf()).toEqual(['station-01-e1-10-20260504-010000.backup'])
    await box.mustBeSound(made.file)
    expect(await plainFiles(box, join(DATA, 'trying-station'))).toEqual([])
  })

  it('shows nothing of what is in it', async () => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    const bytes = await box.world.process().read(file)
    for (const inside of ['农夫山泉', 'goods-added', 'jsonl', 'station.json'])
      expect(bytes.includes(inside)).toBe(false)
  })

  it('holds the journal and the settings, never the station’s secrets, caches or logs', async () => {
    const box = await makeBackupBox()
    for (const folder of ['sealed', 'cache', 'logs']) {
      await box.world.process().makeFolder(join(DATA, folder))
      await box.put(join(DATA, folder, 'x.json'), Buffer.from('{}'))
    }
    mustBe(await box.restore((await box.mustMake()).file))
    const before = await filesOn(box.world.process(), DATA)
    const after = await filesOn(box.world.process(), '/new')
    const segments = [...before.keys()].filter((path) => path.endsWith('.jsonl')).map((path) => path.slice(DATA.length))
    expect(segments.length).toBeGreaterThan(2)
    expect([...after.keys()].map((path) => path.slice('/new'.length)).sort()).toEqual(
      [...segments, '/sealed/head.json', '/settings/backup.json', '/settings/station.json'].sort(),
    )
    for (const path of segments.slice(0, -1)) expect(after.get(`/new${path}`)).toEqual(before.get(DATA + path))
  })

  it('goes up to the head it was given, though the station sells on meanwhile', async () => {
    const box = await makeBackupBox()
    const disk = box.world.process()
    const journal = running(await openOn(disk, join(DATA, 'journal')))
    let n = 100
    const selling: Disk = {
      ...disk,
      read: async (path) => {
        await journal.append(draft(n++))
        return disk.read(path)
      },
    }
    const made = await box.mustMake({ disk: selling })
    expect(n).toBeGreaterThan(103)
    await box.mustBeSound(made.file)
    expect(mustBe(await box.restore(made.file))).toEqual({ journal: '01-e2', seq: 10 })
  })

  it('keeps so many, and removes the oldest, whatever the clock said when they were made', async () => {
    const box = await makeBackupBox()
    const made: string[] = []
    for (const day of [9, 2, 7, 1]) {
      await box.sell(1)
      box.clock.set(MORNING_MS + day * 86_400_000)
      made.push((await box.mustMake({ keep: 3 })).file)
    }
    expect((await box.shelf()).sort()).toEqual(
      made
        .slice(1)
        .map((file) => file.slice(SHELF.length + 1))
        .sort(),
    )
  })

  it('leaves what others put on the shelf alone', async () => {
    const box = await makeBackupBox()
    const others = ['station-02-e1-1-20200101-000000.backup', 'station-02-e1-1.backup.station.part', 'notes.txt']
    for (const name of others) await box.put(join(SHELF, name), Buffer.from('x'))
    await box.mustMake({ keep: 1 })
    expect(await box.shelf()).toEqual(expect.arrayContaining(others))
  })

  it('tells how far it has come', async () => {
    const box = await makeBackupBox()
    const told: string[] = []
    await box.mustMake({ onProgress: ({ at, done, of }) => told.push(`${at} ${done === of ? 'all' : 'some'}`) })
    expect(new Set(told)).toEqual(new Set(['packing some', 'packing all', 'trying some', 'trying all']))
    expect(told.at(-1)).toBe('trying all')
  })
})

describe('a backup that can not be made', () => {
  /** The old one is sound, and nothing half made lies about. */
  async function mustBeAsBefore(box: BackupBox, old: string): Promise<void> {
    expect(await box.shelf()).toEqual([old.slice(SHELF.length + 1)])
    await box.mustBeSound(old)
    expect(await plainFiles(box, join(DATA, 'trying-station'))).toEqual([])
  }

  it.each(['packing', 'trying'] as const)('is cancelled while %s', async (when) => {
    const box = await makeBackupBox()
    const old = (await box.mustMake()).file
    await box.sell(2)
    const cancelling = new AbortController()
    const onProgress = ({ at }: { at: string }) => {
      if (at === when) cancelling.abort()
    }
    expect(await whyOf(box.make({ signal: cancelling.signal, onProgress }))).toBe('cancelled')
    await mustBeAsBefore(box, old)
  })

  it('is refused at once where there is too little room', async () => {
    const box = await makeBackupBox()
    const old = (await box.mustMake()).file
    box.world.setFree(SPARE_BYTES)
    expect(await box.make()).toMatchObject({ ok: false, why: 'space', folder: SHELF, free: SPARE_BYTES })
    await mustBeAsBefore(box, old)
  })

  it('takes nothing with it where the disk fills up on the way, wherever that is', async () => {
    for (const room of [0, 300, 700, 1_400, 3_000, 5_000]) {
      const box = await makeBackupBox()
      const old = (await box.mustMake()).file
      await box.sell(2)
      box.world.setFree(room)
      const disk = { ...box.world.process(), freeBytes: () => Promise.resolve(Infinity) }
      expect(await box.make({ disk })).toMatchObject({ ok: false, why: 'disk', trouble: 'full' })
      box.world.setFree(Infinity)
      await mustBeAsBefore(box, old)
    }
  })

  it('does not count where the medium gives back other bytes than it took', async () => {
    const box = await makeBackupBox()
    const old = (await box.mustMake()).file
    await box.sell(1)
    const disk = box.world.process()
    const lying: Disk = {
      ...disk,
      readAt: async (path, position, count) => {
        const bytes = await disk.readAt(path, position, count)
        if (PART.test(path) && position > 100) bytes[0] = (bytes[0] ?? 0) ^ 1
        return bytes
      },
    }
    expect(await whyOf(box.make({ disk: lying }))).toMatch(/damaged|truncated/)
    await mustBeAsBefore(box, old)
  })

  it('is not made of a journal that has rotted', async () => {
    const box = await makeBackupBox()
    const old = (await box.mustMake()).file
    box.world.rot(join(DATA, 'journal', '0000000000000001.jsonl'), 200, 3)
    expect(await box.make()).toMatchObject({
      ...{ ok: false, why: 'not-verified' },
      fault: { sequence: 1, kind: 'broken' },
    })
    await mustBeAsBefore(box, old)
  })

  it.each(['denied', 'read-only'] as const)('says so where the shelf is %s', async (trouble) => {
    const box = await makeBackupBox()
    box.world.setTrouble(trouble)
    expect(await box.make()).toMatchObject({ ok: false, why: 'disk', trouble })
  })

  it('is refused where the shelf is not there, and makes none', async () => {
    const box = await makeBackupBox()
    expect(await box.make({ to: '/usb/stick' })).toMatchObject({ ok: false, why: 'disk', trouble: 'missing' })
  })
})

describe('when the power goes while a backup is made', () => {
  it('no old one is lost and none under its name is half, wherever it goes', async () => {
    const operations = await operationsOfMaking()
    expect(operations).toBeGreaterThan(50)
    const seen = new Set<string>()
    for (let cut = 1; cut <= operations; cut++) {
      const box = await makeBackupBox(cut)
      const old = [(await box.mustMake({ keep: 2 })).file]
      await box.sell(1)
      old.push((await box.mustMake({ keep: 2 })).file)
      await box.sell(1)
      box.world.cutPowerAfter(cut)
      const ended = await box.make({ keep: 2 }).catch((cause: unknown) => ({ ok: false, why: String(cause) }))
      box.world.cutPower()
      const names = (await box.shelf()).filter((name) => name.endsWith('.backup'))
      for (const name of names) await box.mustBeSound(join(SHELF, name))
      // The oldest one goes, if the new one is there; the other stays.
      expect(names).toContain(old[1]?.slice(SHELF.length + 1))
      const isNew = names.some((name) => name.startsWith('station-01-e1-12-'))
      if (!isNew) expect(names).toContain(old[0]?.slice(SHELF.length + 1))
      if (ended.ok) expect(isNew).toBe(true)
      seen.add(isNew ? 'there' : 'not there')
      await box.mustMake({ keep: 2 })
      expect((await box.shelf()).filter((name) => PART.test(name))).toEqual([])
      expect(await plainFiles(box, join(DATA, 'trying-station'))).toEqual([])
    }
    expect(seen).toEqual(new Set(['there', 'not there']))
  })
})
