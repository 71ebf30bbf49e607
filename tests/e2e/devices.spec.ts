import { readdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { askIn } from '../driving/asking.ts'
import { begin, handOver, showsTotal } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { AS_CASHIER, AS_MANAGER } from '../world/people.ts'

/** A manager gives practice devices their roles, as real ones get theirs; then they are used, pulled out and killed. */
const PATIENT = { timeout: 20_000 }
const WATER = '6902088921014'
const CARD = '6222020000000015=30122010000000000000'

describe(`devices on ${shellUnderTest()}`, () => {
  let page: Page
  const station = oneStation({
    options: () => ({ profile: 'training' }),
    opened: async (own) => {
      page = own
      await begin(page)
      await handOver(page, AS_MANAGER)
    },
  })
  let acts = 0
  const hand = (name: string, input: unknown) => askIn(page, { name, input }, `a-hand-at-a-device-${++acts}`)
  const row = (role: string) => page.locator(`li[data-role="${role}"]`)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const openDevices = async () => {
    await page.keyboard.press('F12')
    await button('设备').click()
    await button('查找设备').waitFor(PATIENT)
  }
  const choose = async (role: string, device: RegExp) => {
    await row(role)
      .getByRole('button', { name: /指定|更换/ })
      .first()
      .click()
    await page.locator('[role=dialog] button').filter({ hasText: device }).first().click()
    await page.locator(`li[data-role="${role}"][data-state="ready"]`).waitFor(PATIENT)
  }
  const says = (role: string, words: string) => row(role).getByText(words).waitFor(PATIENT)

  test('are found, given a role and tried, each by its own button or by using it', async () => {
    await openDevices()
    await choose('scanner', /PRACTICE-1/)
    await choose('reader', /PRACTICE-2/)
    await choose('chip', /CR000001/)
    await choose('pin-pad', /PP000001/)
    await choose('printer', /P0001/)
    await choose('display', /LED8.*D0001/s)
    await hand('training.use', { gadget: 'scanner', text: WATER })
    await says('scanner', `扫到 ]E0${WATER}`)
    await hand('training.use', { gadget: 'reader', text: CARD })
    await says('reader', '刷卡 622202******0015')
    await hand('training.use', { gadget: 'chip', text: '' })
    await says('chip', '卡已插入')
    await row('chip').getByRole('button', { name: '读卡测试' }).click()
    await says('chip', '卡有应答')
    await row('pin-pad').getByRole('button', { name: '密码测试' }).click()
    await hand('training.use', { gadget: 'pin-pad', text: '1234' })
    await says('pin-pad', '已输入密码（测试密钥）')
    await row('printer').getByRole('button', { name: '打印测试页' }).click()
    await says('printer', '测试页已打印')
    await row('printer').getByRole('button', { name: '开钱箱' }).click()
    await says('printer', '钱箱已打开')
    // With a plug of its own it is opened in its own row only.
    await choose('drawer', /any byte.*TILL001/s)
    await row('drawer').getByRole('button', { name: '开钱箱' }).click()
    await says('drawer', '已发出开箱信号，请看钱箱')
    expect(await row('printer').getByRole('button', { name: '开钱箱' }).count()).toBe(0)
    await hand('training.use', { gadget: 'drawer', text: '' })
    await row('display').getByRole('button', { name: '显示测试' }).click()
    await says('display', '已显示')
    expect(await page.locator('[role=dialog]').innerText()).not.toContain('6222020000000015')
    await page.keyboard.press('Escape')
  })

  test('that type like a keyboard are set up by codes off the screen, one at a time', async () => {
    await openDevices()
    await row('scanner').getByRole('button', { name: '更换' }).click()
    const typing = page.locator('[data-make="honeywell-keyboard"]')
    await typing.getByText('暂不能选').waitFor(PATIENT)
    await typing.getByRole('button', { name: '设置码' }).click()
    const shown = page.locator('[role=dialog] figure')
    await shown.getByRole('img', { name: '设置码，切换为 HID POS 模式' }).waitFor(PATIENT)
    await button('切换为 USB 串口模式').click()
    await shown.getByText('TERMID130.').waitFor(PATIENT)
    expect(await shown.count()).toBe(1)
    await button('查找设备').click()
    await typing.waitFor(PATIENT)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('[role=dialog]').waitFor({ ...PATIENT, state: 'detached' })
  })

  test('sell: a scan is a line, the display shows the total, the slip comes out of the printer', async () => {
    await handOver(page, AS_CASHIER)
    await hand('training.use', { gadget: 'scanner', text: WATER })
    await page.locator('ol li[aria-current]').first().waitFor(PATIENT)
    const due = Number(await page.locator('[data-total]').getAttribute('data-total'))
    await showsTotal(page, due)
    await page.keyboard.press('F9')
    await page.keyboard.press('Enter')
    await page.getByText('小票已打印').waitFor(PATIENT)
    await button('练习面板').click()
    await page.getByText('练习设备').click()
    await page.locator('[data-gadget="printer"]', { hasText: '小麦便利店' }).waitFor(PATIENT)
    await page.locator('[data-gadget="drawer"]', { hasText: '▢' }).waitFor(PATIENT)
    await page.locator('[data-gadget="display"]', { hasText: (due / 100).toFixed(2) }).waitFor(PATIENT)
    await button('练习面板').click()
  })

  test('that are pulled out are told of with what to do, and go on when they are put back', async () => {
    await hand('training.use', { gadget: 'scanner', text: WATER })
    await page.locator('ol li[aria-current]').first().waitFor(PATIENT)
    await hand('training.plug', { gadget: 'scanner', isIn: false })
    await page.getByText('扫描枪：未连接。请检查插头和电源；插回后会自动接上。').waitFor(PATIENT)
    expect(await page.locator('ol li[aria-current]').count()).toBe(1)
    await hand('training.plug', { gadget: 'scanner', isIn: true })
    await page.getByText('扫描枪：未连接').waitFor({ ...PATIENT, state: 'detached' })
    await hand('training.use', { gadget: 'scanner', text: WATER })
    await page.getByText('共 2 件').waitFor(PATIENT)
  })

  test('whose program is killed come back, and the sale goes on meanwhile', async () => {
    const killed = programBelow(station.running().process.pid)
    process.kill(killed, 'SIGKILL')
    await page.getByText('未连接').first().waitFor(PATIENT)
    await hand('sale.add', { sku: 'DRK001', quantity: 1 })
    await page.getByText('共 3 件').waitFor(PATIENT)
    await page
      .getByText('未连接')
      .first()
      .waitFor({ ...PATIENT, state: 'detached' })
    expect(programBelow(station.running().process.pid)).not.toBe(killed)
    await hand('training.use', { gadget: 'scanner', text: WATER })
    await page.getByText('共 4 件').waitFor(PATIENT)
  })

  test('go with the station', async () => {
    const program = programBelow(station.running().process.pid)
    await station.running().end()
    expect(() => process.kill(program, 0)).toThrow()
  })
})

/** The program that drives the devices of this station: the one that it has started. */
function programBelow(station: number | undefined): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const found = all.find(
    (id) => textOf(id, 'cmdline').includes('out/main/devices.js') && ancestorsOf(id).includes(String(station)),
  )
  if (found === undefined) throw new Error('no program drives the devices')
  return Number(found)
}

/** Behind the name in brackets: state, then the parent (proc(5), /proc/pid/stat). */
function ancestorsOf(id: string): string[] {
  const [, parent] = /\) \S+ (\d+)/.exec(textOf(id, 'stat')) ?? []
  return parent === undefined || parent === '0' ? [] : [parent, ...ancestorsOf(parent)]
}

function textOf(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8')
  } catch {
    return '' // It has ended.
  }
}
