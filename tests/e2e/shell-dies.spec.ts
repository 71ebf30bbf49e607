import { pageOf } from './attach.ts'
import { browserOf, canEcho, type EchoStation, pagesOf, processesOf, shell, startEcho, until } from './echo/station.ts'
import { afterEach, describe, expect, test } from 'vitest'

/** Pages, windows, browser and station taken away: what the station hears of it, and that it can go on. */
describe.runIf(canEcho)(`when something dies under ${shell}`, () => {
  let station: EchoStation
  const start = async (): Promise<void> => {
    station = await startEcho()
    await station.tell('start')
    await station.tell('open', 'cashier')
  }
  afterEach(() => station.end())

  const gones = () => station.said.filter(({ is }) => is === 'gone' || is === 'shell-gone')
  const killPages = (): number => {
    const pages = pagesOf(station.folder)
    for (const id of pages) process.kill(id, 'SIGKILL')
    return pages.length
  }

  // Electron's windows are of the station's own process: there is nothing to be killed beside it.
  test.runIf(shell === 'chromium')('the browser killed: the station is told, and can start it again', async () => {
    await start()
    process.kill(browserOf(station.folder) ?? 0, 'SIGKILL')
    expect(await station.hear('shell-gone')).toMatchObject({ why: expect.stringContaining('SIGKILL') as string })
    expect(station.said.filter(({ is }) => is === 'gone')).toEqual([])
    const before = station.said.length
    await station.tell('start')
    await station.tell('open', 'cashier')
    expect(await station.hear('call', before)).toMatchObject({ role: 'cashier' })
  })

  test.runIf(shell === 'chromium')(
    'the browser killed while a window opens: the station hears that first',
    async () => {
      await start()
      killPages()
      await station.hear('gone')
      const before = station.said.length
      const opening = station.tell('open', 'cashier').catch((problem: unknown) => problem)
      process.kill(browserOf(station.folder) ?? 0, 'SIGKILL')
      expect(await opening).toBeInstanceOf(Error)
      expect(station.said.slice(before).map(({ is }) => is)).toEqual(['shell-gone', 'failed'])
      await station.tell('start')
      await station.tell('open', 'cashier')
    },
  )

  test('the station killed: no browser stays', async () => {
    await start()
    expect(processesOf(station.folder).length).toBeGreaterThan(2)
    station.process.kill('SIGKILL')
    await until('the browser to go', () => processesOf(station.folder).length === 0)
  })

  test('the page killed: the station is told, and can open it again', async () => {
    await start()
    killPages()
    expect(await station.hear('gone')).toMatchObject({ role: 'cashier', why: 'crashed' })
    const before = station.said.length
    await station.tell('open', 'cashier')
    expect(await station.hear('call', before)).toMatchObject({ role: 'cashier' })
  })

  test('a page killed while its window opens: it is opened anew, and that is nobody’s news', async () => {
    await start()
    killPages()
    await station.hear('gone')
    const told = gones().length
    const opening = station.tell('open', 'cashier')
    await until('a page to kill', () => killPages() > 0)
    await opening
    expect(gones()).toHaveLength(told)
    const browser = await station.attach()
    expect(await (await pageOf(browser, 'cashier')).evaluate(() => typeof window.station)).toBe('object')
    await browser.close()
  })

  test('a window closed: the station is told, and can open it again', async () => {
    await start()
    const browser = await station.attach()
    await (await pageOf(browser, 'cashier')).close()
    expect(await station.hear('gone')).toMatchObject({ role: 'cashier', why: 'closed' })
    await station.tell('open', 'cashier')
    expect(await (await pageOf(browser, 'cashier')).evaluate(() => typeof window.station)).toBe('object')
    await browser.close()
  })

  test('SIGTERM: the station saves, then all is gone', async () => {
    await start()
    station.process.kill('SIGTERM')
    await station.hear('ending')
    await until('the process to end', () => station.process.exitCode !== null)
    expect(station.process.exitCode).toBe(0)
    expect(gones()).toEqual([])
  })
})
