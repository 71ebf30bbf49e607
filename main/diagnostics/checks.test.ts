import { makeVirtualClock } from '#drivers/clock/virtual'
import type { Disk } from '#drivers/disk/port'
import { makeRealDisk } from '#drivers/disk/real'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { JOURNAL_FOLDER, placesOf, WITNESS, closedBox } from '../../tests/world/journals.ts'
import { checkBundle } from './bundle.ts'
import { linesOf, verdictOf, type Check } from './check.ts'
import { checkDisk, FREE_BYTES_LOW, FREE_BYTES_MIN, FLUSH_MS_SLOW } from './disk.ts'
import { checkJournal } from './journal.ts'
import { checkSandbox } from './sandbox.ts'
import { checkSettings } from './settings.ts'
import { checkShell, type ShellsFound } from './shell.ts'
import { checkVersions } from './versions.ts'

const scratch = mkdtempSync(join(tmpdir(), 'doctor-test-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const FOLDER = '/station'
const clock = makeVirtualClock(0)

async function emptyDisk() {
  const world = makeVirtualDisk(makeVirtualRandom(1).below)
  await world.process().makeFolder(FOLDER)
  return world
}

describe('the shell', () => {
  const electron = { path: '/e', version: '45.4.1' }
  const usable: ShellsFound['chromium'] = { is: 'usable', path: '/c', version: '156.0' }
  const refused: ShellsFound['chromium'] = { is: 'refused', zh: '策略禁止', en: 'a policy forbids it' }

  it('is good with either program, and bad with neither, saying why', () => {
    expect(checkShell({ electron, chromium: refused })).toMatchObject({ is: 'good' })
    expect(checkShell({ electron: null, chromium: usable }).sentence.en).toContain('Chromium 156.0 (/c)')
    const bad = checkShell({ electron: null, chromium: refused })
    expect(bad).toMatchObject({ is: 'bad', sentence: { zh: '策略禁止', en: 'a policy forbids it' } })
  })
})

describe('the versions', () => {
  const node = { running: '24.21.0', wanted: '24.21.0' }

  it('are good as the lock file says', () => {
    expect(checkVersions({ node, packages: { count: 9, wrong: [] } }).is).toBe('good')
  })

  it('are bad with packages missing or of another version, and names some of them', () => {
    const wrong = ['a', 'b', 'c', 'd'].map((name) => ({ name, wanted: '2.0.0', found: name === 'b' ? '1.0.0' : null }))
    const { is, sentence } = checkVersions({ node, packages: { count: 9, wrong } })
    expect(is).toBe('bad')
    expect(sentence.en).toContain('4 of 9 packages are not as the lock file says (a – ≠ 2.0.0, b 1.0.0 ≠ 2.0.0, c')
    expect(sentence.en).not.toContain('d –')
  })

  it('want attention on another Node', () => {
    const other = { ...node, running: '22.1.0' }
    expect(checkVersions({ node: other, packages: { count: 9, wrong: [] } }).is).toBe('attention')
  })
})

it('the build is good when it is fresh', () => {
  expect((['fresh', 'stale', 'missing'] as const).map((state) => checkBundle(state).is)).toEqual([
    ...['good', 'attention', 'attention'],
  ])
})

describe('the disk', () => {
  it('is written to and flushed for real, and nothing stays behind', async () => {
    const disk = makeRealDisk()
    const check = await checkDisk({ disk, clock, folder: scratch })
    expect(check.sentence.en).toContain(`${scratch} can be written`)
    expect(readdirSync(scratch)).toEqual([])
  })

  it('is looked at above the data folder before the first start, which makes nothing', async () => {
    const world = await emptyDisk()
    const disk = world.process()
    const check = await checkDisk({ disk, clock, folder: `${FOLDER}/not/yet` })
    expect(check).toMatchObject({ is: 'good' })
    expect(check.sentence.en).toContain(`${FOLDER} can be written`)
    expect(await disk.list(FOLDER)).toEqual([])
  })

  it('goes on where a check was killed half-way', async () => {
    const world = await emptyDisk()
    await (await world.process().open(`${FOLDER}/doctor.probe`, 'create')).close()
    const disk = world.process()
    expect((await checkDisk({ disk, clock, folder: FOLDER })).is).toBe('good')
    expect(await disk.list(FOLDER)).toEqual([])
  })

  it.each([
    [FREE_BYTES_MIN - 1, 'bad'],
    [FREE_BYTES_MIN, 'attention'],
    [FREE_BYTES_LOW - 1, 'attention'],
    [FREE_BYTES_LOW, 'good'],
  ])('with %d bytes free is %s', async (free, is) => {
    const world = await emptyDisk()
    world.setFree(free)
    expect((await checkDisk({ disk: world.process(), clock, folder: FOLDER })).is).toBe(is)
  })

  it.each(['read-only', 'denied', 'full'] as const)('that is %s is bad', async (trouble) => {
    const world = await emptyDisk()
    world.setTrouble(trouble)
    const check = await checkDisk({ disk: world.process(), clock, folder: FOLDER })
    expect(check).toMatchObject({ is: 'bad' })
    expect(check.sentence.en).toContain(FOLDER)
  })

  it('says how long a flush takes, and wants attention when it is slow', async () => {
    let nowMs = 0
    const timed = (flushMs: number): Disk => {
      const disk = makeRealDisk()
      const open: Disk['open'] = async (path, mode) => {
        const file = await disk.open(path, mode)
        return { ...file, sync: () => file.sync().finally(() => (nowMs += flushMs)) }
      }
      return { ...disk, open, freeBytes: () => Promise.resolve(FREE_BYTES_LOW) }
    }
    const check = (flushMs: number) =>
      checkDisk({ disk: timed(flushMs), clock: { ...clock, nowMs: () => nowMs }, folder: scratch })
    expect((await check(0.25)).sentence.en).toContain('; 0.25 ms a flush')
    expect((await check(FLUSH_MS_SLOW)).is).toBe('good')
    expect((await check(FLUSH_MS_SLOW + 1)).is).toBe('attention')
  })
})

describe('the journal', () => {
  const filledBox = () => closedBox(5)

  it('is good before it is begun, and when it is sound', async () => {
    expect((await checkJournal((await emptyDisk()).process(), FOLDER)).sentence.en).toBe('not begun yet')
    const sound = await checkJournal((await filledBox()).disk.process(), FOLDER)
    expect(sound).toMatchObject({ is: 'good', sentence: { en: 'sound: records 5, files 1, the last is 5' } })
  })

  it('is bad with a fault, naming the first and where to see all', async () => {
    const box = await filledBox()
    const { path, at } = (await placesOf(box.disk.process(), JOURNAL_FOLDER)).get(3) ?? { path: '', at: 0 }
    box.disk.rot(path, at + 90, 0)
    const { is, sentence } = await checkJournal(box.disk.process(), FOLDER)
    expect(is).toBe('bad')
    expect(sentence.zh).toContain('流水第 3 条')
    expect(sentence.en).toMatch(/^Faults: 1, the first: Record 3 .* npm run journal -- verify \/station$/)
  })

  it('wants attention without its witness', async () => {
    const box = await filledBox()
    await box.put(WITNESS, Buffer.from('{'))
    expect((await checkJournal(box.disk.process(), FOLDER)).is).toBe('attention')
  })

  it('is good with a torn tail, and says that it is there', async () => {
    const box = await filledBox()
    const { path } = (await placesOf(box.disk.process(), JOURNAL_FOLDER)).get(1) ?? { path: '' }
    await box.put(path, Buffer.concat([await box.disk.process().read(path), Buffer.from('J1 0123')]))
    const { is, sentence } = await checkJournal(box.disk.process(), FOLDER)
    expect(is).toBe('good')
    expect(sentence.en).toContain('half-written record')
  })
})

describe('the settings', () => {
  const withFile = async (text: string) => {
    const disk = (await emptyDisk()).process()
    await disk.makeFolder(`${FOLDER}/settings`)
    const file = await disk.open(`${FOLDER}/settings/station.json`, 'create')
    await file.write(Buffer.from(text), 0)
    return checkSettings(disk, FOLDER)
  }

  it('are good before there are any, and make none', async () => {
    const disk = (await emptyDisk()).process()
    expect((await checkSettings(disk, FOLDER)).sentence.en).toContain('none yet')
    expect(await disk.list(FOLDER)).toEqual([])
  })

  it('are good when they can be read', async () => {
    const shop = {
      shop: 'Corner',
      station: '07',
      timeZone: 'Asia/Shanghai',
      language: 'en',
      theme: 'light',
      columns: 32,
    }
    const check = await withFile(JSON.stringify(shop))
    expect(check).toMatchObject({ is: 'good' })
    expect(check.sentence.en).toContain('07 · Corner · Asia/Shanghai · 32')
  })

  it.each(['{ "station": "1" }', 'not JSON'])('are bad when they can not: %s', async (text) => {
    const check = await withFile(text)
    expect(check.is).toBe('bad')
    expect(check.sentence.en).toContain('/station/settings/station.json can not be read')
  })
})

describe('the sandbox', () => {
  it.each([
    ['on', false, 'good'],
    ['off', true, 'attention'],
    ['off', false, 'bad'],
    ['unknown', false, 'attention'],
  ] as const)('that is %s (as root: %s) is %s', (is, asRoot, verdict) => {
    const check = checkSandbox({ is, asRoot, why: 'no seccomp filter' })
    expect(check.is).toBe(verdict)
    if (is !== 'on' && !asRoot) expect(check.sentence.zh).toContain('no seccomp filter')
  })
})

describe('the report', () => {
  const check = (is: Check['is']): Check => ({ name: { zh: '名', en: 'name' }, is, sentence: { zh: '句', en: 'said' } })

  it('shows each check in both languages', () => {
    expect(linesOf(check('attention'))).toEqual(['○ 名 / name', '    句', '    said'])
  })

  it('ends with the worst that there is', () => {
    expect(verdictOf([check('good'), check('bad'), check('attention')])).toContain('1 bad, 1 to note')
    expect(verdictOf([check('good'), check('attention')])).toContain('fit for use, 1 to note')
    expect(verdictOf([check('good')])).toContain('all good')
  })
})
