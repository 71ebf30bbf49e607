import { pageOf } from './attach.ts'
import { listeningPorts } from './echo/listening.ts'
import { canEcho, type EchoStation, processesOf, shell, startEcho, until } from './echo/station.ts'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Port, shell, engine, preload and page together, with a station that only echoes. Each shell must do the same. */
describe.runIf(canEcho)(`the ${shell} shell`, () => {
  let station: EchoStation
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    station = await startEcho()
    await station.tell('start')
    await station.tell('open', 'cashier')
    browser = await station.attach()
    page = await pageOf(browser, 'cashier')
  })
  afterAll(async () => {
    await browser.close()
    await station.end()
  })

  const text = (id: string) => page.locator(id).textContent()
  const shows = (id: string, expected: string) =>
    page.waitForFunction(
      ([place, wanted]) => document.querySelector(place ?? '')?.textContent === wanted,
      [id, expected],
    )

  test('a call is answered, and main is told the role of the window, not of the page', async () => {
    const answer = await page.evaluate(() => window.station.ask('a.b', 'some-act', { money: 1, name: '可乐' }))
    // The echo of what crossed.
    const heard = JSON.parse(answer) as { role: string; text: string }
    expect(heard.role).toBe('cashier')
    expect(JSON.parse(heard.text)).toMatchObject({ name: 'a.b', txn: 'some-act', input: { money: 1, name: '可乐' } })
  })

  test('a page that pretends to be the other role is still the cashier', async () => {
    await page.evaluate(() => void (location.hash = '#customer'))
    const answer = await page.evaluate(() => window.station.ask('a.b', 'some-act', null))
    expect(JSON.parse(answer)).toMatchObject({ role: 'cashier' })
    await page.evaluate(() => void (location.hash = '#cashier'))
  })

  test('a pushed view is shown, and after a reload again', async () => {
    await station.tell('push', 'cashier', 'three lines, 12.50')
    await shows('#view', 'three lines, 12.50')
    await page.reload()
    await shows('#view', 'three lines, 12.50')
  })

  test('of many views the newest is shown', async () => {
    const before = station.said.filter(({ is }) => is === 'done').length
    for (let i = 0; i < 200; i++) station.process.stdin.write(`${JSON.stringify(['push', 'cashier', `view ${i}`])}\n`)
    await shows('#view', 'view 199')
    await until(
      'all orders to be carried out',
      () => station.said.filter(({ is }) => is === 'done').length >= before + 200,
    )
  })

  test('the page has the bridge and nothing else of ours', async () => {
    const found = await page.evaluate(() => {
      const own = Object.keys(window).filter((name) => /station|require|process|electron|module|^__/i.test(name))
      return { own, frozen: Object.isFrozen(window.station), post: typeof Reflect.get(window, 'stationPost') }
    })
    expect(found).toEqual({ own: ['station'], frozen: true, post: 'undefined' })
    expect(await page.evaluate(() => delete (window as { station?: unknown }).station).catch(() => false)).toBe(false)
  })

  test('it is a secure context with our policy', async () => {
    expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual(['https://station.localhost', true])
    const refused = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.inline = true'
      document.head.append(script)
      return 'inline' in window
    })
    expect(refused).toBe(false)
  })

  test.each([
    'https://example.com/',
    'http://127.0.0.1:9/',
    'file:///etc/passwd',
    'https://station.localhost.evil.example/',
  ])('a request to %s fails', async (url) => {
    expect(
      await page.evaluate(
        (to) =>
          fetch(to, { mode: 'no-cors' })
            .then(() => 'ok')
            .catch(() => 'failed'),
        url,
      ),
    ).toBe('failed')
  })

  test('window.open and links open no window', async () => {
    expect(await page.evaluate(() => window.open('https://station.localhost/index.html') === null)).toBe(true)
    await page.click('#new-window')
    await page.click('#download')
    await station.tell('push', 'cashier', 'after the link')
    await shows('#view', 'after the link')
    expect(
      browser
        .contexts()
        .flatMap((context) => context.pages())
        .filter((each) => !each.isClosed()),
    ).toHaveLength(1)
  })

  test('no link and no script leads the window away', async () => {
    await page.click('#away')
    for (const address of [
      'https://example.com/',
      'file:///etc/passwd',
      'https://station.localhost/page.js',
      'about:blank',
    ])
      await page.evaluate((to) => void (location.href = to), address).catch(() => undefined)
    await station.tell('push', 'cashier', 'still here')
    await shows('#view', 'still here')
    expect(page.url()).toMatch(/^https:\/\/station\.localhost\/index\.html/)
  })

  test('a frame has no bridge, even with our own document in it', async () => {
    const found = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe')
          frame.srcdoc = '<p>'
          frame.onload = () =>
            resolve(frame.contentWindow === null ? 'none' : typeof Reflect.get(frame.contentWindow, 'station'))
          document.body.append(frame)
        }),
    )
    expect(found).toBe('undefined')
  })

  test('an alert does not stop the page', async () => {
    expect(await page.evaluate(() => [confirm('really?'), 1])).toEqual([false, 1])
  })

  test('opening a window again raises the one there is', async () => {
    await station.tell('open', 'cashier')
    expect(browser.contexts().flatMap((context) => context.pages())).toHaveLength(1)
  })

  test('the customer window has its own role and fills its own display', async () => {
    await station.tell('open', 'customer')
    const customer = await pageOf(browser, 'customer')
    const answer = await customer.evaluate(() => window.station.ask('a.b', 'some-act', null))
    expect(JSON.parse(answer)).toMatchObject({ role: 'customer' })
    expect(await customer.evaluate(() => [innerWidth, innerHeight])).toEqual([1024, 600])
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800])
    await station.tell('push', 'customer', 'total 9.90')
    await customer.waitForFunction(() => document.querySelector('#view')?.textContent === 'total 9.90')
    expect(await text('#view')).not.toBe('total 9.90')
  })

  test('no TCP port listens, and the socket is for its owner only', () => {
    expect(listeningPorts([station.process.pid ?? 0, ...processesOf(station.folder)])).toEqual([])
    expect(statSync(join(station.folder, 'attach.sock')).mode & 0o777).toBe(0o600)
  })

  test('a sealed secret is read back', async () => {
    expect(await station.tell('seal')).toMatchObject({ clear: 'secret' })
  })
})
