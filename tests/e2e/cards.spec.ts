import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { askIn, viewIn } from '../driving/asking.ts'
import type { CashierView } from '#contract/view'
import { TEST_CARDS } from '#drivers/acquirer/virtual/cards'
import { cardSecrets, tracesIn, tracesInFolder } from '../world/card-traces.ts'
import { begin, handOver, press as pressKeys, scan, showsTotal, signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { AS_CASHIER, AS_MANAGER } from '../world/people.ts'

/** Cards in training: the station is the terminal, its bank's twin is on a socket, a customer stands at the reader. */
const WATER = '6902088921014'
const PATIENT = { timeout: 30_000 }
const shot = async (page: Page, name: string) => {
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png` })
}

describe(`cards at the acquirer's twin on ${shellUnderTest()}`, () => {
  let page: Page
  let isBegun = false
  const station = oneStation({
    options: () => ({ profile: 'training' }),
    opened: async (own) => {
      page = own
      if (isBegun) await signIn(page, AS_CASHIER)
      else await begin(page)
      isBegun = true
    },
  })
  let acts = 0
  const hand = (name: string, input: unknown) => askIn(page, { name, input }, `a-hand-at-the-reader-${++acts}`)
  const does = (what: string) => hand('training.customer', { does: what })
  const customer = (own: object) => hand('training.setCustomer', { card: 'chip', pin: 'right', byItself: true, ...own })
  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // main's own words
  const sellWater = async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F10', 'Enter')
  }
  const openCards = async () => {
    await press('F12')
    await page.getByRole('button', { name: '银行卡终端', exact: true }).click()
    await shows('商户号')
  }

  test('a chip that was swiped is put in; a wrong PIN is said, and the right one pays', async () => {
    await customer({ byItself: false, pin: 'wrong' })
    await sellWater()
    await shows('请顾客出示银行卡')
    await shot(page, 'card')
    await does('swipe')
    await shows('请顾客插卡')
    await does('insert')
    await shows('请顾客输入密码')
    await shot(page, 'pin')
    await does('pin')
    await shows(/密码/)
    await shows(/没有收/)
    await shot(page, 'declined')
    await customer({})
    await press('Escape', 'F10', 'Enter')
    await shows('已收款')
  })

  test('what the card has is told before it pays', async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F10')
    await page.getByRole('button', { name: '查余额' }).click()
    await shows('余额 ￥9998.50')
    await shot(page, 'balance')
    await press('Escape', 'F7')
    await showsTotal(page, 0)
  })

  test('an answer that is lost is reversed, and the customer pays once', async () => {
    await hand('training.setPayments', { method: 'card', mood: 'lose-answer' })
    await sellWater()
    await shows(/已冲正/)
    await hand('training.setPayments', { method: 'card', mood: 'approve' })
    await press('Escape', 'F10', 'Enter')
    await shows('已收款')
  })

  test('the bank knows at the next start what it took; the manager settles it, and it balances', async () => {
    await station.again()
    await sellWater()
    await shows('已收款')
    await handOver(page, AS_MANAGER)
    await openCards()
    await shot(page, 'batch')
    expect((await view()).cards?.totals.domestic).toEqual({
      debit: { sum: 450, count: 3 },
      credit: { sum: 0, count: 0 },
    })
    await page.getByRole('button', { name: '测试线路' }).click()
    await shows('收单行有应答。')
    await page.getByRole('button', { name: '结算这一批' }).click()
    await shows('对账平')
    await shot(page, 'settled')
    const after = (await view()).cards
    expect([after?.count, after?.settled?.isBalanced, after?.settled?.differing]).toEqual([0, true, []])
  })

  test('no card, track, PIN block or key is in any file of the station, nor in what windows are shown', async () => {
    const views: string[] = []
    await press('Escape')
    await customer({ byItself: false })
    await sellWater()
    for (const [act, asked] of [
      ['swipe', '请顾客出示银行卡'],
      ['insert', '请顾客插卡'],
      ['pin', '请顾客输入密码'],
    ] as const) {
      await shows(asked)
      views.push(await viewIn(page))
      await does(act)
    }
    await shows('已收款')
    await openCards()
    views.push(await viewIn(page))
    await station.again(async (folder) => {
      const secrets = await cardSecrets(folder)
      expect(tracesIn(`a card ${TEST_CARDS.chip.pan}`, secrets)).toEqual(['the number of chip'])
      const { files, found } = tracesInFolder(folder, secrets)
      expect([found, files > 10, secrets.size]).toEqual([[], true, 31])
      expect(views.flatMap((each) => tracesIn(each, secrets))).toEqual([])
    })
  })
})
