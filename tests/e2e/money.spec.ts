import type { CashierView } from '#contract/view'
import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { askIn, viewIn } from '../driving/asking.ts'
import { begin, press as pressKeys, scan, showsTotal, type, enterSentCode } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { VOID_PASSWORD } from '../world/people.ts'

/** Card and scan at the screens, by keyboard: split, failed, lost and found out, given up, given back, refunded. */
const WATER = '6902088921014'
const LARGE_WATER = '6902103156193'
const PATIENT = { timeout: 30_000 }

describe(`money outside the till on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({ opened: (own) => begin((page = own)) })

  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const gone = (text: string | RegExp) =>
    page
      .getByText(text)
      .first()
      .waitFor({ state: 'detached', ...PATIENT })
  const fares = async (method: 'card' | 'scan', mood: string) => {
    const input = { method, mood }
    const answer = await askIn(page, { name: 'training.setPayments', input }, crypto.randomUUID())
    expect(JSON.parse(answer)).toMatchObject({ ok: true })
  }
  const speaks = (language: 'zh-CN' | 'en') =>
    askIn(page, { name: 'operators.setAppearance', input: { language, theme: 'light' } }, crypto.randomUUID())
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // what main shows the cashier's window
  const put = async () => {
    for (const code of [WATER, LARGE_WATER]) await scan(page, code)
    await showsTotal(page, 500)
  }
  const slip = async (): Promise<string[]> => {
    await page.getByRole('button', { name: '查看小票' }).click()
    const paper = page.getByRole('img', { name: /小票/ })
    await paper.waitFor(PATIENT)
    const text = ((await paper.getAttribute('aria-label')) ?? '').split('\n')
    await press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
    return text
  }

  test('part by card, the rest in cash: what is left is the figure that rules, and the paper names both', async () => {
    await put()
    await press('F10')
    await type(page, '2')
    await press('Enter')
    await showsTotal(page, 300)
    await press('F9')
    await type(page, '5')
    await press('Enter')
    await shows('已收款')
    expect((await view()).paid).toMatchObject({ total: 500, given: 500, change: 200 })
    const paper = await slip()
    for (const line of [/^银行卡 +2\.00$/, /^现金 +5\.00$/, /^找零 +2\.00$/])
      expect(paper).toContainEqual(expect.stringMatching(line))
  })

  test('a card that says no leaves the cart as it was, and a scan pays it', async () => {
    await put()
    await fares('card', 'decline')
    await press('F10', 'Enter')
    await shows('没有收：银行卡 5.00')
    await shows('余额不足 (51)')
    await shows('请顾客少刷一些、换一张卡，或换一种方式付款。')
    await showsTotal(page, 500)
    await press('F11', 'Enter')
    await shows('已收款')
    expect((await view()).paid?.tenders).toMatchObject([{ method: 'scan', amount: 500 }])
    await fares('card', 'approve')
  })

  test('a card that pays only a part says so, in both languages, and cash pays the rest', async () => {
    await put()
    await fares('card', 'in-part')
    await press('F10', 'Enter')
    await shows('银行只批准了 ¥2.50（请求 ¥5.00）。')
    await showsTotal(page, 250)
    await fares('card', 'approve')
    await shows('余下 ¥2.50 请用其他方式付款，或退回这一部分。')
    await speaks('en')
    await shows('The bank approved ¥2.50 of ¥5.00.')
    await shows('Take the remaining ¥2.50 another way, or give this part back.')
    await speaks('zh-CN')
    await press('F9', 'Enter')
    await shows('已收款')
    expect((await view()).paid?.tenders).toMatchObject([
      { method: 'card', amount: 250 },
      { method: 'cash', amount: 250 },
    ])
  })

  test('an unanswered scan payment is looked up in sight, found paid, and the sale ends by itself', async () => {
    await put()
    await fares('scan', 'lose-answer')
    await press('F11', 'Enter')
    await shows('请顾客在手机上付款')
    await shows('00:02')
    expect(await page.getByRole('button', { name: /^现金/ }).isEnabled()).toBe(false)
    await shows('已收款')
    expect((await view()).paid?.tenders).toMatchObject([{ method: 'scan', amount: 500 }])
    await fares('scan', 'approve')
  })

  test('an unanswered card is reversed; nothing else is paid until the bank confirms it', async () => {
    await put()
    await fares('card', 'lose-answer')
    await press('F10', 'Enter')
    await shows('请顾客刷卡')
    await fares('card', 'down')
    await shows('正在冲正')
    await press('F9', 'F11')
    expect(await page.getByTestId('given').count()).toBe(0)
    await fares('card', 'approve')
    await shows('已冲正，没有扣款')
    await gone('正在冲正')
    await press('F9', 'Enter')
    await shows('已收款')
  })

  test('who will not wait cancels, and it is undone', async () => {
    await put()
    await fares('card', 'lose-answer')
    await press('F10', 'Enter')
    await page.getByRole('button', { name: '取消这笔收款' }).click()
    await shows('已冲正，没有扣款')
    await fares('card', 'approve')
    await press('Escape', 'F10', 'Enter')
    await shows('已收款')
  })

  test('a refund of two lines goes back by the card that paid, with a slip of its own', async () => {
    await page.getByRole('button', { name: '查看小票' }).click()
    await page.getByRole('button', { name: '退货退款' }).click()
    for (const goods of ['农夫山泉 天然水 380ml', '农夫山泉 天然水 1.5L']) {
      await page.getByRole('button', { name: `+ ${goods}` }).click()
    }
    await shows('银行卡 5.00')
    await press('Enter')
    await enterSentCode(page)
    await shows('已全部退回')
    const { found } = await view()
    expect(found?.returns).toMatchObject([{ kind: 'refund', parts: [{ amount: 500, state: 'done' }] }])
    const paperOf = (slip: string) => found?.slips.find((each) => each.slip === slip)?.paper.join('\n')
    expect(paperOf('return-1')).toMatch(/退货[\s\S]*退还合计 +￥5\.00[\s\S]*银行卡 +5\.00/)
    await page.getByRole('button', { name: '退货 1 卡 1 商户联' }).click()
    await shows('RMB -5.00')
    expect(paperOf('return-1-card-1-merchant')).toMatch(/退货[\s\S]*商户存根 MERCHANT COPY[\s\S]*签名 SIGNATURE/)
    expect(await page.getByRole('button', { name: '退货退款' }).count()).toBe(0)
    await press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  })

  test('what was paid of an open sale goes back by the manager’s word, and the sale can be given up', async () => {
    await put()
    await press('F10')
    await type(page, '2')
    await press('Enter')
    await page.getByRole('button', { name: '退回', exact: true }).click()
    await page.locator('input[type=password]').waitFor(PATIENT)
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await page.locator('[role=dialog]').waitFor({ state: 'detached', ...PATIENT })
    await showsTotal(page, 500)
    await press('F10', 'Enter')
    await shows('已收款')
  })

  test('a card sale is voided through the bank', async () => {
    await page.getByRole('button', { name: '查看小票' }).click()
    await page.getByRole('button', { name: '撤销交易' }).click()
    await page.locator('input[type=password]').waitFor(PATIENT)
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await shows('已撤销。钱已按原来的付款方式退回。')
    expect((await view()).found?.returns).toMatchObject([{ kind: 'void', parts: [{ amount: 500, state: 'done' }] }])
  })
})
