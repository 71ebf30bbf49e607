import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, test } from 'vitest'
import { askIn } from '../driving/asking.ts'
import { begin, handOver, press, scan, showsTotal } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { AS_MANAGER } from '../world/people.ts'

/** A manager holds the practice platform's statement of today against the books. */
const PATIENT = { timeout: 20_000 }
const WATER = '6902088921014'

describe(`statements on ${shellUnderTest()}`, () => {
  let page: Page
  const { folder } = oneStation({
    options: () => ({ profile: 'training' }),
    opened: async (own) => {
      page = own
      await begin(page)
    },
  })
  let acts = 0
  const hand = (name: string, input: unknown) => askIn(page, { name, input }, `a-hand-at-a-telephone-${++acts}`)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const click = (name: string | RegExp) => page.getByRole('button', { name }).first().click(PATIENT)
  const shot = async (name: string) => {
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/statement-${name}.png` })
  }

  test('agree with the books, and what was changed in them is named and asked after', async () => {
    for (const customer of ['wechat', 'alipay']) {
      await hand('training.setPayer', { customer })
      await scan(page, WATER)
      await showsTotal(page, 150)
      await press(page, 'F11', 'Enter')
      await shows('请扫顾客的付款码')
      await hand('training.payer', { does: 'shows' })
      await shows('已收款')
    }
    await handOver(page, AS_MANAGER)
    await hand('training.statement', {})
    await press(page, 'F12')
    await click('对账')
    await shows(/^practice-/)
    await shot('files')
    await click(/^practice-/)
    await shows('✓ 全部一致')
    await shot('agrees')
    const statements = join(folder, 'statements')
    const [name = ''] = readdirSync(statements)
    const lines = readFileSync(join(statements, name), 'utf8').split('\r\n')
    const changed = [lines[0], lines[1]?.replace(',1.50,', ',1.40,'), 'x,y', ''].join('\r\n')
    writeFileSync(join(statements, name), changed)
    await click('选文件')
    await click(/^practice-/)
    await shows('✕ 2 处不一致')
    await shows(/^第 3 行/)
    await click('问平台')
    await shows('平台说：已收款，没有退。')
    await shot('differs')
    await hand('operators.setAppearance', { language: 'en', theme: 'dark' })
    await shows('✕ 2 differ')
    await shot('differs-en-dark')
  })
})
