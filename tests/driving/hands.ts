import type { Page } from 'playwright-core'
import type { CashierView } from '#contract/view'
import { viewIn } from './asking.ts'
import { AS_CASHIER, CASHIER, FIRST_RUN, NEW_SECRETS } from '../world/people.ts'

/** A person's and a scanner's hands at the screens, the way both really work. */

/** How fast a calm person types. */
const TYPING_MS = 120

/** Where codes for refunds go. */
const MANAGER_EMAIL = 'manager@shop.example'

/** The first day: the manager is made, adds a cashier and hands over; the cashier is on duty. */
export async function begin(page: Page): Promise<void> {
  const { manager, password, voidPassword } = FIRST_RUN
  const secrets = [password, password, voidPassword, voidPassword]
  await fill(page, 'main', [manager.number, manager.name, ...secrets, MANAGER_EMAIL])
  await page.getByRole('button', { name: /开始使用|^Begin/ }).click()
  await page.locator('[data-total]').waitFor()
  await page.keyboard.press('F12')
  await page.getByRole('button', { name: /^操作员|^Operators/ }).click()
  await page.getByRole('button', { name: ADD }).click()
  const { first } = NEW_SECRETS
  await fill(page, '[role=dialog]', [CASHIER.number, CASHIER.name, first, first])
  await page.getByRole('button', { name: ADD }).click()
  await page.locator('[role=dialog] li', { hasText: CASHIER.number }).waitFor()
  await page.keyboard.press('Escape')
  await lock(page)
  await signInFirst(page, { ...AS_CASHIER, first })
}

const SEND = /把退款密码发到|重新发到|Send the refund code to|Send again to/
const CODE = /\d{4}-\d{4}-\d{4}-\d{2}/

/** The manager gets a refund code on the telephone to practise with, and reads it out. */
export async function enterSentCode(page: Page): Promise<void> {
  const before = await newestMessage(page)
  await page.getByRole('button', { name: SEND }).click()
  const code = await sentCode(page, before)
  await type(page, code.replaceAll('-', ''))
  await page.keyboard.press('Enter')
}

const SENT_MS = 10_000
const LOOK_AGAIN_MS = 100

async function newestMessage(page: Page): Promise<string> {
  const view = JSON.parse(await viewIn(page)) as CashierView // main's own words
  return view.bench?.messages?.newest[0]?.text ?? ''
}

async function sentCode(page: Page, before: string): Promise<string> {
  for (let waited = 0; waited < SENT_MS; waited += LOOK_AGAIN_MS) {
    const text = await newestMessage(page)
    const code = text === before ? undefined : CODE.exec(text)?.[0]
    if (code !== undefined) return code
    await page.waitForTimeout(LOOK_AGAIN_MS)
  }
  throw new Error('no refund code came')
}

const ADD = /新增操作员|Add an operator/

/** Locks the station and signs somebody in. */
export async function handOver(page: Page, who: { readonly number: string; readonly password: string }): Promise<void> {
  await lock(page)
  await signIn(page, who)
}

async function lock(page: Page): Promise<void> {
  await page.keyboard.press('F12')
  await page.getByRole('button', { name: /锁定|Lock or hand over/ }).click()
}

/** Somebody's first sign-in: with what the manager has set, they set a password of their own. */
export async function signInFirst(
  page: Page,
  who: { readonly number: string; readonly first: string; readonly password: string },
): Promise<void> {
  await page.locator('main input[type=password]').waitFor()
  await fill(page, 'main', [who.number, who.first])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /须先换成自己的密码|a password of your own/ }).waitFor()
  await fill(page, 'main', [who.password, who.password])
  await page.keyboard.press('Enter')
  await page.locator('#search-field').waitFor()
}

export async function signIn(page: Page, who: { readonly number: string; readonly password: string }): Promise<void> {
  await page.locator('main input[type=password]').waitFor()
  await fill(page, 'main', [who.number, who.password])
  await page.keyboard.press('Enter')
  await page.locator('#search-field').waitFor()
}

async function fill(page: Page, where: string, answers: readonly string[]): Promise<void> {
  for (const [place, answer] of answers.entries()) await page.locator(`${where} input`).nth(place).fill(answer)
}

/** A scanner that types: all keys at once, then Enter; into whatever has the focus. */
export async function scan(page: Page, code: string): Promise<void> {
  await Promise.all([...Array.from(code), 'Enter'].map((key) => page.keyboard.press(key)))
}

export const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text, { delay: TYPING_MS })

/** One key after the other. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** The total on the screen, in fen. */
export const total = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-total]').getAttribute('data-total'))

/** Waits until the screen shows this total. */
export const showsTotal = (page: Page, fen: number): Promise<void> =>
  page.locator(`[data-total="${fen}"]`).waitFor({ timeout: 10_000 })

/** The lines of the sale as they are read on the screen. */
export const lines = (page: Page): Promise<string[]> => page.locator('ol li[aria-current]').allInnerTexts()
