import { codeOf, TEST_CUSTOMERS } from '#drivers/scanpay/virtual/customers'
import { ScanpaySetting } from '#main/scanpay/settings'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openScanLab } from '../../build/lab-scan.ts'
import { askIn } from '../driving/asking.ts'
import { press as pressKeys, scan, showsTotal, signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { openOnDisk } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER, staff } from '../world/people.ts'
import { AS_IT, IT } from '../scanpay/shop.ts'

/** A scan payment platform that the settings name: IT makes the key, has it certified, checks, and it takes money. */
const WATER = '6902088921014'
const PATIENT = { timeout: 30_000 }

describe(`a scan payment platform of the settings on ${shellUnderTest()}`, () => {
  const lab = mkdtempSync(join(tmpdir(), 'scan-lab-'))
  let page: Page
  let close: (() => Promise<void>) | null = null
  const heard: string[] = []
  oneStation({
    prepare: async (folder) => {
      close = await openScanLab({ port: 0, out: lab, say: (line) => void heard.push(line) })
      const piece = JSON.parse(readFileSync(join(lab, 'scanpay.json'), 'utf8')) as { scanpay: unknown }
      const scanpay = ScanpaySetting.parse(piece.scanpay)
      const { station, ask } = await openOnDisk(folder, { firstSettings: { idleLockMinutes: null, scanpay } })
      await staff(ask)
      await ask('operators.signIn', AS_MANAGER)
      expect((await ask('operators.add', IT)).ok).toBe(true)
      await station.close()
    },
    opened: async (own) => signIn((page = own), AS_CASHIER),
  })
  afterAll(async () => {
    await close?.()
    rmSync(lab, { recursive: true })
  })
  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const shot = async (name: string) => {
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/platform-${name}.png` })
  }
  const asIt = async () => {
    await press('Escape', 'F12')
    await page.getByRole('button', { name: /锁定/ }).click()
    await page.locator('main input[type=password]').waitFor()
    await page.locator('main input').nth(0).fill(AS_IT.number)
    await page.locator('main input').nth(1).fill(AS_IT.password)
    await press('Enter')
    await button('扫码支付平台').click()
  }

  test('without a key nobody is asked for a code, and the cashier is told whom to call', async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F11', 'Enter')
    await shows(/没有收/)
    await shows(/还没有装支付平台的密钥/)
  })

  test('IT makes the key, hands its public half in, and is told that all is well', async () => {
    await asIt()
    await shows('还没有可用的商户密钥，现在不能扫码收款。')
    await button('在本机生成').click()
    await button('生成密钥').click()
    await shows(/已生成，编号 [0-9a-f]{16}/)
    await button('检查连接').click()
    await shows('平台不接受本机的签名。')
    await shot('refused')
    await button('复制公钥').click()
    await page.getByText(/^(已复制。|没能复制，请手动选中复制。)$/).waitFor(PATIENT)
    writeFileSync(join(lab, 'merchant.pub'), (await page.locator('pre').textContent()) ?? '')
    await button('检查连接').click()
    await shows('一切正常。')
    await shows('与本机一致')
    await shot('fine')
  })

  test('a second key waits, is not lost by a slip of the hand, and what is no key is refused', async () => {
    await button('生成密钥').click()
    await shows('等待启用的新密钥')
    await button('生成密钥').click()
    await shows('已经有一个新密钥在等证书。')
    await shot('waits')
    const before = await page.locator('pre').textContent()
    await button('作废等待的密钥，重新来').click()
    await shows(/已生成，编号/)
    expect(await page.locator('pre').textContent()).not.toBe(before)
    await button('装入别处生成的').click()
    await page.getByLabel('私钥 PEM').fill(readFileSync(join(lab, 'merchant.pub'), 'utf8'))
    await button('装入私钥').click()
    await shows('这是公钥或证书，不是私钥。')
    const dark = { name: 'operators.setAppearance', input: { language: 'en', theme: 'dark' } }
    await askIn(page, dark, 'the-other-theme')
    await shows('Scan payment platform')
    await shot('dark')
    await askIn(page, { ...dark, input: { language: 'zh-CN', theme: 'light' } }, 'the-first-theme')
    await button('检查连接').click()
    await shows('一切正常。')
  })

  test('a customer’s code pays by it', async () => {
    await press('Escape', 'F12')
    await signIn(page, AS_CASHIER)
    await press('F11', 'Enter')
    await shows('请扫顾客的付款码')
    await scan(page, codeOf(TEST_CUSTOMERS.alipay, 1))
    await shows('已收款')
    expect(heard.at(-1)).toMatch(/1 orders so far$/)
  })
})
