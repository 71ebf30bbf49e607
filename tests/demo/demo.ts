/**
 * `npm run demo -- [--data DIR] [--out DIR] [--lang zh-CN|en]`: a short day at the counter through the real screens,
 * without a window, with a receipt printer on a port of this machine. Goods and a scale's label are scanned, a sale is
 * parked and recalled, cash is taken, the slips are read back from the bytes the printer got, a void is refused with a
 * wrong password and done with the right one; a card is declined, a sale is split, a piece of it comes back. Then
 * everything is counted once more from the journal's export. Prints each step, writes pictures, exits 0 if all went as
 * it should and 1 otherwise.
 */
import { formatMoney, money } from '#domain/money'
import { makeRealDisk } from '#drivers/disk/real'
import { buildIfChanged } from '../../build/freshness.ts'
import { startProgram } from '../driving/running.ts'
import { runJournal } from '../world/exported.ts'
import { startNetworkPrinter, type NetworkPrinter } from '../world/network-printer.ts'
import { changeSetting } from '../world/settings.ts'
import { recount } from '../world/recount.ts'
import { isCardSlip, theDay, type Expected } from './day.ts'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const COLUMNS = 48
const PATIENCE_MS = 10_000

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

async function live(folder: string, printer: NetworkPrinter): Promise<Expected> {
  const language = values.lang === 'en' ? 'en' : 'zh-CN'
  const station = await startProgram({ profile: 'training', language, folder })
  station.page.setDefaultTimeout(PATIENCE_MS)
  const picture = async (name: string) => {
    const path = join(out, `${String(steps).padStart(2, '0')}-${name}.png`)
    await station.page.screenshot({ path })
    say(`   ${path}`)
  }
  try {
    say(station.output().trim())
    return await theDay({ page: station.page, printer, say, step, picture })
  } finally {
    await station.stop()
  }
}

/** What is wrong with the day's books, as sentences. */
async function audit(
  folder: string,
  { totals, drawer, returns, byCard }: Expected,
  printer: NetworkPrinter,
): Promise<string[]> {
  step('从导出的流水重新计算', 'everything is counted once more from the journal’s export')
  const { exit, text, warned } = await runJournal(makeRealDisk(), ['export', folder])
  for (const line of warned) say(line)
  const wrong = exit === 0 ? [] : ['the journal']
  const sales = recount(text)
  for (const [place, { receipt, counted, recorded, returned, voided }] of sales.entries()) {
    const back =
      returned > 0 ? `  ${formatMoney(money(returned))} ${voided ? '已撤销 / voided' : '已退 / refunded'}` : ''
    say(`   ${receipt} ${formatMoney(money(counted))}${back}`)
    if (counted !== recorded || counted !== totals[place]) wrong.push(`the total of ${receipt}`)
  }
  const inDrawer = sales.reduce((sum, { cash, returnedInCash }) => sum + cash - returnedInCash, 0)
  say(`   钱箱里 / in the drawer ${formatMoney(money(inDrawer))}`)
  if (sales.length !== totals.length || inDrawer !== drawer) wrong.push('the drawer')
  const { complaints, sheets, drawerOpenings } = printer.firmware
  if (complaints().length > 0) wrong.push(`bytes no printer understands: ${complaints().join(', ')}`)
  // One a sale and one each time that money went back; cash moved with each of them.
  const slips = totals.length + returns
  const ofCards = sheets().filter(isCardSlip).length
  if (sheets().length - ofCards !== slips || drawerOpenings() !== slips)
    wrong.push('the number of slips or of drawer openings')
  if (ofCards !== 2 * byCard) wrong.push('the copies of card slips')
  return wrong
}

buildIfChanged()
mkdirSync(out, { recursive: true })
if (values.data !== undefined && existsSync(join(values.data, 'journal'))) {
  process.stderr.write(
    `${values.data} 里已有数据，演示需要一个空文件夹 / ${values.data} holds data already; name an empty folder\n`,
  )
  process.exit(1)
}
const scratch = mkdtempSync(join(tmpdir(), 'cashier-demo-'))
const folder = values.data === undefined ? join(scratch, 'data') : resolve(values.data)
const printer = await startNetworkPrinter(COLUMNS)
let wrong = ['the day']
try {
  mkdirSync(join(folder, 'settings'), { recursive: true })
  const named = { is: 'tcp', host: '127.0.0.1', port: printer.port }
  await changeSetting(makeRealDisk(), 'printer', named, folder)
  wrong = await audit(folder, await live(folder, printer), printer)
} catch (cause) {
  // Whatever the screens, the paper or the books did not do as they should: it is told, and the demo has failed.
  say(`   ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
} finally {
  await printer.unplug()
  rmSync(scratch, { recursive: true, force: true })
}
for (const each of wrong) say(`✕ ${each}`)
say(wrong.length === 0 ? '\n演示完成 / demo done' : '\n演示失败 / the demo failed')
process.exit(wrong.length === 0 ? 0 : 1)
