import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { trainingGoods } from '#main/catalogue/training-goods'
import { begin, press as pressKeys, scan, showsTotal, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'

/** A customer without a receipt: the sale is found by what was paid, with the keyboard alone, and printed again. */
const PATIENT = { timeout: 10_000 }
/** Three sales that differ in what they come to. */
const [TEA, ...OTHERS] = trainingGoods
  .filter(
    ({ code }, place, all) => code !== null && all.findIndex(({ price }) => price === all[place]?.price) === place,
  )
  .flatMap(({ code, price }) => (code === null ? [] : [{ code, price }]))
  .slice(0, 3)

describe(`a sale found by its amount on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({ opened: (own) => begin((page = own)) })

  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const panel = () => page.getByRole('dialog')
  const rows = () => panel().locator('ol li')
  const field = (label: string) => panel().getByLabel(label, { exact: true })
  const receipts: string[] = []

  test('three sales are paid', async () => {
    for (const goods of [TEA, ...OTHERS]) {
      await scan(page, goods?.code ?? '')
      await showsTotal(page, goods?.price ?? 0)
      await press('F9', 'Enter')
      const receipt = page.getByText(/^S01-1-/).first()
      await page.getByText('小票已打印').first().waitFor(PATIENT)
      receipts.push((await receipt.innerText()).trim())
    }
    expect(new Set(receipts).size).toBe(3)
  })

  test('one is found by its amount', async () => {
    await press('F8')
    await panel().getByRole('button', { name: '按金额、时间、收银员…查找' }).click()
    await field('金额').waitFor(PATIENT)
    await type(page, ((TEA?.price ?? 0) / 100).toFixed(2))
    await press('Enter')
    await rows().first().waitFor(PATIENT)
    expect(await rows().allInnerTexts()).toEqual([expect.stringContaining(receipts[0] ?? '-')])
  })

  test('it is printed again', async () => {
    await press('Enter')
    const slip = page.getByRole('img', { name: /小票/ })
    await slip.waitFor(PATIENT)
    expect(await panel().innerText()).toContain(receipts[0])
    await page.getByRole('button', { name: '重印小票' }).click()
    await page.getByText(/已重印 1 次/).waitFor(PATIENT)
  })

  test('back in the list and the form, what was typed is still there, and all of today’s are found', async () => {
    await press('Escape')
    await rows().first().waitFor(PATIENT)
    await press('Escape')
    expect(await field('金额').inputValue()).toBe(((TEA?.price ?? 0) / 100).toFixed(2))
    await field('金额').fill('')
    await press('Enter')
    await rows().nth(2).waitFor(PATIENT)
    const shown = await rows().allInnerTexts()
    expect(shown.map((row) => /S01-1-\w+/.exec(row)?.[0])).toEqual(receipts.toReversed())
    await press('ArrowDown', 'Enter')
    await page.getByRole('img', { name: /小票/ }).waitFor(PATIENT)
    expect(await panel().innerText()).toContain(receipts[1])
    await press('F8')
    await panel().waitFor({ ...PATIENT, state: 'hidden' })
  })

  test('what nobody can have meant is said before it is asked', async () => {
    await press('F8')
    await panel().getByRole('button', { name: '按金额、时间、收银员…查找' }).click()
    await field('从几点').fill('25:00')
    await page.getByText('请检查“从几点”，例如 9:00。').waitFor(PATIENT)
    expect(await panel().getByRole('button', { name: '查找' }).isDisabled()).toBe(true)
    await press('Escape', 'Escape')
  })
})
