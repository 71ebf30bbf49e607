/**
 * `npm run demo -- [--data DIR] [--out DIR] [--lang zh-CN|en]`: a short day at the counter through the real screens,
 * without a window: five goods scanned, cash, the receipt as text, a void refused with a wrong password and done with
 * the right one, the journal verified. Prints each step, writes screenshots, exits 0 if all went as it should.
 */
import { makeRealDisk } from '#drivers/disk/real'
import { formatMoney, money } from '#domain/money'
import { verifyFolder } from '#journal/verify'
import { trainingGoods } from '#main/catalogue/training-goods'
import { buildIfChanged } from '../../build/freshness.ts'
import { begin, scan, showsTotal, type } from '../driving/hands.ts'
import { startProgram, type RunningProgram } from '../driving/running.ts'
import { VOID_PASSWORD } from '../world/people.ts'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const WRONG_PASSWORD = '246813'
const CASH = '100'
const SCANNED = 5

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'out/demo' },
    lang: { type: 'string', default: 'zh-CN' },
  },
})
const out = resolve(values.out)
let steps = 0
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const step = (chinese: string, english: string): void => say(`\n${++steps}  ${chinese} / ${english}`)

async function picture(station: RunningProgram, name: string): Promise<void> {
  const path = join(out, `${String(steps).padStart(2, '0')}-${name}.png`)
  await station.page.screenshot({ path })
  say(`   ${path}`)
}

/** The slip on the screen, which is made of the same receipt as the paper. */
async function paper(station: RunningProgram): Promise<void> {
  const slip = station.page.getByRole('img', { name: /小票内容|The receipt/ })
  const label = (await slip.getAttribute('aria-label')) ?? ''
  for (const line of label.split('\n').slice(1)) say(`   │ ${line}`)
}

async function sell(station: RunningProgram): Promise<void> {
  const { page } = station
  step('首次使用:收银员、店长、撤销密码', 'first run: cashier, manager, void password')
  await begin(page)
  await picture(station, 'ready')
  const goods = trainingGoods.filter(({ code }) => code !== null).slice(0, SCANNED)
  let due = 0
  for (const { code, name, price } of goods) {
    step(`扫码 ${code} ${name}`, 'scan')
    await scan(page, code ?? '')
    due += price
    await showsTotal(page, due)
    say(`   ${formatMoney(money(due))}`)
  }
  await picture(station, 'sale')
  step(`现金 ${CASH}.00`, 'cash')
  await page.keyboard.press('F9')
  await type(page, CASH)
  await picture(station, 'cash')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /查看小票|Show receipt/ }).waitFor()
  await picture(station, 'paid')
  step('小票', 'receipt')
  await page.getByRole('button', { name: /查看小票|Show receipt/ }).click()
  await paper(station)
  await picture(station, 'receipt')
}

async function voidIt(station: RunningProgram): Promise<void> {
  const { page } = station
  step('撤销:错误的撤销密码被拒绝', 'void: refused with a wrong void password')
  await page.getByRole('button', { name: /撤销这笔交易|Void this sale/ }).click()
  await type(page, WRONG_PASSWORD)
  await page.keyboard.press('Enter')
  const refusal = page.getByRole('dialog').getByRole('alert')
  await refusal.waitFor()
  say(`   ${(await refusal.innerText()).replaceAll(/\s+/g, ' ')}`)
  await picture(station, 'refused')
  step('撤销:正确的撤销密码', 'void: done with the right one')
  await type(page, VOID_PASSWORD)
  await page.keyboard.press('Enter')
  const back = page.getByRole('dialog').getByRole('status')
  await back.waitFor()
  say(`   ${await back.innerText()}`)
  await paper(station)
  await picture(station, 'voided')
}

async function verify(folder: string): Promise<boolean> {
  step('核对流水', 'verify the journal')
  const { records, faults } = await verifyFolder(makeRealDisk(), join(folder, 'journal'))
  say(`   ${records} records, ${faults.length} faults`)
  return faults.length === 0
}

buildIfChanged()
mkdirSync(out, { recursive: true })
if (values.data !== undefined && existsSync(join(values.data, 'journal'))) {
  process.stderr.write(
    `${values.data} 里已有数据,演示需要一个空文件夹 / ${values.data} holds data already; name an empty folder\n`,
  )
  process.exit(1)
}
const language = values.lang === 'en' ? 'en' : 'zh-CN'
const station = await startProgram({
  profile: 'training',
  language,
  ...(values.data !== undefined && { folder: resolve(values.data) }),
})
let sound = false
try {
  say(station.output().trim())
  await sell(station)
  await voidIt(station)
  await station.end()
  sound = await verify(station.folder)
} finally {
  await station.stop()
}
say(sound ? '\n演示完成 / demo done' : '\n流水有问题 / the journal is not sound')
process.exit(sound ? 0 : 1)
