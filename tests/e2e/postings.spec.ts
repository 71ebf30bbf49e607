import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, test } from 'vitest'
import { postAs } from '../../build/hub/admin.ts'
import { EXIT, notePlace, runCommand } from '../../build/hub/command.ts'
import { makeRealDisk } from '#drivers/disk/real'
import { makeRealRandom } from '#drivers/random/real'
import { headOfficeIn } from '#main/head-office/trust'
import { keyId, publicText } from '#main/head-office/token'
import { DEFAULTS, settingsIn } from '#main/settings'
import { askIn } from '../driving/asking.ts'
import { begin, handOver, press, scan, showsTotal } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { clock, startHub, type TestHub } from '../hub/hub.ts'
import { OFFICE, TERMINAL } from '../world/head-office.ts'
import { AS_MANAGER } from '../world/people.ts'

/** What head office posts with its command, read by a cashier and looked at by a manager. */
const PATIENT = { timeout: 20_000 }
const WATER = '6902088921014'
const files = mkdtempSync(join(tmpdir(), 'posted-'))
let hub: TestHub | null = null

async function prepare(folder: string): Promise<void> {
  hub = await startHub(1)
  notePlace(hub.office, hub.servers)
  writeFileSync(hub.office.at('head-office.key'), OFFICE.export({ type: 'pkcs8', format: 'pem' }))
  const { address } = await hub.enrol({ shop: 's01', station: DEFAULTS.station })
  for (const name of ['settings', 'hub']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'hub', 'hub.creds'), address.credentials)
  writeFileSync(join(folder, 'hub', 'hub-ca.pem'), hub.ca)
  const settings = await settingsIn(makeRealDisk(), folder)
  settings.data = { ...settings.data, hub: { servers: [...hub.servers], shop: 's01' } }
  await settings.write()
  const trust = await headOfficeIn(makeRealDisk(), folder)
  trust.data = { ...trust.data, ...TERMINAL, keys: { [keyId(publicText(OFFICE))]: publicText(OFFICE) } }
  await trust.write()
}

async function post(kind: string, content: unknown, ...more: readonly string[]): Promise<void> {
  if (hub === null) throw new Error('there is no hub')
  const path = join(files, `${kind}.txt`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  const lines: string[] = []
  const code = await runCommand({
    ...{ disk: makeRealDisk(), clock, random: makeRealRandom(), folder: hub.office.folder },
    ...{ say: (line) => void lines.push(line), closing: new AbortController().signal },
    args: ['post', 's01', kind, path, '--merchant', TERMINAL.merchant, ...more],
  })
  if (code !== EXIT.done) throw new Error(lines.join('\n'))
}

const NOTICES = {
  notices: [
    {
      ...{ id: 'recall', mustRead: true },
      title: { zh: '召回：批号 2026-03 的酸奶停止销售', en: 'Recall: yoghurt of lot 2026-03 is not to be sold' },
      text: {
        zh: '请立即下架批号 2026-03 的酸奶，放进后仓的召回箱。\n顾客来退的，按原价退款，不收回小票。\n有疑问请致电总部：400-000-0000。',
        en: 'Take yoghurt of lot 2026-03 off the shelf at once.\nWho brings it back is refunded in full.\nCall us.',
      },
      until: '2099-01-01 00:00:00',
    },
    {
      id: 'hours',
      title: { zh: '国庆营业时间', en: 'Opening hours' },
      text: { zh: '10 月 1 日至 7 日：9 点到 22 点。', en: '1 to 7 October: 9 to 22.' },
    },
  ],
}

describe(`what head office posts on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({
    ...{ prepare, options: () => ({ profile: 'training' }) },
    opened: async (own) => {
      page = own
      await begin(page)
    },
  })
  afterAll(async () => {
    await hub?.close()
    rmSync(files, { recursive: true, force: true })
  })
  let acts = 0
  const hand = (name: string, input: unknown) => askIn(page, { name, input }, `head-office-acts-${++acts}`)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const click = (name: string | RegExp) => page.getByRole('button', { name }).first().click(PATIENT)
  const shot = async (name: string) => {
    if (!process.env['SHOTS']) return
    for (const [width, height] of [
      [1366, 768],
      [1024, 768],
    ] as const) {
      await page.setViewportSize({ width, height })
      // Panels glide in.
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${process.env['SHOTS']}/posted-${name}-${width}.png` })
    }
  }

  test('a notice is read before the next sale, by key or by hand', async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await post('notices', NOTICES)
    await page.waitForTimeout(1_500)
    if (await page.getByRole('dialog').isVisible()) throw new Error('a notice came over an open sale')
    await press(page, 'F9', 'Enter', 'Enter')
    await shows('有必读公告')
    await shot('strip')
    await scan(page, WATER)
    await shows('有必读公告还没读。')
    await click('阅读')
    await shows('第 1 条，共 1 条必读公告')
    await shot('must-read')
    await press(page, 'Escape')
    await hand('operators.setAppearance', { language: 'en', theme: 'dark' })
    await click('Read it')
    await shows('1 of 1 that must be read')
    await shot('must-read-en-dark')
    await press(page, 'Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden', ...PATIENT })
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press(page, 'F9', 'Enter', 'Enter')
    await press(page, 'F12')
    await click('Notices')
    await shows('✓ Read')
    await shot('notices-en-dark')
    await hand('operators.setAppearance', { language: 'zh-CN', theme: 'light' })
    await shot('notices')
    await press(page, 'Escape')
  })

  test('a manager sees what is in force, what waits for its day, and what was not taken', async () => {
    await handOver(page, AS_MANAGER)
    await shows('第 1 条，共 1 条必读公告')
    await press(page, 'Enter')
    await post('catalogue', '编码,条码,名称,分类,售价\nDRK001,6902088921014,农夫山泉 天然水 380ml,饮料,1.80')
    await post('prices', '编码,名称,售价\nDRK001,水,1.60', '--from', '2099-10-01')
    await post('profile', { lines: { cashRounding: 'down' } })
    if (hub) await postAs(await hub.as('office'), 's01.all.fees', Buffer.from('nothing that head office signed'))
    await post('operators', { operators: [{ number: '11', name: '店长', role: 'manager' }] }, '--from', '2099-01-01')
    await press(page, 'F12')
    await click('总部')
    await shows('总部下发')
    await shows('等待生效')
    await shows('没有采用：手续费率。')
    await shows('总部改了本台的设置，下次启动时生效。')
    await shot('office')
    await hand('operators.setAppearance', { language: 'en', theme: 'dark' })
    await shows('From head office')
    await page.getByText('Price lists').scrollIntoViewIfNeeded()
    await shot('office-en-dark')
    await press(page, 'Escape')
    await post('standing', { station: 'closed' })
    await shows('Head office has closed this station')
    await scan(page, WATER)
    await shows('Use another station, and call head office.')
    await shot('closed-en-dark')
  })
})
