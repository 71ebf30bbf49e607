import { trainingGoods } from '#main/catalogue/training-goods'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { begin, lines, press as pressKeys, scan, showsTotal, total, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'

/** A sale of twenty lines with scanner and keyboard alone: no mouse is touched from the first code to the paper. */
const PATIENT = { timeout: 10_000 }
/** 0.532 kg of apples at 11.96, from a scale that prints the weight and from one that prints the price. */
const SCALES = [
  { code: '2210001005326', price: 636 },
  { code: '2110001006364', price: 636 },
]
const PIECES = trainingGoods.flatMap(({ code, price }) => (code === null ? [] : [{ code, price }])).slice(0, 18)
const CODES = [...SCALES, ...PIECES]

describe(`a long sale on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({ opened: (own) => begin((page = own)) })

  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 10_000 })

  test('twenty codes are twenty lines', async () => {
    let due = 0
    for (const { code, price } of CODES) {
      await scan(page, code)
      due += price
      await showsTotal(page, due)
    }
    const cart = await lines(page)
    expect(cart).toHaveLength(20)
    for (const line of cart.slice(0, 2)) expect(line).toMatch(/苹果 红富士\s*0\.532 kg × 11\.96\s*6\.36/)
  })

  test('a quantity, a line less, a discount, a price, and one for the whole sale', async () => {
    const before = await total(page)
    const last = CODES.at(-1)?.price ?? 0
    await press('F3')
    await type(page, '3')
    await press('Enter')
    await showsTotal(page, before + 2 * last)
    await press('ArrowUp', 'F7')
    const afterRemoval = before + 2 * last - (CODES.at(-2)?.price ?? 0)
    await showsTotal(page, afterRemoval)
    await press('F4')
    await type(page, '10')
    await press('Enter')
    const discounted = afterRemoval - Math.round((3 * last) / 10)
    await showsTotal(page, discounted)
    await press('F4', 'ArrowRight')
    await type(page, '-1')
    await press('Enter')
    await showsTotal(page, discounted - 100)
  })

  test('it is parked, another customer is served, and it comes back as it was', async () => {
    const [due, cart] = [await total(page), await lines(page)]
    await press('F5')
    await shows('请扫码')
    await scan(page, PIECES[0]?.code ?? '')
    await showsTotal(page, PIECES[0]?.price ?? 0)
    await press('F9', 'Enter')
    await shows('已收款')
    await press('F6')
    await showsTotal(page, due)
    expect(await lines(page)).toEqual(cart)
  })

  test('a screen that can not be drawn says so; Enter brings the sale back', async () => {
    const due = await total(page)
    await page.evaluate(() => {
      Element.prototype.scrollIntoView = () => {
        throw new Error('broken on purpose')
      }
    })
    await press('ArrowUp')
    await shows('这一屏没能画出来')
    await press('Enter')
    await showsTotal(page, due)
  })

  test('cash with change; the preview is the paper', async () => {
    const due = await total(page)
    await press('F9')
    await type(page, '500')
    await press('Enter')
    await shows('已收款')
    await shows('小票已打印')
    await press('F8')
    await type(
      page,
      (
        await page
          .getByText(/^S01-1-/)
          .first()
          .innerText()
      ).trim(),
    )
    await press('Enter')
    const slip = page.getByRole('img', { name: /小票/ })
    await slip.waitFor(PATIENT)
    const paper = ((await slip.getAttribute('aria-label')) ?? '').split('\n')
    expect(paper).toContainEqual(expect.stringMatching(new RegExp(`合计 +￥${(due / 100).toFixed(2)}$`)))
    expect(paper).toContainEqual(expect.stringMatching(/^现金 +500\.00$/))
    expect(paper.filter((line) => /^ {2}优惠/.test(line))).toHaveLength(1)
    expect(paper.filter((line) => /0\.532 kg/.test(line))).toHaveLength(2)
  })
})
