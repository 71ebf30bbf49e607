import { mkdirSync } from 'node:fs'
import { startProgram } from './driving/running.ts'
import { begin, handOver } from './driving/hands.ts'
import { AS_MANAGER } from './world/people.ts'
import { askIn, viewIn } from './driving/asking.ts'

const out = '/tmp/shots-dev'
mkdirSync(out, { recursive: true })
for (const [language, theme] of [['zh-CN', 'light'], ['en', 'dark']] as const) {
  const running = await startProgram({ profile: 'training', language })
  const { page } = running
  await page.setViewportSize({ width: 1024, height: 768 })
  await begin(page)
  await askIn(page, { name: 'operators.setAppearance', input: { language, theme } }, `look-${theme}-12345`)
  await handOver(page, AS_MANAGER)
  await page.waitForTimeout(500)
  await page.keyboard.press('F12')
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}/${language}-more.png` })
  await page.getByRole('button', { name: language === 'en' ? 'Devices' : '设备', exact: true }).click()
  await page.waitForTimeout(2500)
  await page.screenshot({ path: `${out}/${language}-devices.png` })
  const rows = page.locator('li[data-role]')
  for (const [role, at] of [['scanner', 0], ['reader', 0], ['chip', 0], ['pin-pad', 0], ['printer', 0], ['display', 0]] as const) {
    await page.locator(`li[data-role="${role}"]`).getByRole('button', { name: /Choose|指定/ }).click()
    await page.waitForTimeout(200)
    await page.screenshot({ path: `${out}/${language}-choose-${role}.png` })
    const which = role === 'pin-pad' ? /PIN pad/ : role === 'display' ? /LED8/ : /./
    const options = page.locator('[role=dialog] button').filter({ hasText: which }).filter({ hasText: /:/ })
    await options.nth(at).click({ timeout: 3000 }).catch((e: unknown) => console.log(role, String(e).slice(0, 200)))
    await page.waitForTimeout(400)
  }
  await page.waitForTimeout(3000)
  await page.screenshot({ path: `${out}/${language}-assigned.png` })
  const use = (gadget: string, text: string, txn: string) => askIn(page, { name: 'training.use', input: { gadget, text } }, txn)
  console.log(await use('scanner', '6901234567892', 'use-1-12345678'))
  await use('reader', '6222020000000015=30122010000000000000', 'use-2-12345678')
  await use('chip', '', 'use-3-12345678')
  await use('pin-pad', '1234', 'use-4-12345678')
  for (const what of ['printer', 'display', 'chip', 'pin-pad']) await askIn(page, { name: 'devices.try', input: { what } }, `try-${what}-1234567`)
  await page.waitForTimeout(4000)
  await page.screenshot({ path: `${out}/${language}-tried.png` })
  await page.locator('[role=dialog]').locator('li').last().scrollIntoViewIfNeeded()
  await page.locator('details summary').last().click().catch(() => undefined)
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}/${language}-trace.png` })
  await askIn(page, { name: 'training.plug', input: { gadget: 'reader', isIn: false } }, 'plug-1-12345678')
  await page.waitForTimeout(800)
  await page.keyboard.press('Escape')
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}/${language}-strip.png` })
  console.log(JSON.stringify((JSON.parse(await viewIn(page)) as { devices: { roles: unknown } }).devices.roles))
  console.log(await rows.count())
  await running.stop()
}
