import { verifyFolder } from '#journal/verify'
import { describe, expect, it } from 'vitest'
import { makeBackupBox, mustBe, whyOf, type BackupBox } from '../../tests/world/backups.ts'
import { appendEach, openOn, running, txns } from '../../tests/world/journals.ts'
import { filesOn } from '../../tests/world/remains.ts'
import { RESTORING } from './marker.ts'
import { openBackup } from './unpack.ts'
import { join } from 'node:path'

const NEW = '/new'
const verify = (box: BackupBox) => verifyFolder(box.world.process(), join(NEW, 'journal'))
const isMarked = async (box: BackupBox) => (await box.world.process().list(NEW)).includes(RESTORING)

describe('restoring', () => {
  it('gives a sound journal that goes on in a new epoch', async () => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    await box.sell(5)
    expect(mustBe(await box.restore(file))).toEqual({ journal: '01-e2', seq: 10 })
    expect(await isMarked(box)).toBe(false)
    const journal = running(await openOn(box.world.process(), join(NEW, 'journal')))
    expect(txns(journal.replayed).slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, n) => `txn-${n + 1}`))
    expect(journal.replayed[10]).toMatchObject({
      ...{ j: '01-e2', seq: 11, type: 'epoch-began' },
      body: { event: { is: 'epoch-began', parent: '01-e1', forkSeq: 10 }, reply: null },
    })
    await appendEach(journal, 12, 13)
    await journal.close()
    expect(await verify(box)).toMatchObject({
      ...{ faults: [], witness: 'sound', records: 13 },
      epochs: [{ journal: '01-e1' }, { journal: '01-e2', from: 11 }],
    })
  })

  it('a second time needs another epoch to be told from the first, and takes it', async () => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    const restored = [await box.restore(file, { epoch: 7 }), await box.restore(file, { folder: '/two', epoch: 8 })]
    expect(restored.map((each) => mustBe(each).journal)).toEqual(['01-e7', '01-e8'])
  })

  it.each([1, 1000])('in epoch %d is refused, and writes nothing', async (epoch) => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    expect(await box.restore(file, { epoch })).toMatchObject({ why: 'epoch', parent: 1 })
    expect(await whyOf(box.restore(file))).toBeNull()
  })

  it('over records is refused, with whose they are and how much further they go', async () => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    await box.sell(4)
    const before = await filesOn(box.world.process(), '/station')
    expect(await box.restore(file, { folder: '/station' })).toMatchObject({
      ...{ why: 'taken', journal: '01-e1', records: 14, seq: 14, further: 4 },
    })
    expect(await filesOn(box.world.process(), '/station')).toEqual(before)
  })

  it('over another station’s records, or over settings alone, is refused', async () => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    const other = running(await openOn(box.world.process(), '/other/journal', { journal: '02-e1' }))
    await appendEach(other, 1, 2)
    await other.close()
    expect(await box.restore(file, { folder: '/other' })).toMatchObject({
      why: 'taken',
      journal: '02-e1',
      further: null,
    })
    await box.world.process().makeFolder('/third/settings')
    await box.put('/third/settings/operators.json', Buffer.from('{}'))
    expect(await box.restore(file, { folder: '/third' })).toMatchObject({ why: 'taken', journal: null })
  })

  it('a journal that is not what its header says is refused, and the folder stays marked', async () => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    const disk = box.world.process()
    const backup = await openBackup(disk, file)
    const head = { seq: 9, hash: backup.header.head.hash }
    const lying = { ...backup, header: { ...backup.header, head } }
    expect(await whyOf(box.restore(file, { disk, backup: lying }))).toBe('not-verified')
    expect(await isMarked(box)).toBe(true)
  })

  it('is refused where there is too little room, and where it can be cancelled it leaves the marker', async () => {
    const box = await makeBackupBox()
    const { file } = await box.mustMake()
    box.world.setFree(1_000_000)
    expect(await whyOf(box.restore(file))).toBe('space')
    box.world.setFree(Infinity)
    expect(await whyOf(box.restore(file, { signal: AbortSignal.abort() }))).toBe('cancelled')
    expect(await isMarked(box)).toBe(true)
    expect(await whyOf(box.restore(file))).toBeNull()
  })
})

describe('when the power goes while restoring', () => {
  it('the folder is whole or marked, wherever it goes, and restoring again makes it whole', async () => {
    const counting = await makeBackupBox()
    const { file: counted } = await counting.mustMake()
    const before = counting.world.operations()
    mustBe(await counting.restore(counted))
    const operations = counting.world.operations() - before
    expect(operations).toBeGreaterThan(40)
    const seen = new Set<string>()
    for (let cut = 1; cut <= operations; cut++) {
      const box = await makeBackupBox(cut)
      const { file } = await box.mustMake()
      box.world.cutPowerAfter(cut)
      const ended = await box.restore(file).catch((cause: unknown) => ({ ok: false, why: String(cause) }))
      box.world.cutPower()
      const files = await filesOn(box.world.process(), NEW).catch(() => new Map<string, Buffer>())
      const state = files.size === 0 ? 'nothing' : files.has(join(NEW, RESTORING)) ? 'marked' : 'whole'
      if (ended.ok) expect(state).toBe('whole')
      if (state === 'whole') {
        expect(await verify(box)).toMatchObject({ faults: [], torn: null, head: { seq: 11 }, witness: 'sound' })
        expect(files.has(join(NEW, 'settings', 'station.json'))).toBe(true)
      } else {
        expect(mustBe(await box.restore(file))).toEqual({ journal: '01-e2', seq: 10 })
        expect(await verify(box)).toMatchObject({ faults: [], records: 11, head: { seq: 11 } })
        expect(await isMarked(box)).toBe(false)
      }
      seen.add(state)
    }
    expect(seen).toEqual(new Set(['nothing', 'marked', 'whole']))
  })
})
