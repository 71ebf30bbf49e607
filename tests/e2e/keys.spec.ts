import { pageOf } from './attach.ts'
import { canShow, type Display, openDisplay } from './display.ts'
import { canEcho, type EchoStation, shell, startEcho } from './echo/station.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Real keys in a real window: the page is given each of them, and the browser acts on none. Each line is a key as
 * xdotool writes it, and as the page names it.
 */
const KEYS: readonly (readonly [string, string])[] = [
  ...Array.from({ length: 12 }, (_, n) => [`F${n + 1}`, `F${n + 1}`] as const),
  ...'wsprtnolfhjudkeg0'.split('').map((key) => [`ctrl+${key}`, `Ctrl+${key}`] as const),
  ['ctrl+plus', 'Ctrl++'],
  ['ctrl+minus', 'Ctrl+-'],
  ['ctrl+KP_Add', 'Ctrl++'],
  ['ctrl+shift+n', 'Ctrl+N'],
  ['ctrl+shift+i', 'Ctrl+I'],
  ['ctrl+shift+w', 'Ctrl+W'],
  ['ctrl+shift+q', 'Ctrl+Q'],
  ['ctrl+shift+Delete', 'Ctrl+Delete'],
  ['ctrl+F4', 'Ctrl+F4'],
  ['ctrl+F5', 'Ctrl+F5'],
  ['shift+Escape', 'Escape'],
  ['alt+Left', 'Alt+ArrowLeft'],
  ['alt+Home', 'Alt+Home'],
  ['alt+d', 'Alt+d'],
  ['alt+f', 'Alt+f'],
]

/**
 * Which key a browser acts on is the browser's own matter, so all of them are tried on it alone. The double shows
 * windows by the same engine: enough to see that its windows are guarded too.
 */
const inFull = shell === 'chromium'
const tried = inFull ? KEYS : KEYS.filter(([, named]) => /^F\d+$|^Ctrl\+[ws+-]$/.test(named))

describe.runIf(canShow && canEcho).each(inFull ? [false, true] : [false])('keys at the counter, kiosk %s', (kiosk) => {
  let display: Display
  let station: EchoStation
  let browser: Browser
  let page: Page
  let windows = 0
  let before = ''

  beforeAll(async () => {
    display = await openDisplay()
    station = await startEcho({ display: display.name, kiosk })
    await station.tell('start')
    await station.tell('open', 'cashier')
    browser = await station.attach()
    page = await pageOf(browser, 'cashier')
    // A reload would forget the mark.
    await page.evaluate(() => Object.assign(window, { mark: 1 }))
    await page.locator('#text').click()
    windows = await display.countWindows()
    before = await state()
  })
  afterAll(async () => {
    await browser.close()
    await station.end()
    await display.end()
  })

  const state = () =>
    page.evaluate(() =>
      JSON.stringify({
        mark: Reflect.get(window, 'mark') as unknown,
        zoom: [devicePixelRatio, visualViewport?.scale, innerWidth, innerHeight],
        address: location.href,
        focus: document.hasFocus(),
        full: [screen.width, outerWidth],
      }),
    )
  const unchanged = async (): Promise<void> => {
    expect(await state()).toBe(before)
    expect(await display.countWindows()).toBe(windows)
    expect(browser.contexts().flatMap((context) => context.pages())).toHaveLength(1)
  }

  test.each(tried)('%s reaches the page and does nothing else', async (pressed, named) => {
    const from = await page.locator('#keys li').count()
    await display.press(pressed)
    const keys = await page.locator('#keys li').allTextContents()
    expect(keys.slice(from)).toContain(named)
    await unchanged()
  })

  test('the wheel with Ctrl does not zoom', async () => {
    await display.hold('ctrl', async () => {
      await display.click(4)
      await display.click(5)
    })
    await unchanged()
  })

  test('neither the menu button nor the back button of a mouse does anything', async () => {
    for (const button of [3, 8, 9, 2]) await display.click(button)
    await display.press('Menu')
    await unchanged()
  })

  test('text is still written, selected and deleted', async () => {
    await page.locator('#text').focus()
    for (const keys of ['1', '2', 'period', '5', 'ctrl+a', '7']) await display.press(keys)
    expect(await page.inputValue('#text')).toBe('7')
  })

  // With its last window Chromium ends; Electron's program does not, and the double can not show that.
  test.runIf(inFull)('a window the window manager closes is told to the station, which can open it again', async () => {
    await display.press('alt+F4')
    expect(await station.hear('gone')).toMatchObject({ role: 'cashier', why: 'closed' })
    expect(station.said.filter(({ is }) => is === 'shell-gone')).toEqual([])
    await station.tell('open', 'cashier')
    // Chromium ended with its last window and was started anew, so the old attachment is void.
    await browser.close()
    browser = await station.attach()
    expect(await (await pageOf(browser, 'cashier')).evaluate(() => [innerWidth, typeof window.station])).toEqual([
      kiosk ? 1600 : 1280,
      'object',
    ])
  })
})
