import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../build/hub/command.ts'
import { makeRealClock } from '#drivers/clock/real'
import { makeRealDisk } from '#drivers/disk/real'
import { makeRealRandom } from '#drivers/random/real'
import { begin, handOver, lines, press, scan, showsTotal, signIn, type } from '../driving/hands.ts'
import { shellUnderTest, type RunningProgram } from '../driving/running.ts'
import { startUnderTest } from '../driving/under-test.ts'
import { AS_CASHIER, AS_MANAGER, VOID_PASSWORD } from '../world/people.ts'

/** Two stations of one shop, and head office's hub as `npm run hub` starts it for whoever tries it out. */
const PATIENT = { timeout: 30_000 }
const WATER = '6902088921014'

describe(`two stations of a shop on ${shellUnderTest()}`, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'shop-'))
  const closing = new AbortController()
  const said: string[] = []
  let hub: Promise<unknown> = Promise.resolve()
  let stations: readonly RunningProgram[] = []
  const page = (nth: 0 | 1): Page => {
    const found = stations[nth]
    if (!found) throw new Error('not started')
    return found.page
  }
  beforeAll(async () => {
    const given = { disk: makeRealDisk(), clock: makeRealClock(), random: makeRealRandom(), args: [] }
    const say = (line: string) => void said.push(line)
    hub = runCommand({ ...given, say, folder: join(scratch, 'office'), closing: closing.signal })
    while (said.filter((line) => line.includes('--data')).length < 2) await new Promise((next) => setTimeout(next, 50))
    const folders = said.flatMap((line) => /--data (.*)$/.exec(line)?.[1] ?? [])
    stations = await Promise.all(folders.map((folder) => startUnderTest({ folder, profile: 'training' })))
    for (const { page: each } of stations) await begin(each)
    // The first days of both were the same people's: who signed in last has locked the other station.
    await handOver(page(1), AS_MANAGER)
    if (await page(0).locator('main input[type=password]').isVisible()) await signIn(page(0), AS_CASHIER)
  }, 120_000)
  afterAll(async () => {
    for (const each of stations) await each.stop()
    closing.abort()
    await hub
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  })
  const shows = (nth: 0 | 1, text: string | RegExp) => page(nth).getByText(text).first().waitFor(PATIENT)
  const more = async (nth: 0 | 1, room: RegExp) => {
    await press(page(nth), 'Escape', 'Escape', 'F12')
    await page(nth).getByRole('button', { name: room }).click()
  }
  const shot = async (nth: 0 | 1, name: string) => {
    if (process.env['SHOTS']) await page(nth).screenshot({ path: `${process.env['SHOTS']}/shop-${name}.png` })
  }

  test('their records are at head office, and managers see how far', async () => {
    await more(1, /^总部|^Head office/)
    await shows(1, /所有记录总部的服务器都收到了|has all records/)
    await shot(1, 'office')
  })

  test('a manager sees what is sold at the other as it is sold', async () => {
    await more(1, /^全店收银台|^All stations/)
    await page(1).locator('[data-station="01"]').waitFor(PATIENT)
    await scan(page(0), WATER)
    await showsTotal(page(0), 150)
    await press(page(0), 'F9', 'Enter')
    await page(1).locator('[data-station="01"] [data-taken="150"]').waitFor(PATIENT)
    await page(1).locator('[data-shop-total="150"]').waitFor(PATIENT)
    await shot(1, 'stations')
  })

  test('a void at one is let go by the manager at the other', async () => {
    await page(0)
      .getByRole('button', { name: /查看小票|View the receipt/ })
      .click()
    await page(0).getByRole('button', { name: /^撤销/ }).first().click()
    await page(0)
      .getByText(/在店长那台收银机/)
      .click()
    await shot(0, 'asking')
    await page(0)
      .getByRole('button', { name: /发送请求/ })
      .click()
    await shows(1, /01 号台 03 请求授权/)
    await press(page(1), 'Escape')
    await page(1).getByRole('button', { name: /^处理/ }).click()
    await shot(1, 'answering')
    await type(page(1), VOID_PASSWORD)
    await press(page(1), 'Enter')
    await shows(0, /已撤销/)
  })

  test('a sale that was parked at one is recalled at the other', async () => {
    await press(page(0), 'Escape', 'Escape')
    await scan(page(0), WATER)
    await showsTotal(page(0), 150)
    await press(page(0), 'F5')
    await press(page(1), 'Escape', 'Escape', 'F6')
    await page(1).getByText('01-1').waitFor(PATIENT)
    await shot(1, 'recall')
    await page(1).getByText('01-1').click()
    await showsTotal(page(1), 150)
    expect(await lines(page(1))).toHaveLength(1)
    await press(page(0), 'F6')
    await shows(0, /没有挂起的单/)
    await press(page(1), 'F9')
    await shot(1, 'recalled')
    await press(page(1), 'Enter')
    await shows(1, /已收款/)
  })

  test('whoever signs in at the other is signed out here, and told where', async () => {
    await handOver(page(1), AS_CASHIER)
    await shows(0, /您已在 02 号台登录/)
    await shot(0, 'locked')
  })
})
