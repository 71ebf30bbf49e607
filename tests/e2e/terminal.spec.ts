import { makeRealClock } from '#drivers/clock/real'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { makeVirtualTerminal, type VirtualTerminal } from '#drivers/terminal/virtual'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { handOver, press as pressKeys, scan, showsTotal, signIn, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { openOnDisk } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER, staff, VOID_PASSWORD } from '../world/people.ts'

/** Cards by a payment terminal that the settings name: the program talks to it on a socket of this machine. */
const WATER = '6902088921014'
const LARGE_WATER = '6902103156193'
const PATIENT = { timeout: 30_000 }

describe(`a payment terminal on ${shellUnderTest()}`, () => {
  let page: Page
  let twin: VirtualTerminal
  oneStation({
    prepare: async (folder) => {
      twin = await makeVirtualTerminal({ clock: makeRealClock(), random: makeVirtualRandom(1) })
      // Before the station greets it.
      twin.setMood('away')
      const terminal = { host: '127.0.0.1', port: twin.port, id: 'POI1' }
      const { station, ask } = await openOnDisk(folder, { firstSettings: { idleLockMinutes: null, terminal } })
      await staff(ask)
      await station.close()
    },
    opened: async (own) => signIn((page = own), AS_CASHIER),
  })
  afterAll(() => twin.close())

  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const put = async () => {
    for (const code of [WATER, LARGE_WATER]) await scan(page, code)
    await showsTotal(page, 500)
  }
  const booked = () =>
    twin.books.all().map(({ kind, amount, asked, moved, state }) => [kind, amount, asked, moved, state].join(' '))

  test('that is away, declines, then takes the card: the sale stays whole, a lost answer is asked for', async () => {
    await put()
    await press('F10', 'Enter')
    await shows('没有连上，请求没有发出')
    twin.setMood('decline')
    await press('Escape', 'F10', 'Enter')
    await shows('银行没有批准')
    await showsTotal(page, 500)
    twin.setMood('cut-after')
    await press('Escape', 'F10', 'Enter')
    await shows('已收款')
    expect(booked()).toEqual(['Payment 500 1 0 declined', 'Payment 500 1 1 approved'])
  })

  test('is on the page of devices, with what it says of itself', async () => {
    await handOver(page, AS_MANAGER)
    await press('F12')
    await page.getByRole('button', { name: '设备', exact: true }).click()
    const row = page.locator('li[data-role="terminal"]')
    await page.locator('li[data-role="terminal"][data-state="ready"]').waitFor(PATIENT)
    await row.getByRole('button', { name: '询问状态' }).click()
    await row.getByText('一切正常').waitFor(PATIENT)
    await press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
    await handOver(page, AS_CASHIER)
  })

  test('gives back what it took, by a void under the manager’s password', async () => {
    twin.setMood('approve')
    await page.getByRole('button', { name: '查看小票' }).click()
    await page.getByRole('button', { name: '撤销交易' }).click()
    await page.locator('input[type=password]').waitFor()
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await shows('已撤销。钱已按原来的付款方式退回。')
    expect(booked().at(-1)).toBe('Reversal 500 1 1 approved')
  })
})
