import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { CashierView } from '#contract/view'
import { askIn, viewIn } from '../driving/asking.ts'
import { begin, enterSentCode, press as pressKeys, scan, showsTotal, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { VOID_PASSWORD } from '../world/people.ts'

/**
 * Each state of a scan payment on the screen, in both languages, at the smallest screen it is made for. With
 * `SHOTS=DIR` each is also a picture.
 */
const WATER = '6902088921014'
const PATIENT = { timeout: 40_000 }
const SMALLEST = { width: 1024, height: 768 }
/** Until nothing on the screen moves any more. */
const MOVED_MS = 600
const LANGUAGES = ['zh-CN', 'en'] as const
const THEMES = { 'zh-CN': 'light', en: 'dark' } as const

describe.each(LANGUAGES)(`the states of a scan payment in %s on ${shellUnderTest()}`, (language) => {
  let page: Page
  const station = oneStation({
    options: () => ({ profile: 'training' }),
    opened: async (own) => {
      page = own
      await begin(page)
      await page.setViewportSize(SMALLEST)
      await hand('operators.setAppearance', { language, theme: THEMES[language] })
    },
  })
  let acts = 0
  const hand = (name: string, input: unknown) => askIn(page, { name, input }, `a-hand-among-states-${++acts}`)
  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // main's own words
  const isChinese = language === 'zh-CN'
  const shows = (zh: string | RegExp, en: string | RegExp) =>
    page
      .getByText(isChinese ? zh : en)
      .first()
      .waitFor(PATIENT)
  /** Waits for what this language says, and takes the picture. */
  const state = async (name: string, zh: string | RegExp, en: string | RegExp) => {
    await shows(zh, en)
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect([name, isWide]).toEqual([name, false])
    const folder = process.env['SHOTS']
    if (!folder) return
    await page.waitForTimeout(MOVED_MS)
    await page.screenshot({ path: `${folder}/scan-${name}-${language}.png` })
  }
  const named = (zh: string, en: string) => page.getByRole('button', { name: isChinese ? zh : en, exact: true })
  const asked = async () => {
    await press('F11', 'Enter')
    await shows('请扫顾客的付款码', "Scan the customer's code")
  }
  const begun = async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await asked()
  }
  const wallet = (customer: string) => hand('training.setPayer', { customer })
  const does = (what: string) => hand('training.payer', { does: what })

  test('the customer’s code: asked for, mistaken, waited for, refused, paid', async () => {
    await begun()
    await state('code', '请扫顾客的付款码', "Scan the customer's code")
    await hand('training.scan', { code: WATER })
    await state('not-a-code', '这不是付款码。', 'That is no payment code.')
    await wallet('refused')
    await does('shows')
    await state('refused', /钱包没有批准/, /did not approve/)
    await wallet('expired')
    await press('Escape')
    await asked()
    await does('shows')
    await state('expired', /付款码过期/, /has expired/)
    await wallet('asked')
    await press('Escape')
    await asked()
    await does('shows')
    await page.waitForTimeout(1_500)
    await state('password', /微信支付：等/, /WeChat Pay: waiting/)
    await does('enters-password')
    await state('paid', /已收款/, /Paid/)
  })

  test('our code: shown, paid; and cancelled', async () => {
    await wallet('alipay')
    await begun()
    await named('让顾客扫我们的码', 'Let them scan ours').click()
    await state('ours', '请顾客扫这个码付款', 'The customer scans this')
    await does('pays')
    await state('ours-paid', /已收款/, /Paid/)
    await begun()
    await named('让顾客扫我们的码', 'Let them scan ours').click()
    await state('ours-again', '请顾客扫这个码付款', 'The customer scans this')
    await named('取消这笔收款', 'Cancel this payment').click()
    await state('cancelled', /^没有收/, /^Not paid/)
    await press('Escape')
    await asked()
    await does('shows')
    await state('paid-after', /已收款/, /Paid/)
  })

  test('an answer that is lost: asked after, and found paid', async () => {
    await begun()
    await hand('training.setPayments', { method: 'scan', mood: 'lose-answer' })
    await does('shows')
    await page.waitForTimeout(2_000)
    await state('asking', /支付宝：等/, /Alipay: waiting/)
    await hand('training.setPayments', { method: 'scan', mood: 'approve' })
    await state('found-paid', /已收款/, /Paid/)
  }, 90_000)

  test('the receipt, a refund in part by its code, and more than is left', async () => {
    const receipt = (await view()).paid?.receipt ?? ''
    await hand('training.scan', { code: receipt })
    await state('found', receipt, receipt)
    for (const [name, sum] of [
      ['refunded', '0.50'],
      ['refunded-again', '0.60'],
    ] as const) {
      await named('退货退款', 'Refund').click()
      await page
        .getByText(isChinese ? '按金额' : 'Amount', { exact: true })
        .first()
        .click()
      await type(page, sum)
      await press('Enter')
      await enterSentCode(page)
      await page.locator('input[inputmode=numeric]').waitFor({ state: 'detached', ...PATIENT })
      await state(name, /退货 [0-9]|已退/, /Refund|went back/i)
    }
    await named('退货退款', 'Refund').click()
    await page
      .getByText(isChinese ? '按金额' : 'Amount', { exact: true })
      .first()
      .click()
    await type(page, '0.50')
    await state('too-much', /超过|比.*多|最多/, /more than|at most/i)
    expect((await view()).found?.returns).toHaveLength(2)
    await press('Escape', 'Escape')
  })

  test('the receipt is scanned and the sale voided by the manager’s word', async () => {
    await begun()
    await does('shows')
    await state('paid-to-void', /已收款/, /Paid/)
    await hand('training.scan', { code: (await view()).paid?.receipt ?? '' })
    await named('撤销交易', 'Void sale').click()
    await page.locator('input[type=password]').waitFor()
    await state('void', /撤销密码/, /void password/i)
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await state('voided', /已撤销/, /Voided/i)
    expect(station.running().page).toBe(page)
  })
})
