import { makeRealDisk } from '#drivers/disk/real'
import { formatLine, hashOf } from '#journal/line'
import { scanSegment } from '#journal/scan'
import { segmentPath } from '#journal/segments'
import { randomUUID } from 'node:crypto'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { shellUnderTest } from '../driving/running.ts'
import { startUnderTest } from '../driving/under-test.ts'
import { leaveFolder, openOnDisk } from '../world/on-disk.ts'
import { AS_CASHIER, FIRST_RUN, voidOf } from '../world/people.ts'
import { runToItsEnd, type Circumstances, type Ended } from '../world/program.ts'
import { filesOn } from '../world/remains.ts'
import { mountSmallDisk } from '../world/small-disk.ts'
import type { Answered } from '../world/world.ts'

/** The program as a person starts it, where something is wrong: each time a sentence in both languages, no loss. */
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

const scratch = mkdtempSync(join(tmpdir(), 'bad-input-'))
// Another user gets as far as the folder, and no further.
chmodSync(scratch, 0o755)
let folders = 0
const newFolder = () => join(scratch, String(folders++))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const onFolder = (folder: string, circumstances?: Circumstances) =>
  runToItsEnd(['--profile', 'test', '--data', folder], circumstances)

/** Refused with these words, and with no trace of a bug in them. */
function expectRefusal({ code, output }: Ended, ...sentences: readonly RegExp[]): void {
  expect(code).toBe(1)
  for (const sentence of sentences) expect(output).toMatch(sentence)
  expect(output).not.toMatch(/^\s+at |Error:/m)
}

async function soldFolder(): Promise<string> {
  const folder = newFolder()
  await leaveFolder(folder)
  return folder
}

const SETTINGS = 'settings/station.json'
const firstSegment = (folder: string) => segmentPath(join(folder, 'journal'), 1)
const journalOf = async (folder: string) =>
  [...(await filesOn(makeRealDisk(), join(folder, 'journal')))].map(([path, bytes]) => [path, bytes.toString('latin1')])

/** Spoils a folder that a station has left; the start is refused, and what is in the journal stays as it is. */
async function spoiled(spoil: (folder: string) => void): Promise<Ended> {
  const folder = await soldFolder()
  spoil(folder)
  const before = await journalOf(folder)
  const ended = await onFolder(folder)
  expect(await journalOf(folder)).toEqual(before)
  return ended
}

describe('a command line that makes no sense', () => {
  test.each<[string, readonly string[], RegExp, RegExp]>([
    ['live', ['--profile', 'live'], /没有正式开通.*npm start/, /not been provisioned.*npm start/],
    ['a profile there is not', ['--profile', 'nonsense'], /只能是 training 或 live/, /--profile is training or live/],
    ['a language there is not', ['--lang', 'xx'], /只能是 zh-CN 或 en/, /--lang is zh-CN or en/],
    ['live, driven from outside', ['--profile', 'live', '--attach', 'x'], /正式使用.*不允许/, /refused in live/],
  ])('asks for %s: it is refused before anything is made', async (_what, args, zh, en) => {
    const folder = newFolder()
    expectRefusal(await runToItsEnd([...args, '--data', folder]), zh, en)
    await expect(makeRealDisk().list(folder)).rejects.toMatchObject({ why: 'missing' })
  })
})

describe('a settings file somebody broke', () => {
  test.each([
    ['is not JSON', '{ "shop": "小麦', /not JSON/],
    ['has a bad value', '{ "columns": 40 }', /shop: /],
    ['has a word that is none', `{ "colums": 32 }`, /station\.json/],
  ])('%s: it is refused and left as it was', async (_what, text, why) => {
    const folder = newFolder()
    mkdirSync(join(folder, 'settings'), { recursive: true })
    writeFileSync(join(folder, SETTINGS), text)
    expectRefusal(
      await onFolder(folder),
      /文件 .*station\.json 不能读取.*请改正/,
      /station\.json can not be read.*Correct/,
      why,
    )
    expect(readFileSync(join(folder, SETTINGS), 'utf8')).toBe(text)
  })
})

describe('a journal that is not as it was left', () => {
  test('goes on with a later version’s record', async () => {
    const ended = await spoiled((folder) => appendFileSync(firstSegment(folder), 'J2 0badcafe of a later version\n'))
    expectRefusal(ended, /第 8 条由更新的版本写入。请安装/, /record 8 was written by a later version\. Install/)
  })

  test('goes on with a kind of record that is not known', async () => {
    const ended = await spoiled((folder) => {
      const { record } = scanSegment(readFileSync(firstSegment(folder)), ANY).lines.at(-1) ?? {}
      if (!record) throw new Error('the folder has no journal')
      const prev = hashOf(Buffer.from(JSON.stringify(record)))
      const later = {
        ...record,
        seq: record.seq + 1,
        prev,
        type: 'refunded',
        body: { event: { is: 'refunded' }, reply: null },
      }
      appendFileSync(firstSegment(folder), formatLine(later, record.seq).bytes)
    })
    expectRefusal(ended, /第 8 条不是本版本能读懂的.*请安装/, /record 8 is not one this version understands\. Install/)
  })

  test('has rotted: the record is named', async () => {
    const ended = await spoiled((folder) => {
      const bytes = readFileSync(firstSegment(folder))
      const at = (scanSegment(bytes, ANY).lines.find(({ record }) => record.seq === 3)?.at ?? 0) + 200
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(firstSegment(folder), bytes)
      // With its cache a start reads what came after the checkpoint; the rest is the record check's.
      rmSync(join(folder, 'cache'), { recursive: true })
    })
    expectRefusal(ended, /第 3 条.*请先复制/, /record 3 .*is not what was written.*Copy the whole data folder first/s)
  })

  test('is another station’s', async () => {
    const ended = await spoiled((folder) => {
      const path = join(folder, SETTINGS)
      writeFileSync(path, readFileSync(path, 'utf8').replace('"station": "01"', '"station": "02"'))
    })
    expectRefusal(ended, /属于另一台收银台。请核对/, /belongs to another station\. Check the station number/)
  })
})
const ANY = { sequence: 1, prev: '', journal: null }

describe('a data folder that can not be written', () => {
  test('lies under a file', async () => {
    const file = newFolder()
    writeFileSync(file, '')
    expectRefusal(
      await onFolder(join(file, 'data')),
      /不能用作数据文件夹.*--data/,
      /can not be the data folder.*--data/,
    )
  })

  test.runIf(isRoot)('belongs to somebody else, whether it is there already or not', async () => {
    const folder = await soldFolder()
    for (const each of [folder, join(folder, 'new')]) {
      expectRefusal(
        await onFolder(each, { uid: NOBODY }),
        /不能写入。请给当前用户写权限/,
        /can not be written\. Give this user/,
      )
    }
  })
})

describe('a browser that is not there', () => {
  test('is asked for by name, and nothing is lost', async () => {
    const folder = await soldFolder()
    const ended = await onFolder(folder, { env: { STATION_CHROMIUM: '/nowhere' } })
    expectRefusal(ended, /找不到.*Chromium.*请安装/, /Chromium was found.*Install/)
    const records = scanSegment(readFileSync(firstSegment(folder)), ANY).lines.map(({ record }) => record.type)
    expect(records).toEqual(expect.arrayContaining(['started', 'operators-made', 'goods-added', 'sale-paid']))
  })
})

/** Asks main as the page itself would. */
async function ask(page: Page, name: string, input: unknown): Promise<Answered> {
  const call = { name, txn: randomUUID(), input }
  return JSON.parse(
    await page.evaluate(({ name, txn, input }) => window.station.ask(name, txn, input), call),
  ) as Answered
}

/** Takes the window out of sight, as a person would; it has the focus again only if somebody raises it. */
async function minimise(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const { windowId } = await cdp.send('Browser.getWindowForTarget')
  await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } })
  // A page out of sight draws no frames to look between.
  await page.waitForFunction(() => !document.hasFocus(), null, { polling: LOOK_AGAIN_MS })
}
const LOOK_AGAIN_MS = 50

describe('a second start on the same folder', () => {
  test('says so, raises the first one’s window and ends well', async () => {
    const first = await startUnderTest({ folder: newFolder() })
    try {
      // Electron's own windows can not be minimised from outside.
      const canMinimise = shellUnderTest() !== 'electron'
      if (canMinimise) await minimise(first.page)
      const { code, output } = await onFolder(first.folder)
      expect(code).toBe(0)
      expect(output).toMatch(/已经在运行.*The station is already running; its window was raised/)
      if (canMinimise) await first.page.waitForFunction(() => document.hasFocus(), null, { polling: LOOK_AGAIN_MS })
      expect(await ask(first.page, 'operators.begin', FIRST_RUN)).toEqual({ ok: true, value: {} })
    } finally {
      await first.stop()
    }
  })
})

/** Room for a browser's own files beside the station's. */
const DISK_BYTES = 96 * 1024 * 1024
const place = join(scratch, 'disk')
const disk = mountSmallDisk(place, DISK_BYTES)
afterAll(() => disk?.unmount())

describe.runIf(disk !== null)('a disk that is full', () => {
  test('when the station starts: it is refused, and starts once there is room', async () => {
    const folder = join(place, 'starts')
    await leaveFolder(folder)
    const before = await journalOf(folder)
    disk?.fill()
    expectRefusal(await onFolder(folder), /磁盘已满.*请腾出空间/, /The disk is full.*Free some space/)
    expect(await journalOf(folder)).toEqual(before)
    disk?.free()
    const { station } = await openOnDisk(folder)
    expect(station.view('customer').paid?.total).toBe(150)
    await station.close()
  })

  test('while it sells: it stops and says so, and everything acknowledged is there afterwards', async () => {
    const folder = join(place, 'sells')
    await leaveFolder(folder)
    const { page, stop } = await startUnderTest({ folder })
    await ask(page, 'operators.signIn', AS_CASHIER)
    disk?.fill()
    let sold = 0
    let answer: Answered
    // Some records still fit where the journal's file ends.
    while ((answer = await ask(page, 'sale.add', { sku: 'DRK001', quantity: 1 })).ok) sold++
    expect(answer).toEqual({ ok: false, why: 'journal-stopped' })
    const view = await page.evaluate(() => new Promise<string>((resolve) => window.station.onView(resolve)))
    expect(JSON.parse(view)).toMatchObject({ stage: 'stopped' })
    expect(await ask(page, 'authority.approve', voidOf('S01-1-000001O'))).toEqual(answer)
    await stop()
    disk?.free()
    const { station } = await openOnDisk(folder)
    expect(station.view('cashier').sale?.count ?? 0).toBe(sold)
    expect(station.acts.till().lastCounter).toBe(1)
    await station.close()
  })
})
