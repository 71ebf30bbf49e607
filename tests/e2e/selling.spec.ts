import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { begin, lines, press, scan, showsTotal, total, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { VOID_PASSWORD } from '../world/people.ts'

/** The whole program, started as a person starts it, worked through its screens: on each shell the same. */
const WATER = '6902088921014'
const LARGE_WATER = '6902103156193'
const PATIENT = { timeout: 10_000 }

describe(`selling on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({ opened: (own) => begin((page = own)) })

  const search = () => page.locator('#search-field')

  test('a scanned code becomes a line, and scanned again a second piece', async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await scan(page, WATER)
    await showsTotal(page, 300)
    expect(await lines(page)).toEqual([expect.stringMatching(/农夫山泉 天然水 380ml\s*2 × 1\.50\s*3\.00/) as string])
  })

  test('a scanner typing into a field leaves it as it was, and its code is a line', async () => {
    await page.keyboard.press('F2')
    await type(page, 'ka')
    await scan(page, WATER)
    await showsTotal(page, 450)
    expect(await search().inputValue()).not.toContain('6')
    await page.keyboard.press('F2')
    await press(page, 'Delete', 'Delete', 'Backspace')
    expect(await total(page)).toBe(450)
  })

  test('two scanners at once in a field: neither loses a code', async () => {
    await page.keyboard.press('F2')
    for (let i = 0; i < 4; i++) await scan(page, i % 2 === 0 ? WATER : LARGE_WATER)
    await showsTotal(page, 450 + 2 * 150 + 2 * 350)
    expect(await search().inputValue()).toBe('')
  })

  test('a person typing loses no sign, however the scanner comes between', async () => {
    await page.keyboard.press('F2')
    await type(page, 'kkkl')
    expect(await search().inputValue()).toBe('kkkl')
    await page
      .getByRole('button', { name: /可口可乐/ })
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    expect(await search().inputValue()).toBe('')
  })

  test('an input method that swallows the scanner’s keys leaves nothing behind', async () => {
    await page.keyboard.press('F2')
    await type(page, 'ab')
    const before = await total(page)
    await scanThroughInputMethod(page, WATER)
    await showsTotal(page, before + 150)
    expect(await search().inputValue()).not.toMatch(/\d/)
    await page.keyboard.press('Escape')
  })

  test('a scanner that types Ctrl+] inside a code is one scan: a pack past its date is not sold', async () => {
    const before = await total(page)
    const keys = [...Array.from('010690208892101410B7'), 'Control+]', ...Array.from('17200107'), 'Enter']
    await press(page, ...keys)
    await page.getByRole('alert').getByText('已过保质期').waitFor()
    expect(await total(page)).toBe(before)
    await page.keyboard.press('Escape')
  })

  test('typing with no field in focus searches', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await type(page, '9638')
    expect(await search().inputValue()).toBe('9638')
    await page.keyboard.press('Escape')
  })

  test('quantity by key and number, and a line removed', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await scan(page, LARGE_WATER)
    await page.keyboard.press('F3')
    await type(page, '12')
    await page.keyboard.press('Enter')
    await page.getByText('12 × 3.50').waitFor()
    const before = await lines(page)
    await page.keyboard.press('F7')
    await expect.poll(async () => (await lines(page)).length, PATIENT).toBe(before.length - 1)
  })

  test('an unknown code is said in words with the next step, and changes nothing', async () => {
    const before = await total(page)
    await scan(page, '6901234567892')
    await page.getByRole('alert').getByText('没有这个商品：6901234567892').waitFor()
    expect(await total(page)).toBe(before)
    // Good goods right after it must not wipe the sentence away unread.
    await scan(page, WATER)
    await showsTotal(page, before + 150)
    expect(await page.getByRole('alert').innerText()).toContain('6901234567892')
  })

  test('a reload shows the same sale', async () => {
    const before = await lines(page)
    await page.reload()
    await expect.poll(() => lines(page), PATIENT).toEqual(before)
  })

  test('cash: too little is not taken, more gives change', async () => {
    const due = await total(page)
    await page.keyboard.press('F9')
    await type(page, '1')
    expect(await page.getByRole('button', { name: '金额不足' }).isDisabled()).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Backspace')
    await type(page, '100')
    await page.keyboard.press('Enter')
    await page.getByText('已收款').waitFor()
    expect(await page.locator('body').innerText()).toContain(((10_000 - due) / 100).toFixed(2))
  })

  test('the void: refused with a wrong password, and typing into it a scanner changes nothing; then done', async () => {
    await page.getByRole('button', { name: '查看小票' }).click()
    await page.getByRole('button', { name: '撤销交易' }).click()
    const password = page.locator('input[type=password]')
    await type(page, '111222')
    await scan(page, WATER)
    expect(await password.inputValue()).toBe('111222')
    await page.keyboard.press('Enter')
    await page.getByText('撤销密码不对').first().waitFor()
    await page.getByText('还可输入 4 次').waitFor()
    await type(page, VOID_PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByText(/已撤销。请退还顾客现金/).waitFor()
    await page.keyboard.press('Escape')
    await showsTotal(page, 150)
  })

  test('both languages and themes, chosen on the screen and kept over a reload', async () => {
    await page.keyboard.press('F12')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Dark' }).click()
    await page.locator('html[data-theme=dark][lang=en]').waitFor()
    await page.reload()
    await page.getByText('Total due').waitFor()
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  })

  test('nothing the page asks for is refused by its own policy', async () => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.reload()
    await page.getByText('Total due').waitFor()
    await page.keyboard.press('F8')
    await page.getByText('Find a sale').waitFor()
    await page.keyboard.press('Escape')
    expect(complaints).toEqual([])
  })
})

/** Keys as a Chinese input method passes them on, and the text it writes by itself. */
async function scanThroughInputMethod(page: Page, code: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const keys = Array.from(code).flatMap((digit) => [
    session.send('Input.dispatchKeyEvent', {
      ...{ type: 'rawKeyDown', key: 'Process', code: `Digit${digit}`, windowsVirtualKeyCode: 229 },
    }),
    session.send('Input.insertText', { text: digit }),
  ])
  await Promise.all([...keys, page.keyboard.press('Enter')])
  await session.detach()
}
