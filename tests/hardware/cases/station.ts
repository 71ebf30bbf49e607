import assert from 'node:assert/strict'
import { until } from '../bench.ts'
import type { Case } from '../case.ts'
import { atCounter, COUNTER_ROLES, type Counter } from '../station/counter.ts'

const WATER = '6902088921014'
const CARD = '6222020000000015=30122010000000000000'
const SEEN_MS = 60_000
const SCANS = 20
const KEPT_MS = 500
/** A station is started, and four devices are plugged in twice. */
const CASE_MS = 480_000

const lines = async ({ view }: Counter) => (await view()).sale?.count ?? 0
const did = async ({ view }: Counter, role: string) =>
  (await view()).devices?.roles.find((each) => each.role === role)?.did?.what ?? null
const does = (counter: Counter, role: string, what: string) =>
  until(async () => ((await did(counter, role)) === what ? true : null), `the ${role} has not ${what}`, SEEN_MS)

/** From the report on the bus until the sale's line is painted, ms. */
async function scanToPaint(counter: Counter): Promise<number> {
  const before = await lines(counter)
  const painted = counter.page.getByText(`共 ${before + 1} 件`).waitFor({ timeout: SEEN_MS })
  const began = performance.now()
  counter.gadgets.scanner.scan(WATER)
  await painted
  return performance.now() - began
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0

async function sell(counter: Counter): Promise<void> {
  const times: number[] = []
  for (let scan = 0; scan < SCANS; scan++) times.push(await scanToPaint(counter))
  process.stdout.write(`  report on the bus → painted line: median ${median(times).toFixed(0)} ms of ${SCANS}\n`)
  counter.gadgets.reader.swipe(CARD)
  await does(counter, 'reader', 'swiped')
  await counter.ask('devices.try', { what: 'pin-pad' })
  await until(() => (counter.gadgets.pad.entries() > 0 ? true : null), 'the pad asks for no PIN', SEEN_MS)
  counter.gadgets.pad.type('1234')
  await does(counter, 'pin-pad', 'pin-entered')
  await pay(counter)
}

async function pay(counter: Counter): Promise<void> {
  const due = (await counter.view()).sale?.cashDue ?? 0
  assert.ok((await counter.ask('sale.payCash', { due, given: due })).ok)
  const slip = await until(
    async () => (await counter.view()).paid?.slips.find(({ print }) => print === 'printed') ?? null,
    'the slip is not printed',
    SEEN_MS,
  )
  assert.deepEqual(counter.gadgets.printer.firmware.sheets().at(-1), slip.paper)
}

/** Each device pulled out while a sale is open: the sale stays, and the device goes on when it is put back. */
async function stumble(counter: Counter): Promise<void> {
  await scanToPaint(counter)
  for (const role of COUNTER_ROLES) {
    const before = (await counter.view()).sale
    await counter.unplug(role)
    await counter.isAt(role, 'absent')
    assert.deepEqual((await counter.view()).sale, before)
    await counter.plug(role)
    await counter.isAt(role, 'ready')
  }
  await scanToPaint(counter)
  await pay(counter)
}

/** The printer pulled out with a slip in it: the slip is never printed twice. */
async function pullFromUnderSlip(counter: Counter): Promise<void> {
  await scanToPaint(counter)
  const { printer } = counter.gadgets
  printer.set('jam')
  const due = (await counter.view()).sale?.cashDue ?? 0
  void counter.ask('sale.payCash', { due, given: due })
  await new Promise((resolve) => setTimeout(resolve, KEPT_MS))
  await counter.unplug('printer')
  const end = await until(
    async () => (await counter.view()).paid?.slips.find(({ print }) => print !== 'waiting') ?? null,
    'the slip has no end',
    SEEN_MS,
  )
  assert.notEqual(end.print, 'printed')
  printer.set('fine')
  await counter.plug('printer')
  await counter.isAt('printer', 'ready')
  await scanToPaint(counter)
  await pay(counter)
  const receipts = printer.firmware.sheets().map((sheet) => sheet.join('\n'))
  assert.equal(new Set(receipts).size, receipts.length)
}

export const STATION_CASES: readonly Case[] = [
  {
    name: 'station: scans on the bus are lines on the screen, a swipe, a PIN, slips as shown; all unplugged in a sale',
    limitMs: CASE_MS,
    run: (hands) =>
      atCounter(hands, async (counter) => {
        await sell(counter)
        await stumble(counter)
        await pullFromUnderSlip(counter)
      }),
  },
]
