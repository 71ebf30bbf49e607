import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { begin, handOver, press, signIn, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { AS_CASHIER, AS_MANAGER, CASHIER, NEW_SECRETS, VOID_PASSWORD } from '../world/people.ts'

/** Secrets at the screens of the program, by the keyboard: one's own, an authenticator, what the manager resets. */
describe(`secrets on ${shellUnderTest()}`, () => {
  let page: Page
  // A cashier is added, and at the first sign-in has to set a password of their own.
  oneStation({ opened: (own) => begin((page = own)) })

  const row = (kind: string) => page.locator(`[data-secret=${kind}]`)
  const says = (kind: string, text: string) => row(kind).getByText(text).waitFor()
  const own = async () => {
    await press(page, 'F12')
    await page.getByRole('button', { name: /^我的密码/ }).click()
    await row('login').waitFor()
  }
  const closed = async () => {
    await press(page, 'Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  }
  /** Each field, then Enter: it goes on to the next empty one, and at last asks. */
  const enter = async (kind: string, ...answers: readonly string[]) => {
    await row(kind).getByRole('button').last().click()
    await page.locator('[role=dialog] input').first().waitFor()
    for (const answer of answers) {
      await type(page, answer)
      await press(page, 'Enter')
    }
  }

  test('the password that the manager had set opens nothing any more', async () => {
    await press(page, 'F12')
    await page.getByRole('button', { name: /锁定/ }).click()
    await page.locator('main input[type=password]').fill(NEW_SECRETS.first)
    await press(page, 'Enter')
    await page.getByText('登录密码不对').waitFor()
    await signIn(page, AS_CASHIER)
  })

  test('a cashier changes the own password and sets a PIN', async () => {
    await own()
    await says('pin', '未设置')
    await enter('login', CASHIER.password, '123456', '123456')
    await page.locator('[role=dialog] [role=alert]', { hasText: '密码太常见' }).waitFor()
    await press(page, 'Escape')
    await enter('login', CASHIER.password, NEW_SECRETS.password, NEW_SECRETS.password)
    await says('login', '今天设置')
    await enter('pin', NEW_SECRETS.password, NEW_SECRETS.pin, NEW_SECRETS.pin)
    await says('pin', '今天设置')
    await closed()
    await handOver(page, { ...AS_CASHIER, password: NEW_SECRETS.password })
  })

  test('a manager enrols an authenticator: the code on the screen, then its first six digits', async () => {
    await handOver(page, AS_MANAGER)
    await own()
    await enter('totp', VOID_PASSWORD)
    const secret = (await page.getByTestId('authenticator-secret').innerText()).replaceAll(' ', '')
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
    await type(page, code)
    await press(page, 'Enter')
    await says('totp', '使用中')
    await closed()
  })

  test('resets the cashier’s password, who must change it at the next sign-in, each thing by itself', async () => {
    await press(page, 'F12')
    await page.getByRole('button', { name: /^操作员/ }).click()
    await page.locator('[role=dialog] li', { hasText: CASHIER.number }).getByRole('button', { name: '管理' }).click()
    await enter('login', NEW_SECRETS.reset, NEW_SECRETS.reset, VOID_PASSWORD)
    await says('login', '下次登录时须修改')
    await press(page, 'Escape')
    await closed()
    await press(page, 'F12')
    await page.getByRole('button', { name: /锁定/ }).click()
    await page.locator('main input').first().fill(CASHIER.number)
    await page.locator('main input').nth(1).fill(NEW_SECRETS.reset)
    await press(page, 'Enter')
    await page.getByRole('heading', { name: '须先换成自己的密码' }).waitFor()
    for (const answer of [CASHIER.password, CASHIER.password]) {
      await type(page, answer)
      await press(page, 'Enter')
    }
    await page.getByText('以前用过').waitFor()
    expect(await page.locator('#search-field').count()).toBe(0)
    for (const place of [0, 1]) await page.locator('main input').nth(place).fill('Korb-Apfel-7')
    await press(page, 'Enter')
    await page.locator('#search-field').waitFor()
  })
})
