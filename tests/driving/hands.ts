import type { Page } from 'playwright-core'
import { FIRST_RUN } from '../world/people.ts'

/** A person's and a scanner's hands at the screens, the way both really work. */

/** How fast a calm person types. */
const TYPING_MS = 120

/** Answers the first-run question. */
export async function begin(page: Page): Promise<void> {
  const { cashier, manager, voidPassword } = FIRST_RUN
  const answers = [cashier.number, cashier.name, manager.number, manager.name, voidPassword, voidPassword]
  for (const [place, answer] of answers.entries()) await page.locator('input').nth(place).fill(answer)
  await page.getByRole('button', { name: /开始收银|Start selling/ }).click()
  await page.locator('[data-total]').waitFor()
}

/** A scanner that types: all keys at once, then Enter; into whatever has the focus. */
export async function scan(page: Page, code: string): Promise<void> {
  await Promise.all([...Array.from(code), 'Enter'].map((key) => page.keyboard.press(key)))
}

export const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text, { delay: TYPING_MS })

/** The total on the screen, in fen. */
export const total = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-total]').getAttribute('data-total'))

/** Waits until the screen shows this total. */
export const showsTotal = (page: Page, fen: number): Promise<void> =>
  page.locator(`[data-total="${fen}"]`).waitFor({ timeout: 10_000 })

/** The lines of the sale as they are read on the screen. */
export const lines = (page: Page): Promise<string[]> => page.locator('ol li[aria-current]').allInnerTexts()
