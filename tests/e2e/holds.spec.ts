import type { CashierView } from '#contract/view'
import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { askIn, viewIn } from '../driving/asking.ts'
import { begin, press as pressKeys, scan, showsTotal, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { VOID_PASSWORD } from '../world/people.ts'

/** Amounts held on cards at the screens: made, lost and reversed, taken of, held again, let go by the manager. */
const WATER = '6902088921014'
const LARGE_WATER = '6902103156193'
const PATIENT = { timeout: 30_000 }
const WORDS = {
  'zh-CN': {
    ...{ more: '预授权', make: '新的预授权', confirm: '预授权 100.00', approved: '预授权已批准', waits: '请顾客刷卡' },
    ...{
      reversing: '正在冲正',
      reversed: '已冲正，没有冻结',
      use: /^用预授权/,
      take: '预授权完成 5.00',
      paid: '已收款',
    },
    ...{
      release: '撤销',
      releasing: '撤销预授权 50.00',
      released: '已撤销',
      giveBack: '退回',
      none: '没有未了结的预授权',
    },
  },
  en: {
    ...{ more: 'Pre-authorisations', make: 'New pre-authorisation', confirm: 'Hold 100.00' },
    ...{ approved: 'Pre-authorisation approved', waits: 'Insert, tap or swipe', reversing: 'Reversing' },
    ...{
      reversed: 'reversed: nothing is held',
      use: /^Pre-authorisation \(/,
      take: 'Complete with 5.00',
      paid: 'Paid',
    },
    ...{ release: 'Release', releasing: 'Release 50.00', released: 'released', giveBack: 'Give back' },
    none: 'There are no open pre-authorisations',
  },
} as const

describe(`amounts held on cards on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({ opened: (own) => begin((page = own)) })

  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first()
  const ask = async (name: string, input: object) =>
    expect(JSON.parse(await askIn(page, { name, input }, crypto.randomUUID()))).toMatchObject({ ok: true })
  const fares = (mood: string) => ask('training.setPayments', { method: 'card', mood })
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // what main shows the cashier's window
  const holds = async () => (await view()).holds.map(({ note, amount, is }) => [note, amount, is])
  const put = async () => {
    for (const code of [WATER, LARGE_WATER]) await scan(page, code)
    await showsTotal(page, 500)
  }

  describe.each(['zh-CN', 'en'] as const)('in %s', (language) => {
    const words = WORDS[language]
    const openList = async () => {
      await press('F12')
      await button(words.more).click()
    }
    const make = async (amount: string, note: string) => {
      await openList()
      await button(words.make).click()
      await type(page, amount)
      await page.locator('[role=dialog] input').fill(note)
    }

    test('one is made, takes the card and is on the list', async () => {
      await ask('operators.setAppearance', { language, theme: language === 'en' ? 'light' : 'dark' })
      await make('100', '302')
      await button(words.confirm).waitFor(PATIENT)
      await press('Enter')
      await shows(words.approved)
      await press('Escape')
      expect((await holds()).at(-1)).toEqual(['302', 10_000, 'open'])
    })

    test('one that is not answered is reversed in sight, and none of it is held', async () => {
      await fares('lose-answer')
      await make('50', 'T5')
      await press('Enter')
      await shows(words.waits)
      await fares('down')
      await shows(words.reversing)
      await fares('approve')
      await shows(words.reversed)
      await press('Escape')
      expect((await holds()).at(-1)).toEqual(['T5', 5_000, 'failed'])
    })

    test('it pays a sale, and that ends it; given back it is held again', async () => {
      await put()
      await press('F10')
      await button(words.use).click()
      await button(words.take).waitFor(PATIENT)
      await type(page, '2')
      await press('Enter')
      await showsTotal(page, 300)
      expect((await holds()).findLast(([note]) => note === '302')?.[2]).toBe('completed')
      await button(words.giveBack).click()
      await page.locator('input[type=password]').waitFor(PATIENT)
      await type(page, VOID_PASSWORD)
      await press('Enter')
      await page.locator('[role=dialog]').waitFor({ state: 'detached', ...PATIENT })
      await showsTotal(page, 500)
      expect((await holds()).findLast(([note]) => note === '302')?.[2]).toBe('open')
      await press('F10')
      await button(words.use).click()
      await press('Enter')
      await shows(words.paid)
      const { paid, holds: after } = await view()
      expect(paid?.tenders).toMatchObject([{ method: 'card', amount: 500 }])
      expect(after.filter(({ is }) => is === 'open')).toEqual([])
    })

    test('one is let go by the manager’s word', async () => {
      await make('50', 'T7')
      await press('Enter')
      await shows(words.approved)
      await press('Escape')
      await openList()
      await button(words.release).click()
      await page.locator('input[type=password]').waitFor(PATIENT)
      await button(words.releasing).waitFor(PATIENT)
      await type(page, VOID_PASSWORD)
      await press('Enter')
      await shows(words.none)
      await shows(`T7 · ${words.released}`)
      expect((await holds()).at(-1)).toEqual(['T7', 5_000, 'released'])
      await press('Escape')
    })
  })
})
