import { describe, expect, it } from 'vitest'
import { DATA, makeBackupBox, MORNING_MS, SHELF, type BackupBox } from '../../tests/world/backups.ts'
import type { Made } from './make.ts'
import type { Ended } from './refusal.ts'
import { startBackups } from './schedule.ts'
import { backupSettingsIn } from './settings.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const STEP_MS = 5 * MINUTE_MS

/** The schedule of a station that is open; ends when `close` has. */
function scheduled(box: BackupBox) {
  const outcomes: Ended<Made>[] = []
  const closing = new AbortController()
  const disk = box.world.process()
  let waits = false
  const wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
    waits = true
    await box.clock.wait(ms, signal).finally(() => (waits = false))
  }
  const ended = startBackups({
    ...{ disk, clock: { ...box.clock, wait }, random: box.random, folder: DATA, journal: '01-e1', head: box.head },
    ...{ closing: closing.signal, inTurn: (work) => work(), onOutcome: (outcome) => outcomes.push(outcome) },
  })
  const passes = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await box.clock.advance(Math.min(left, STEP_MS))
      // What is packed is packed on threads that no turn of the event loop waits for.
      while (!waits) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const close = async () => {
    closing.abort()
    await ended
  }
  return { outcomes, passes, close, disk }
}

describe('scheduled backups', () => {
  it('are made soon after a start where there is none, and then every so many hours', async () => {
    const box = await makeBackupBox()
    const { outcomes, passes, close, disk } = scheduled(box)
    await passes(MINUTE_MS)
    expect(outcomes).toEqual([])
    await passes(20 * MINUTE_MS)
    expect(outcomes).toMatchObject([{ ok: true, value: { head: { seq: 10 } } }])
    await passes(23 * HOUR_MS)
    expect(outcomes.length).toBe(1)
    await passes(HOUR_MS)
    expect(outcomes).toMatchObject([{ ok: true }, { ok: true }])
    expect((await disk.list(SHELF)).length).toBe(2)
    await close()
  })

  it('go by the newest there is, wherever the clock was set in between', async () => {
    for (const [setMs, due] of [
      [MORNING_MS + 23 * HOUR_MS, 0],
      [MORNING_MS + 25 * HOUR_MS, 1],
      [MORNING_MS - 1000 * HOUR_MS, 1],
    ] as const) {
      const box = await makeBackupBox()
      await box.mustMake()
      box.clock.set(setMs)
      const { outcomes, passes, close } = scheduled(box)
      await passes(40 * MINUTE_MS)
      expect(outcomes.length).toBe(due)
      await passes(4 * HOUR_MS)
      expect(outcomes.length).toBeLessThan(2)
      await close()
    }
  })

  it('that fail are told of and tried again', async () => {
    const box = await makeBackupBox()
    box.world.setTrouble('read-only')
    const { outcomes, passes, close } = scheduled(box)
    await passes(40 * MINUTE_MS)
    expect(outcomes.length).toBeGreaterThan(1)
    expect(outcomes[0]).toMatchObject({ ok: false, why: 'disk', trouble: 'read-only' })
    box.world.setTrouble(null)
    await passes(20 * MINUTE_MS)
    expect(outcomes.at(-1)).toMatchObject({ ok: true })
    await close()
  })

  it('are none where nobody has said for whom', async () => {
    const box = await makeBackupBox()
    const settings = await backupSettingsIn(box.world.process(), DATA)
    settings.data = { ...settings.data, recipient: null }
    await settings.write()
    const { outcomes, passes, close } = scheduled(box)
    await passes(3 * HOUR_MS)
    expect(outcomes).toEqual([])
    await close()
  })

  it('say that their settings are broken', async () => {
    const box = await makeBackupBox()
    await box.put(`${DATA}/settings/backup.json`, Buffer.from('{"folder":7}'))
    const { outcomes, passes, close } = scheduled(box)
    await passes(5 * MINUTE_MS)
    expect(outcomes).toMatchObject([{ ok: false, why: 'file-broken' }])
    await close()
  })

  it('end with the station, one under way too, and nothing is told of it', async () => {
    const box = await makeBackupBox()
    const { outcomes, close, disk } = scheduled(box)
    await box.clock.advance(2 * MINUTE_MS)
    await close()
    expect(outcomes).toEqual([])
    expect(await disk.list(SHELF)).toEqual([])
  })
})
