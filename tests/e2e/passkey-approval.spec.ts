import { makeRealDisk } from '#drivers/disk/real'
import type { CashierView } from '#contract/view'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { askIn, viewIn } from '../driving/asking.ts'
import { handOver, signIn, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { plugInAuthenticator, signInPage, type Challenged } from '../driving/passkeys.ts'
import { shellUnderTest } from '../driving/running.ts'
import { openOnDisk } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER, staff, VOID_PASSWORD } from '../world/people.ts'
import { recordsOn } from '../world/remains.ts'

/** A void that asks for two things: the manager's void password and their passkey, at the till of a cashier. */
const PATIENT = { timeout: 20_000 }
const receipts: string[] = []

/** Three paid sales, and a policy by which a void takes a second factor. */
async function strictShop(folder: string): Promise<void> {
  const { station, ask } = await openOnDisk(folder)
  await staff(ask)
  for (let sale = 0; sale < 3; sale++) {
    await ask('sale.add', { sku: 'DRK001', quantity: 1 })
    const paid = await ask('sale.payCash', { due: 150, given: 150 })
    receipts.push(((paid.ok ? paid.value : null) as { receipt: string }).receipt) // the contract's
  }
  await ask('operators.signIn', AS_MANAGER)
  const { policy } = station.view('cashier') as CashierView // the cashier's role
  const rows = policy.rows.map((row) =>
    row.act === 'void-paid' ? { ...row, asks: ['void-password', 'second-factor'] } : row,
  )
  const set = await ask('authority.setPolicy', { policy: { ...policy, rows }, voidPassword: VOID_PASSWORD })
  if (!set.ok) throw new Error(set.why)
  await station.close()
}

describe.runIf(shellUnderTest() === 'chromium')('a void by void password and passkey', () => {
  let page: Page
  const { folder } = oneStation({ prepare: strictShop, opened: (own) => signIn((page = own), AS_MANAGER) })

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const ask = async (name: string, input: unknown) =>
    JSON.parse(await askIn(page, { name, input }, crypto.randomUUID())) as { ok: boolean; why?: string; value: unknown }
  const wishOf = (receipt: string | undefined, reason = 'other') => ({ what: { act: 'void-paid', receipt }, reason })
  const approve = (receipt: string | undefined, word: object, reason?: string) =>
    ask('authority.approve', {
      ...wishOf(receipt, reason),
      word: { manager: '11', voidPassword: VOID_PASSWORD, ...word },
    })
  const signed = async (receipt: string | undefined) => {
    const { value } = await ask('authority.challenge', { ...wishOf(receipt), manager: '11' })
    return signInPage(page, value as Challenged) // the contract's
  }
  /** What the page's authenticator said last, seen beside the screens that send it. */
  const overheard = () => page.evaluate(() => Reflect.get(window, 'overheard') as { id: string } | null)
  const records = async () => (await recordsOn(makeRealDisk(), join(folder, 'journal'))).records

  test('the manager adds a passkey, by the void password', async () => {
    await plugInAuthenticator(page)
    await page.keyboard.press('F12')
    await press('我的通行密钥')
    await page.locator('[role=dialog] input').fill(VOID_PASSWORD)
    await press('添加通行密钥')
    await shows('✓ 已添加。请试一试。')
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  })

  test('the void password alone is not enough; with the passkey the cashier’s void is done', async () => {
    await handOver(page, AS_CASHIER)
    expect(await approve(receipts[0], {})).toMatchObject({ why: 'factor-needed' })
    await page.evaluate(() => {
      const get = navigator.credentials.get.bind(navigator.credentials)
      navigator.credentials.get = async (options) => {
        const made = await get(options)
        Reflect.set(window, 'overheard', made instanceof PublicKeyCredential ? made.toJSON() : null)
        return made
      }
    })
    await page.keyboard.press('F8')
    await type(page, receipts[0] ?? '')
    await page.keyboard.press('Enter')
    await press('撤销交易')
    await press('用店长的通行密钥')
    await shows('✓ 通行密钥已确认')
    await type(page, VOID_PASSWORD)
    await page.keyboard.press('Enter')
    await shows(/已撤销。请退还顾客现金/)
    expect((JSON.parse(await viewIn(page)) as CashierView).found?.voided).toMatchObject({ manager: '11' })
  })

  test('the journal names the credential, and the void that used it up', async () => {
    const events = (await records()).map(({ body }) => (body as { event: Record<string, unknown> }).event)
    const given = events.filter(({ is }) => is === 'approval-given').map(({ approval }) => approval)
    // The browser's name of it, not the station's.
    const { id } = (await overheard()) ?? {}
    expect(id).toBeTruthy()
    expect(given).toMatchObject([
      {
        ...{ act: 'void-paid', subject: receipts[0], asker: '03', approver: '11', selfApproval: false },
        ...{ met: ['void-password', 'second-factor'], factor: { is: 'passkey', credential: id } },
      },
    ])
    const { id: approval } = given[0] as { id: string }
    expect(events.filter(({ is }) => is === 'sale-voided')).toMatchObject([{ receipt: receipts[0], approval }])
  })

  test('the answer that was signed for it says yes to nothing else, and to nothing twice', async () => {
    const used = await overheard()
    expect(await approve(receipts[1], { passkey: used })).toMatchObject({ why: 'passkey-challenge' })
    const mine = await signed(receipts[1])
    expect(await approve(receipts[2], { passkey: mine })).toMatchObject({ why: 'passkey-for-another' })
    // That used it up: it is not good for its own sale any more either.
    expect(await approve(receipts[1], { passkey: mine })).toMatchObject({ why: 'passkey-challenge' })
    const again = await signed(receipts[1])
    expect(await approve(receipts[1], { passkey: again, voidPassword: '900001' })).toMatchObject({
      why: 'wrong-void-password',
    })
    expect(await approve(receipts[1], { passkey: again })).toMatchObject({ ok: true })
    expect(await approve(receipts[1], { passkey: again })).toMatchObject({ why: 'passkey-challenge' })
    const voids = (await records()).filter(({ type: is }) => is === 'sale-voided')
    expect(voids).toHaveLength(1)
  })
})
