import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { askIn } from '../driving/asking.ts'
import { signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { plugInAuthenticator, signInPage, type Challenged } from '../driving/passkeys.ts'
import { shellUnderTest } from '../driving/running.ts'
import { leaveFolder } from '../world/on-disk.ts'
import { AS_MANAGER, VOID_PASSWORD } from '../world/people.ts'

/** A manager's passkey through the real screens; the authenticator is Chromium's virtual one. */
const PATIENT = { timeout: 20_000 }
const shell = shellUnderTest()

describe(`passkeys on ${shell}`, () => {
  let page: Page
  let acts = 0
  oneStation({ prepare: leaveFolder, opened: (own) => signIn((page = own), AS_MANAGER) })

  const ask = async (name: string, input: unknown) =>
    JSON.parse(await askIn(page, { name, input }, `passkey-act-${++acts}`)) as {
      ok: boolean
      why?: string
      value: Challenged
    }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const shows = (text: string) => page.getByText(text).first().waitFor(PATIENT)
  const openPart = async () => {
    await page.keyboard.press('F12')
    await press('我的通行密钥')
  }
  const sign = (challenge: string, asked: Challenged, limitMs?: number) =>
    signInPage(page, { ...asked, challenge }, limitMs)

  if (shell !== 'chromium') {
    test('are not offered, since nobody has seen this shell use one', async () => {
      await page.keyboard.press('F12')
      await page.getByRole('button', { name: '锁定 / 换人' }).waitFor(PATIENT)
      expect(await page.getByRole('button', { name: '我的通行密钥' }).count()).toBe(0)
      expect(await ask('passkeys.begin', { voidPassword: VOID_PASSWORD })).toMatchObject({ why: 'passkeys-not-here' })
    })
    return
  }

  test('without an authenticator the browser waits for one: neither origin nor TLS is in its way', async () => {
    const asked = { challenge: 'A'.repeat(43), rpId: 'station.localhost', allowCredentials: [{ id: 'AAAA' }] }
    // Only the limit of time ended it.
    expect(await sign(asked.challenge, asked, 5_000)).toMatch(/^TimeoutError/)
    // What is no business of this page is refused at once.
    expect(await sign(asked.challenge, { ...asked, rpId: 'elsewhere.localhost' }, 5_000)).toMatch(/^SecurityError/)
  })

  test('are added after the void password, and work', async () => {
    await plugInAuthenticator(page)
    await openPart()
    await shows('还没有通行密钥。')
    await page.locator('[role=dialog] input').fill('000111')
    await press('添加通行密钥')
    await shows('撤销密码不对，没有执行。')
    await page.locator('[role=dialog] input').fill(VOID_PASSWORD)
    await press('添加通行密钥')
    await shows('✓ 已添加。请试一试。')
    await press('试一试')
    await shows('✓ 可以用。')
  })

  test('say yes to one challenge, once; a replay and another challenge are refused', async () => {
    const { value } = await ask('passkeys.challenge', {})
    const signed = await sign(value.challenge, value)
    expect(await ask('passkeys.try', { signed })).toMatchObject({ ok: true })
    expect(await ask('passkeys.try', { signed })).toMatchObject({ why: 'passkey-challenge' })
    const made = await sign('B'.repeat(43), value)
    expect(await ask('passkeys.try', { signed: made })).toMatchObject({ why: 'passkey-challenge' })
  })

  test('whose counter went back are refused as copies', async () => {
    const before = await ask('passkeys.challenge', {})
    const first = await sign(before.value.challenge, before.value)
    const second = await ask('passkeys.challenge', {})
    const later = await sign(second.value.challenge, second.value)
    expect(await ask('passkeys.try', { signed: later })).toMatchObject({ ok: true })
    expect(await ask('passkeys.try', { signed: first })).toMatchObject({ why: 'passkey-copied' })
  })

  test('are removed by the void password', async () => {
    await page.locator('[role=dialog] input').fill(VOID_PASSWORD)
    await press('删除')
    await shows('✓ 已删除。')
    await shows('还没有通行密钥。')
    expect(await ask('passkeys.challenge', {})).toMatchObject({ why: 'no-such-passkey' })
  })
})
