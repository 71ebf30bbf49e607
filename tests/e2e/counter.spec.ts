import { afterAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { begin, lines, scan, showsTotal } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { canShow, openDisplay, type Display } from './display.ts'

/**
 * Real keys in a real window of the whole station: each function key does its act, every key of the browser does
 * nothing, and whatever is pressed the sale stays.
 */
const PANELS: readonly (readonly [string, string])[] = [
  ['F1', '任何时候都可以直接扫码'],
  ['F4', '减金额'],
  ['F8', '扫小票上的二维码'],
  ['F12', '外观'],
]
const NOTHING = ['F10', 'F11', ...['w', 's', 'plus', 'minus', 'r', 'p', 'n', 't'].map((k) => `ctrl+${k}`)]

describe.runIf(canShow)(`keys at the counter on ${shellUnderTest()}`, () => {
  let display: Display
  let page: Page
  let cart: string[] = []
  const station = oneStation({
    prepare: async () => (display = await openDisplay()),
    options: () => ({ headed: true, env: { DISPLAY: display.name } }),
    opened: async (own) => {
      page = own
      await begin(page)
      for (const code of ['6902088921014', '6902103156193']) await scan(page, code)
      await showsTotal(page, 500)
      await page.evaluate(() => Object.assign(window, { mark: 1 }))
      cart = await lines(page)
    },
  })
  // Run in reverse: the station goes first.
  afterAll(() => display.end())

  const unharmed = async () => {
    expect(await lines(page)).toEqual(cart)
    const { mark, zoom } = await page.evaluate(() => ({
      mark: Reflect.get(window, 'mark') as unknown,
      zoom: devicePixelRatio,
    }))
    expect({ mark, zoom }).toEqual({ mark: 1, zoom: 1 })
    expect(station.running().windows()).toHaveLength(1)
  }

  test.each(PANELS)('%s opens its panel, Escape closes it', async (key, says) => {
    await display.press(key)
    await page.getByText(says).first().waitFor()
    await display.press('Escape')
    await page.getByText(says).first().waitFor({ state: 'detached' })
    await unharmed()
  })

  test('F2 goes to the search box, and what is typed there stays there', async () => {
    await display.press('F2')
    await display.press('k')
    await expect.poll(() => page.locator('#search-field').inputValue()).toBe('k')
    await display.press('Escape')
    await unharmed()
  })

  test('F3 asks for a quantity, Escape takes it back', async () => {
    await display.press('F3')
    await display.press('7')
    await page.getByText('× 7').waitFor()
    await display.press('Escape')
    await unharmed()
  })

  test('F9 opens the cash, Escape goes back', async () => {
    await display.press('F9')
    await page.getByText('现金收款').waitFor()
    await display.press('Escape')
    await page.getByText('现金收款').waitFor({ state: 'detached' })
    await unharmed()
  })

  test('F5 puts the sale aside, F6 brings it back', async () => {
    await display.press('F5')
    await page.getByText('请扫码').first().waitFor()
    await display.press('F6')
    await page.getByText('请扫码').first().waitFor({ state: 'detached' })
    await unharmed()
  })

  test.each(NOTHING)('%s does nothing', async (key) => {
    await display.press(key)
    await unharmed()
  })

  test('F7 removes the marked line, and only that', async () => {
    await display.press('F7')
    await showsTotal(page, 150)
  })

  test('a scanner on the keyboard, with real keys 5 ms apart', async () => {
    await display.type('6902103156193', 5)
    await display.press('Return')
    await showsTotal(page, 500)
    expect(await page.locator('#search-field').inputValue()).toBe('')
  })
})
