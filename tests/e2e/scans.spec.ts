import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { CashierView } from '#contract/view'
import { askIn, viewIn } from '../driving/asking.ts'
import { begin, handOver, press as pressKeys, scan, showsTotal, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { AS_MANAGER, VOID_PASSWORD } from '../world/people.ts'

/** Scan payments in training: a platform's twin over HTTPS, signed both ways, and a customer with wallets. */
const WATER = '6902088921014'
const PATIENT = { timeout: 40_000 }

describe(`scan payments at the platform's twin on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({
    options: () => ({ profile: 'training' }),
    opened: async (own) => {
      page = own
      await begin(page)
    },
  })
  let acts = 0
  const hand = (name: string, input: unknown) => askIn(page, { name, input }, `a-hand-at-a-telephone-${++acts}`)
  const wallet = (customer: string) => hand('training.setPayer', { customer })
  const does = (what: string) => hand('training.payer', { does: what })
  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // main's own words
  const shot = async (name: string) => {
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/scan-${name}.png` })
  }
  const sellWater = async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F11', 'Enter')
    await shows('请扫顾客的付款码')
  }

  test('goods are no payment code, and what is one pays', async () => {
    await sellWater()
    await shot('code')
    await hand('training.scan', { code: WATER })
    await shows('这不是付款码。')
    await does('shows')
    await shows('已收款')
    await shot('paid')
  })

  test('a wallet that refuses is said, and the shop’s own code pays', async () => {
    await wallet('refused')
    await sellWater()
    await does('shows')
    await shows(/没有收/)
    await shot('refused')
    await wallet('alipay')
    await press('Escape', 'F11', 'Enter')
    await page.getByRole('button', { name: '让顾客扫我们的码' }).click()
    await shows('请顾客扫这个码付款')
    await shot('ours')
    expect((await view()).scanStage).toMatchObject({ is: 'ours' })
    await does('pays')
    await shows('已收款')
  })

  test('a wallet that asks for the password is waited for', async () => {
    await wallet('asked')
    await sellWater()
    await does('shows')
    await page.waitForTimeout(1_500)
    await shot('password')
    await does('enters-password')
    await shows('已收款')
  })

  test('the cashier cancels while it is paid: what was paid goes back, and nothing is sold', async () => {
    await sellWater()
    await does('shows')
    await page.waitForTimeout(1_500)
    await page.getByRole('button', { name: '取消这笔收款' }).click()
    await shows(/没有收|已冲正/)
    await shot('cancelled')
    await wallet('alipay')
    await press('Escape', 'F11', 'Enter')
    await shows('请扫顾客的付款码')
    await does('shows')
    await shows('已收款')
  })

  test('the manager voids the newest by scanning its receipt', async () => {
    const receipt = (await view()).paid?.receipt ?? ''
    await handOver(page, AS_MANAGER)
    await hand('training.scan', { code: receipt })
    await page.getByRole('button', { name: '撤销交易' }).click()
    await page.locator('input[type=password]').waitFor()
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await shows(/已撤销/)
    await shot('voided')
  })
})
