import assert from 'node:assert/strict'
import { until } from '../bench.ts'
import { makeSmartCard } from '../../../drivers/gadget/smart-card.ts'
import { scan } from '../../driving/hands.ts'
import { rowText } from '../../perf/row.ts'
import type { Case, Hands } from '../case.ts'
import { hearKeys, typeOn } from '../qemu/keyboard.ts'
import { atCounter, COUNTER_ROLES, SEEN_MS, WATER, type Counter } from '../station/counter.ts'
import { busRows, scanToPaint } from '../station/painting.ts'
import { pay, pullAllInEachState, pullOut } from '../station/pulling.ts'

const CARD = '6222020000000015=30122010000000000000'
const KEPT_MS = 500
/** Between two keys where it is not about their pace, so that none is lost on a busy machine. */
const UNHURRIED_MS = 40
const [TYPED_MS, TRIES] = [10_000, 3]
/** Two stations are started, and six devices are plugged in six times. */
const CASE_MS = 600_000

const did = async ({ view }: Counter, role: string) =>
  (await view()).devices?.roles.find((each) => each.role === role)?.did?.what ?? null
const does = (counter: Counter, role: string, what: string) =>
  until(async () => ((await did(counter, role)) === what ? true : null), `the ${role} has not ${what}`, SEEN_MS)

async function sell(counter: Counter, hands: Hands): Promise<void> {
  for (const each of await busRows(counter)) process.stdout.write(`  ${rowText(each)}\n`)
  await typeCode(counter, hands)
  counter.gadgets.reader.swipe(CARD)
  await does(counter, 'reader', 'swiped')
  counter.gadgets.chip.insert(makeSmartCard({ protocol: 1 }))
  await does(counter, 'chip', 'card-in')
  await counter.ask('devices.try', { what: 'pin-pad' })
  await until(() => (counter.gadgets.pad.entries() > 0 ? true : null), 'the pad asks for no PIN', SEEN_MS)
  counter.gadgets.pad.type('1234')
  await does(counter, 'pin-pad', 'pin-entered')
  // What the customer sees is what is due.
  const due = (await counter.view()).sale?.total ?? 0
  const seen = () => {
    const shows = counter.gadgets.display.shows()
    return shows.is === 'digits' && Math.round(Number(shows.digits) * 100) === due ? true : null
  }
  await until(seen, 'the display does not show what is due', SEEN_MS)
  await pay(counter)
}

/** QEMU's keyboard as a scanner that types: what the kernel has heard of it, up to Enter, is typed at the window. */
async function typeCode({ page, view }: Counter, hands: Hands): Promise<void> {
  const before = (await view()).sale?.count ?? 0
  let [keys, code] = ['', '']
  const stop = await hearKeys(hands, ({ key }) => {
    if (key === 'Enter') code = keys
    keys = key === 'Enter' ? '' : keys + key
  })
  try {
    await typeOn(hands, WATER, UNHURRIED_MS)
    await until(() => (code === WATER ? true : null), `the kernel has heard ${code} ${keys}`)
    const isThere = async () => ((await view()).sale?.count === before + 1 ? true : null)
    for (let tries = 1; (await isThere()) === null; tries++) {
      await scan(page, code)
      // A busy machine may hand keys to the page as slowly as a person would.
      const seen = await until(isThere, 'no line is typed', TYPED_MS).catch((cause: unknown) => cause)
      if (seen !== true && tries === TRIES) throw seen
    }
  } finally {
    await stop()
  }
}

/** Each device pulled out while a sale is open: the sale stays, and the device goes on when it is put back. */
async function stumble(counter: Counter): Promise<void> {
  await scanToPaint(counter)
  for (const role of COUNTER_ROLES) await pullOut(counter, [role])
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
    name: 'station: scans on the bus are lines on the screen, cards, a PIN, slips as shown; pulled out in each state',
    limitMs: CASE_MS,
    run: (hands) =>
      atCounter(hands, COUNTER_ROLES, async (counter) => {
        await sell(counter, hands)
        await stumble(counter)
        await pullAllInEachState(counter)
        await pullFromUnderSlip(counter)
      }),
  },
]
