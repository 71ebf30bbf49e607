import type { CashierView } from '#contract/view'
import { formatCode } from '#domain/refund-codes'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { askIn, viewIn } from '../driving/asking.ts'
import { begin, enterSentCode, handOver, press as pressKeys, scan, showsTotal, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { AS_CASHIER, AS_MANAGER, VOID_PASSWORD } from '../world/people.ts'

/** Who says yes to what, at the screens and by the keyboard. */
const WATER = '6902088921014'
const PATIENT = { timeout: 30_000 }
const MADE_UP = formatCode('0000000000000').replaceAll('-', '')

describe(`authority on ${shellUnderTest()}`, () => {
  let page: Page
  oneStation({ opened: (own) => begin((page = own)) })

  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
  const field = (name: string) => page.getByRole('textbox', { name })
  /** Of two panels, one over the other, both. */
  const closed = () => page.locator(':root:not(:has([role=dialog]))').waitFor(PATIENT)
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // what main shows the cashier's window
  const ask = async (name: string, input: unknown) =>
    JSON.parse(await askIn(page, { name, input }, crypto.randomUUID())) as { ok: boolean; value: unknown } // the door's
  /** A sale paid in cash, looked up by its slip's code. */
  const soldAndFound = async (): Promise<string> => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F9', 'Enter')
    await shows('已收款')
    const receipt = (await view()).paid?.receipt ?? ''
    await scan(page, receipt)
    await button('退货退款').waitFor(PATIENT)
    return receipt
  }
  const choosesAll = async () => {
    await button('退货退款').click()
    await button(/^\+ /).click()
    await press('Enter')
    await button(/把退款密码发到|重新发到/).waitFor(PATIENT)
  }

  test('a price beyond the limit is a manager’s void password away', async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F4', '=')
    await type(page, '0.5')
    await press('Enter')
    await shows('超出限度的优惠或改价')
    await type(page, '900001')
    await press('Enter')
    await shows('撤销密码不对')
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await closed()
    await showsTotal(page, 50)
  })

  test('a policy that asks for more is set by the manager, and asked for at the counter', async () => {
    await handOver(page, AS_MANAGER)
    await press('F12')
    await button('授权规则').click()
    const acts = page.getByRole('group', { name: '删商品或减数量' })
    await acts.getByRole('button', { name: '店长撤销密码' }).click()
    await field('您的撤销密码').fill(VOID_PASSWORD)
    await press('Enter')
    await closed()
    expect((await view()).policy.version).toBe(2)
    await handOver(page, AS_CASHIER)
    await press('Delete')
    await shows('删商品或减数量')
    await press('Escape')
    await closed()
    await showsTotal(page, 50)
    await press('Delete')
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await closed()
    await showsTotal(page, 0)
  })

  test('a small refund goes by authenticator and void password where no code is sent', async () => {
    await handOver(page, AS_MANAGER)
    const { value } = await ask('operators.enrolTotp', { voidPassword: VOID_PASSWORD })
    const { uri } = value as { uri: string } // the contract's
    const totp = new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '') })
    // The step before is still good to prove it with, and leaves this one for the refund.
    const before = totp.generate({ timestamp: Date.now() - 30_000 })
    expect(await ask('operators.confirmTotp', { code: before })).toMatchObject({ ok: true })
    await handOver(page, AS_CASHIER)
    await soldAndFound()
    await choosesAll()
    await button('动态码加撤销密码').click()
    await type(page, VOID_PASSWORD)
    await press('Enter')
    await type(page, totp.generate())
    await press('Enter')
    await shows('已全部退回')
    await press('Escape')
    await closed()
  })

  test('wrong codes kill the code, then lock the sale, and a manager lets it go on', async () => {
    const receipt = await soldAndFound()
    await choosesAll()
    for (const end of ['退款密码输错三次', '已停止退款']) {
      await button(/把退款密码发到|重新发到/).click()
      await shows(/已发给 11 店长/)
      for (let times = 0; times < 3; times++) {
        await type(page, MADE_UP)
        await press('Enter')
        await page.waitForTimeout(300)
      }
      await shows(end)
    }
    await press('Escape', 'Escape', 'Escape')
    await closed()
    await handOver(page, AS_MANAGER)
    await scan(page, receipt)
    await shows('已停止退款')
    await field('您的撤销密码').fill(VOID_PASSWORD)
    await button('解除退款停止').click()
    await page
      .getByText('已停止退款')
      .first()
      .waitFor({ state: 'detached', ...PATIENT })
    await press('Escape')
    await closed()
    await handOver(page, AS_CASHIER)
    await scan(page, receipt)
    await choosesAll()
    await enterSentCode(page)
    await shows('已全部退回')
    await press('Escape')
    await closed()
  })
})
