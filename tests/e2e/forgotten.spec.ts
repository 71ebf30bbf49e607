import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { press, scan, signIn, type } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { openOffice, SHOP } from '../world/office-tool.ts'
import { leaveFolder } from '../world/on-disk.ts'
import { AS_MANAGER, NEW_SECRETS } from '../world/people.ts'
import { alsoSearchFor } from '../world/secrets.ts'

/** The only manager forgot a password: what the screen says, what is read out, and the code, by the keyboard. */
const PATIENT = { timeout: 20_000 }
/** A person's: a scanner is known by going faster. */
const TYPING_MS = 70
/** The driver gives the next key when the page has had the last: one that is drawing its first screen is too slow. */
const DRAWN_MS = 1_000
const DEVICE = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/

describe(`a forgotten password on ${shellUnderTest()}`, () => {
  let page: Page
  let device = ''
  const station = oneStation({
    prepare: async (folder) => {
      await leaveFolder(folder)
      office.trustIn(folder)
    },
    opened: (own) => {
      page = own
    },
  })
  const office = openOffice(join(station.scratch, 'office'))

  const codeFor = (number: string) => {
    const code = office.issue(device, '--reset', number)
    alsoSearchFor(code.typed)
    return code
  }
  const shows = (text: string | RegExp) => page.getByText(text).first().waitFor(PATIENT)
  const atSignIn = () => page.getByRole('button', { name: /^忘了密码/ }).waitFor(PATIENT)
  const code = () => page.locator('main textarea')
  /** Each answer into the field that has the focus, then Enter: it goes on to the next empty one, and at last asks. */
  const answer = async (...answers: readonly string[]) => {
    for (const each of answers) {
      await type(page, each)
      await press(page, 'Enter')
    }
  }

  test('begins with who can help, and what is read out to head office', async () => {
    await atSignIn()
    await press(page, 'F1')
    await shows(/店里还有别的店长/)
    await shows(SHOP.merchant)
    await shows(SHOP.terminal)
    device = (await page.getByText(DEVICE).first().innerText()).trim()
    await press(page, 'Escape')
    await atSignIn()
  })

  test('ends by a code that was read out and typed, and its owner signs in', async () => {
    await press(page, 'F1')
    await shows(/店里还有别的店长/)
    await press(page, 'Enter')
    await answer(AS_MANAGER.number)
    await code().focus()
    await page.keyboard.type(codeFor(AS_MANAGER.number).typed.toLowerCase(), { delay: TYPING_MS })
    await press(page, 'Enter')
    await answer(NEW_SECRETS.reset, NEW_SECRETS.reset)
    await shows('登录密码已设好，请用它登录。')
    expect(await page.locator('main input').first().inputValue()).toBe(AS_MANAGER.number)
    await answer(NEW_SECRETS.reset)
    await page.locator('#search-field').waitFor(PATIENT)
  })

  test('a code of it that is scanned on duty is told where it belongs; nobody on duty, it opens the form', async () => {
    const { scanned } = codeFor(AS_MANAGER.number)
    await page.waitForTimeout(DRAWN_MS)
    await scan(page, scanned)
    await shows('这个码是重新设密码用的。')
    await press(page, 'F12')
    await page.getByRole('button', { name: /锁定/ }).click()
    await atSignIn()
    await scan(page, '6902088921014')
    expect(await code().count()).toBe(0)
    await scan(page, scanned)
    await code().waitFor(PATIENT)
    expect((await code().inputValue()).replaceAll(' ', '')).toBe(scanned.replace('HO1:', ''))
    await answer('99', NEW_SECRETS.voidPassword, NEW_SECRETS.voidPassword)
    await shows('没有编号 99 的操作员。')
    await page.locator('main input').first().fill(AS_MANAGER.number)
    await page.getByRole('button', { name: '撤销密码', exact: true }).focus()
    await press(page, 'Enter')
    await page.locator('main input').first().focus()
    await press(page, 'Enter')
    await shows('撤销密码已设好，请登录。')
    await signIn(page, { number: AS_MANAGER.number, password: NEW_SECRETS.reset })
  })

  test('what it was is forgotten with the form, and a code that did its work does nothing more', async () => {
    const { scanned } = codeFor(AS_MANAGER.number)
    await press(page, 'F12')
    await page.getByRole('button', { name: /锁定/ }).click()
    await atSignIn()
    await scan(page, scanned)
    await code().waitFor(PATIENT)
    await press(page, 'Escape')
    await atSignIn()
    await press(page, 'F1', 'Enter')
    expect(await code().inputValue()).toBe('')
    await press(page, 'Escape')
    await scan(page, scanned)
    await answer(AS_MANAGER.number, NEW_SECRETS.first, NEW_SECRETS.first)
    await shows('登录密码已设好，请用它登录。')
    await scan(page, scanned)
    await answer(AS_MANAGER.number, NEW_SECRETS.password, NEW_SECRETS.password)
    await shows('这个码已经用过了。')
    await press(page, 'Escape')
    await signIn(page, { number: AS_MANAGER.number, password: NEW_SECRETS.first })
  })
})
