import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { handOver, scan, signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { openOffice, SHOP } from '../world/office-tool.ts'
import { leaveFolder } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER, VOID_PASSWORD } from '../world/people.ts'

/** Head office makes a code by its own tool, and a manager activates the station with it, by the keyboard alone. */
const PATIENT = { timeout: 20_000 }
/** A person's: a scanner is known by going faster. */
const TYPING_MS = 70

function edit(folder: string, from: string, to: string): void {
  const settings = join(folder, 'settings', 'station.json')
  writeFileSync(settings, readFileSync(settings, 'utf8').replace(from, to))
}

describe(`the activation on ${shellUnderTest()}`, () => {
  let page: Page
  const station = oneStation({
    prepare: async (folder) => {
      await leaveFolder(folder)
      office.trustIn(folder)
      edit(folder, '"practise": false', '"practise": true')
    },
    opened: (own) => signIn((page = own), AS_MANAGER),
  })
  const office = openOffice(join(station.scratch, 'office'))

  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const device = async () =>
    (
      await page
        .getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
        .first()
        .innerText()
    ).trim()

  test('is asked for, with what is left of the grace, and what head office must know', async () => {
    await shows(/这台电脑还没有激活过。.*还剩 7[12]:\d\d/)
    await page.getByRole('button', { name: '激活', exact: true }).click()
    await shows('等待激活码')
    await shows(SHOP.merchant)
    expect(await device()).toMatch(/^[0-9A-Z-]{19}$/)
  })

  test('is not had by a code for another computer, nor by a slip of the hand; its own one does it', async () => {
    const field = page.locator('[role=dialog] textarea')
    await scan(page, office.issue('ZZZZ-ZZZZ-ZZZZ-ZZZZ').scanned)
    await shows('这个码是给别的商户、终端或电脑的。')
    const { typed, scanned } = office.issue(await device())
    await field.focus()
    await page.keyboard.type(typed.slice(0, -1), { delay: TYPING_MS })
    await page.keyboard.press('Enter')
    await shows('这个码读错了或输错了。')
    await page.keyboard.type(typed.slice(-1), { delay: TYPING_MS })
    await page.keyboard.press('Enter')
    await shows('✓ 已激活')
    await scan(page, scanned)
    await shows('这个码已经用过了。')
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
    expect(await page.getByText(/这台电脑还没有激活过/).count()).toBe(0)
  })

  test('settings that were changed are told to a manager, who accepts them', async () => {
    await station.again((folder) => edit(folder, '"discountLimit": 100', '"discountLimit": 500'))
    await shows('完整性检查发现问题，请尽快查看。')
    await page.getByRole('button', { name: '查看', exact: true }).click()
    await shows(/设置被改过：station\.json: discountLimit/)
    await shows(/\d+ 个文件与构建时一致/)
    await page.getByRole('button', { name: '确认设置无误' }).click()
    await page.locator('[role=dialog] input[type=password]').fill(VOID_PASSWORD)
    await page.keyboard.press('Enter')
    await shows('✓ 与安装时一致')
    await page.keyboard.press('Escape')
    await handOver(page, AS_CASHIER)
    expect(await page.getByText('完整性检查').count()).toBe(0)
  })
})
