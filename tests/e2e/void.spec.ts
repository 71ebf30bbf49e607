import { makeVirtualClock } from '#drivers/clock/virtual'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { handOver, signIn, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { openOnDisk } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER, SECOND_MANAGER, staff, VOID_PASSWORD, voidOf } from '../world/people.ts'

/** Wrong void passwords at the screens of the program: the wait, the lock, what a new start changes, and who helps. */
const PATIENT = { timeout: 40_000 }
const QUARTER_HOUR_MS = 15 * 60_000
const AS_SECOND = { number: SECOND_MANAGER.number, password: SECOND_MANAGER.password }

/** A shop of two managers with one paid sale, where manager 11's void password was wrong so often. */
async function shopAfter(wrong: number, folder: string): Promise<string> {
  const clock = makeVirtualClock(Date.now() - 24 * 60 * 60_000)
  const { station, ask } = await openOnDisk(folder, { clock })
  await staff(ask)
  await ask('operators.signIn', AS_MANAGER)
  await ask('operators.add', SECOND_MANAGER)
  await ask('operators.signIn', AS_CASHIER)
  await ask('sale.add', { sku: 'DRK001', quantity: 2 })
  const paid = await ask('sale.payCash', { due: 300, given: 300 })
  const { receipt } = (paid.ok ? paid.value : null) as { receipt: string } // the contract's
  for (let nth = 0; nth < wrong; nth++) {
    const answer = await ask('authority.approve', voidOf(receipt, `90000${nth}`))
    if (answer.ok || answer.why !== 'wrong-void-password') throw new Error(JSON.stringify(answer))
    await clock.advance(QUARTER_HOUR_MS)
  }
  await station.close()
  return receipt
}

const TRIES = [{ wrong: 4 }, { wrong: 10 }]

describe.each(TRIES)(`voids on ${shellUnderTest()} after $wrong wrong passwords`, ({ wrong }) => {
  let receipt: string
  let page: Page
  const station = oneStation({
    prepare: async (folder) => (receipt = await shopAfter(wrong, folder)),
    opened: (own) => (page = own),
  })

  const askVoid = async () => {
    await page.keyboard.press('F8')
    await type(page, receipt)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '撤销交易' }).click()
    await page.locator('input[type=password]').waitFor()
  }
  const confirm = async (password: string) => {
    await type(page, password)
    await page.keyboard.press('Enter')
  }
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const canConfirm = () => page.getByRole('button', { name: '撤销并退款' }).isEnabled()
  const restarted = async () => {
    await station.again()
    await signIn(page, AS_CASHIER)
    await askVoid()
  }

  test.runIf(wrong === 4)('the fifth makes the right one wait, also after a new start', async () => {
    await signIn(page, AS_CASHIER)
    await askVoid()
    await shows('还可输入 1 次')
    await confirm('900009')
    await shows(/请等 0:(30|2\d)/)
    await confirm(VOID_PASSWORD)
    expect(await canConfirm()).toBe(false)
    await restarted()
    await shows(/请等 0:(30|2\d)/)
    await confirm(VOID_PASSWORD)
    expect(await canConfirm()).toBe(false)
  })

  test.runIf(wrong === 10)('the tenth locked it: a new start changes nothing, another manager unlocks', async () => {
    await signIn(page, AS_CASHIER)
    await askVoid()
    await shows('已锁定。请另一位店长')
    await restarted()
    await confirm(VOID_PASSWORD)
    expect(await canConfirm()).toBe(false)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
    await handOver(page, AS_SECOND)
    await page.keyboard.press('F12')
    await page.getByRole('button', { name: /^操作员/ }).click()
    await page.locator('[role=dialog] li', { hasText: '店长' }).getByRole('button', { name: '解锁' }).click()
    await page.getByRole('button', { name: '解锁' }).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
    await handOver(page, AS_CASHIER)
    await askVoid()
  })

  test('then the right one voids: money back, the sale marked, and no second time', async () => {
    await expect.poll(canConfirm, PATIENT).toBe(false)
    await page.getByText(/请等 \d/).waitFor({ state: 'detached', ...PATIENT })
    await page.locator('input[type=password]').fill('')
    await confirm(VOID_PASSWORD)
    await shows(/已撤销。请退还顾客现金/)
    await page.keyboard.press('Escape')
    await page.keyboard.press('F8')
    await type(page, receipt)
    await page.keyboard.press('Enter')
    const slip = page.getByRole('img', { name: /小票/ })
    await slip.waitFor(PATIENT)
    await shows('已撤销')
    expect(await page.getByRole('button', { name: '撤销交易' }).count()).toBe(0)
  })
})
