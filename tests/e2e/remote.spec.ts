import type { CashierView } from '#contract/view'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { askIn, viewIn } from '../driving/asking.ts'
import { begin, handOver, press as pressKeys, scan, showsTotal, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { AS_MANAGER, VOID_PASSWORD } from '../world/people.ts'

/** A manager at another station of the shop, which is the one to practise with. */
const WATER = '6902088921014'
const PATIENT = { timeout: 30_000 }

describe(`remote approvals on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({
    options: () => ({ profile: 'training' }),
    opened: async (own) => {
      page = own
      await begin(page)
    },
  })

  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
  const closed = () => page.locator(':root:not(:has([role=dialog]))').waitFor(PATIENT)
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // what main shows the cashier's window
  const neighbour = async (name: string, input: unknown) => {
    expect(await askIn(page, { name: `training.${name}`, input }, crypto.randomUUID())).toContain('"ok":true')
  }
  /** A sale paid in cash, looked up, and its void asked of the other station. */
  const asksElsewhere = async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F9', 'Enter')
    await shows('已收款')
    await scan(page, (await view()).paid?.receipt ?? '')
    await button(/^撤销/).click()
    await button('在店长那台收银机').click()
    await press('Enter')
    await shows(/已发送，等待店长答复/)
  }

  test('a cashier asks, a no says why, and a yes does it at once', async () => {
    await asksElsewhere()
    await neighbour('neighbourAnswers', { manager: '11', says: 'no' })
    await shows('店长 11 在 99 号台没有同意：不同意')
    await press('Enter')
    await shows(/已发送，等待店长答复/)
    await neighbour('neighbourAnswers', { manager: '11', says: 'yes' })
    await shows('已撤销。请退还顾客现金 ¥1.50。')
    expect((await view()).found?.voided).toMatchObject({ manager: '11', selfApproval: false })
    await press('Escape')
    await closed()
  })

  test('a cashier takes it back, and stays at the panel', async () => {
    await asksElsewhere()
    await press('Escape')
    await shows('在哪里授权')
    await expect.poll(async () => (await view()).remote.mine?.is).toBe('withdrawn')
    await press('Escape', 'Escape')
    await closed()
    await expect.poll(async () => (await view()).bench?.neighbour?.asked).toBe(false)
  })

  test('a manager sees who asks, what and how much, and says no or yes', async () => {
    await handOver(page, AS_MANAGER)
    await neighbour('neighbourAsks', {})
    await shows(/99 号台 88 请求授权/)
    await button('处理').click()
    await shows('矿泉水 Mineral water、方便面 Instant noodles')
    await button('不同意').click()
    await button('我过来看').click()
    await button('答复不同意').click()
    await closed()
    await expect.poll(async () => (await view()).bench?.neighbour?.said).toBe('no')
    await neighbour('neighbourAsks', {})
    await button('处理').click()
    await type(page, '000111')
    await press('Enter')
    await shows(/撤销密码不对/)
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await closed()
    await expect.poll(async () => (await view()).bench?.neighbour?.said).toBe('yes')
    expect((await view()).remote.waiting).toEqual([])
  })
})
