import { describe, expect, it } from 'vitest'
import { makeRecordsShop, mustAsk, SHELF, type RecordsShop } from '../../tests/world/records.ts'
import { FOLDER } from '../../tests/world/world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('backups, as a manager sees them', () => {
  it('are refused where nobody said for whom', async () => {
    const shop = await makeRecordsShop(14, 2)
    expect(await shop.world.ask('records.backUp', {})).toMatchObject({ why: 'no-backup-key' })
    expect(shop.records().backup).toMatchObject({ setUp: false, newest: null, failed: null })
  })

  it('are made now when asked for, and shown; one at a time', async () => {
    const shop = await makeRecordsShop(15, 20)
    await shop.setUpBackups()
    shop.setSlow(40)
    await mustAsk(shop.world, 'records.backUp', {})
    expect(await shop.world.ask('records.backUp', {})).toMatchObject({ why: 'backup-running' })
    // A check waits for it.
    await mustAsk(shop.world, 'records.check', {})
    while (shop.records().backup.running !== null) {
      expect(shop.records().running).toEqual({ at: 'waiting', percent: 0 })
      await new Promise((resolve) => setImmediate(resolve))
    }
    await shop.rests()
    const [name] = await shop.disk().list(SHELF)
    expect(shop.records().backup).toMatchObject({ setUp: true, folder: SHELF, failed: null, newest: { name } })
    expect(shop.records()).toMatchObject({ last: { is: 'sound' }, alarms: [] })
  })

  it('that fail, and that are late, are told of', async () => {
    const shop = await makeRecordsShop(16, 2)
    await shop.setUpBackups()
    await mustAsk(shop.world, 'records.backUp', {})
    await shop.rests()
    expect(shop.records().alarms).toEqual([])
    // The medium is unplugged: nothing newer comes to it.
    const settings = `${FOLDER}/settings/backup.json`
    const text = (await shop.disk().read(settings)).toString()
    await replace(shop, settings, text.replace(SHELF, '/unplugged'))
    expect(await shop.world.ask('records.backUp', {})).toMatchObject({ why: 'backup-trouble' })
    expect(shop.records().alarms).toEqual(['backup-failed'])
    expect(shop.records().backup.failed?.en).toContain('/unplugged is not there')
    await replace(shop, settings, text.replace('"everyHours": 24', '"everyHours": 100'))
    shop.world.clock.set(shop.world.clock.nowMs() + 201 * HOUR_MS)
    await shop.world.clock.advance(MINUTE_MS)
    await shop.reopen()
    expect(shop.records().alarms).toEqual(['backup-late'])
    await shop.passes(5 * MINUTE_MS)
    await expect.poll(() => shop.records().alarms).toEqual([])
  })
})

async function replace(shop: RecordsShop, path: string, text: string): Promise<void> {
  await shop.disk().remove(path)
  const file = await shop.disk().open(path, 'create')
  await file.write(Buffer.from(text), 0)
  await file.close()
}
