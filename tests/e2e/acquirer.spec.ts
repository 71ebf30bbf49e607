import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import { startVirtualHost, type VirtualHost } from '#drivers/acquirer/host'
import { TEST_CARDS } from '#drivers/acquirer/virtual/cards'
import { seededKeys } from '#drivers/acquirer/virtual/seeded-keys'
import { newHostState } from '#drivers/acquirer/virtual/state'
import { makeRealClock } from '#drivers/clock/real'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { secondEyes } from '../acquirer/second-eyes.ts'
import { TMK } from '../acquirer/vectors.ts'
import { press as pressKeys, scan, showsTotal, signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { makeCertificate } from '../world/certificate.ts'
import { openOnDisk } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER, staff } from '../world/people.ts'

/** An acquirer that the settings name, over TLS: nothing is taken before IT has loaded its key in two components. */
const WATER = '6902088921014'
const PATIENT = { timeout: 30_000 }
const NAMES = { terminal: '12345678', merchant: '898310058120001' }
const IT = { number: '77', name: 'IT', role: 'it', password: '615273', mustChange: false }
const ONE = 'A1B2C3D4E5F60718293A4B5C6D7E8F90'
const OTHER = Buffer.from(TMK.map((byte, at) => byte ^ (Buffer.from(ONE, 'hex')[at] ?? 0))).toString('hex')

describe(`an acquirer of the settings on ${shellUnderTest()}`, () => {
  let page: Page
  let host: VirtualHost
  oneStation({
    prepare: async (folder) => {
      const tls = makeCertificate()
      const keysOf = seededKeys(CUP_CLASSIC, 'of the settings')
      const state = newHostState(Object.values(TEST_CARDS))
      const twin = { ...NAMES, profile: CUP_CLASSIC, tmk: TMK, keysOf, eyes: secondEyes, sealsRefusals: true }
      host = await startVirtualHost({ clock: makeRealClock(), tls, state, twin })
      const line = { host: '127.0.0.1', port: host.port, tls: { ca: tls.cert, name: 'localhost' } }
      const acquirer = { ...line, ...NAMES, declines: 'signed', pinFreeUpTo: 100_000, switches: {} } as const
      const { station, ask } = await openOnDisk(folder, { firstSettings: { idleLockMinutes: null, acquirer } })
      await staff(ask)
      await ask('operators.signIn', AS_MANAGER)
      expect((await ask('operators.add', IT)).ok).toBe(true)
      await station.close()
    },
    opened: async (own) => signIn((page = own), AS_CASHIER),
  })
  afterAll(() => host.close())
  const press = (...keys: readonly string[]) => pressKeys(page, ...keys)
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)

  test('without its master key a card is not taken, and the cashier is told whom to call', async () => {
    await scan(page, WATER)
    await showsTotal(page, 150)
    await press('F10', 'Enter')
    await shows(/没有收/)
    await shows(/主密钥/)
    expect([host.heard(), host.books().total()]).toEqual([0, 0])
  })

  test('IT loads it in two components, sees its check value, and signs in; then the card pays', async () => {
    await press('Escape', 'F12')
    await page.getByRole('button', { name: /锁定/ }).click()
    await page.locator('main input[type=password]').waitFor()
    await page.locator('main input').nth(0).fill(IT.number)
    await page.locator('main input').nth(1).fill(IT.password)
    await press('Enter')
    await page.getByRole('button', { name: '银行卡终端', exact: true }).click()
    await page.getByLabel('第一段').fill(ONE)
    await page.getByLabel('第二段').fill(OTHER)
    await page.getByRole('button', { name: '装入主密钥' }).click()
    await shows(/校验值 [0-9A-F]{6}/)
    await page.getByRole('button', { name: '重新签到' }).click()
    await shows('已签到')
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/key.png` })
    await press('Escape', 'F12')
    await signIn(page, AS_CASHIER)
    await press('F10', 'Enter')
    await shows('已收款')
    expect(host.books().total()).toBe(150)
  })
})
