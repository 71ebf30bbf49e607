import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { describe, expect, it } from 'vitest'
import { DATA, makeBackupBox, MORNING_MS, RECIPIENT } from '../../tests/world/backups.ts'
import { openChecked, type Whole } from '../records/checked.ts'
import { DEFAULTS } from '../settings.ts'
import { checkBackups } from './backups.ts'
import { checkRecordCheck } from './record-check.ts'

const HOUR_MS = 3_600_000
const emptyDisk = () => makeVirtualDisk(makeVirtualRandom(1).below).process()

describe('backups', () => {
  it('are good where there is nothing to back up yet', async () => {
    const parts = { disk: emptyDisk(), clock: makeVirtualClock(0), folder: DATA }
    expect(await checkBackups(parts)).toMatchObject({ is: 'good', sentence: { en: 'nothing to back up yet' } })
  })

  it('want attention where they are not set up, were not made, or are late', async () => {
    const box = await makeBackupBox()
    await box.put(`${DATA}/settings/station.json`, Buffer.from(JSON.stringify(DEFAULTS)))
    const check = (setMs = MORNING_MS) => {
      box.clock.set(setMs)
      return checkBackups({ disk: box.world.process(), clock: box.clock, folder: DATA })
    }
    expect(await check()).toMatchObject({
      is: 'attention',
      sentence: { en: expect.stringMatching(/none yet/) as string },
    })
    await box.mustMake()
    const newest = await check(MORNING_MS + 47 * HOUR_MS)
    expect(newest.is).toBe('good')
    expect(newest.sentence.en).toMatch(/^the newest is 47 hours old, up to record 10: \/shelf\/station-01-e1-10-/)
    const late = await check(MORNING_MS + 49 * HOUR_MS)
    expect(late.is).toBe('attention')
    expect(late.sentence.zh).toContain('应当每 24 小时一次')
    const settings = `${DATA}/settings/backup.json`
    await box.put(settings, Buffer.from(JSON.stringify({ folder: '/unplugged', recipient: null })))
    expect((await check()).sentence.en).toContain('First run npm run backup -- key')
    await box.put(settings, Buffer.from('{'))
    expect((await check()).sentence.en).toContain('backup.json can not be read')
    await box.put(settings, Buffer.from(JSON.stringify({ folder: '/unplugged', recipient: RECIPIENT })))
    expect((await check()).sentence.en).toContain('/unplugged is not there')
  })
})

describe('the station’s own check', () => {
  async function after(hours: number, found: Whole['found']) {
    const disk = emptyDisk()
    await disk.makeFolder(`${DATA}/settings`)
    const file = await openChecked(disk, DATA, '01-e1')
    file.data = { ...file.data, whole: { atMs: MORNING_MS, records: 7, found, faulty: [] } }
    await file.write()
    return checkRecordCheck({ disk, clock: makeVirtualClock(MORNING_MS + hours * HOUR_MS), folder: DATA })
  }

  it('is good before there was one', async () => {
    const parts = { disk: emptyDisk(), clock: makeVirtualClock(0), folder: DATA }
    expect((await checkRecordCheck(parts)).is).toBe('good')
  })

  it('is good when it is of late, and wants attention when it was long ago', async () => {
    const sound = { is: 'sound', sales: 2 } as const
    expect(await after(48, sound)).toMatchObject({ is: 'good', sentence: { en: '48 hours ago, sound: records 7' } })
    expect((await after(49, sound)).is).toBe('attention')
  })

  it('is bad when it found something, and says it', async () => {
    const check = await after(3, { is: 'cache', receipt: 'S01-1-000001O' })
    expect(check.is).toBe('bad')
    expect(check.sentence.en).toMatch(/^3 hours ago: The journal is sound, yet sale S01-1-000001O/)
  })
})
