import assert from 'node:assert/strict'
import { devicesZh } from '../../../renderer/words/devices-zh.ts'
import { zh } from '../../../renderer/words/zh.ts'
import { until } from '../bench.ts'
import { COUNTER_ROLES, SEEN_MS, type Counter, type Role } from './counter.ts'
import { scanToPaint } from './painting.ts'

/** Where a sale can be when somebody stumbles over the cable of all devices: how it gets there, and how it ends. */
interface SaleState {
  readonly name: string
  readonly begin: (counter: Counter) => Promise<void>
  readonly end: (counter: Counter) => Promise<void>
}

const nothing = () => Promise.resolve()
const fares = async ({ ask }: Counter, mood: string) => {
  assert.ok((await ask('training.setPayments', { method: 'card', mood })).ok)
}
const isTendering = async ({ view }: Counter) => (await view()).sale?.tendering === true

export const SALE_STATES: readonly SaleState[] = [
  { name: 'nothing sold yet', begin: nothing, end: nothing },
  {
    name: 'a card being asked for',
    begin: async (counter) => {
      await scanToPaint(counter)
      await fares(counter, 'lose-answer')
      const left = (await counter.view()).sale?.left ?? 0
      assert.ok((await counter.ask('sale.tender', { method: 'card', amount: left, left })).ok)
      // Nor is anything heard of it later, as long as devices are out.
      await fares(counter, 'down')
      assert.ok(await isTendering(counter))
    },
    end: async (counter) => {
      assert.ok(await isTendering(counter))
      await fares(counter, 'approve')
      await until(async () => ((await isTendering(counter)) ? null : true), 'the card has no end', SEEN_MS)
      if ((await counter.view()).sale !== null) await pay(counter)
    },
  },
  {
    name: 'paid, its slip owed',
    begin: async (counter) => {
      counter.gadgets.printer.set('paper-out')
      await scanToPaint(counter)
      const due = (await counter.view()).sale?.cashDue ?? 0
      assert.ok((await counter.ask('sale.payCash', { due, given: due })).ok)
      await until(async () => ((await counter.view()).owed === 1 ? true : null), 'no slip is owed', SEEN_MS)
    },
    end: async (counter) => {
      const { printer } = counter.gadgets
      const before = printer.firmware.sheets().length
      printer.set('fine')
      await printed(counter)
      assert.equal(printer.firmware.sheets().length, before + 1)
    },
  },
  {
    name: 'put aside',
    begin: async (counter) => {
      await scanToPaint(counter)
      assert.ok((await counter.ask('sale.park', {})).ok)
    },
    end: async (counter) => {
      const slot = (await counter.view()).parked[0]?.slot
      assert.ok((await counter.ask('sale.recall', { slot })).ok)
      await pay(counter)
    },
  },
]

/** Pays what is open in cash; ends when its slip is on paper, as it was shown. */
export async function pay(counter: Counter): Promise<void> {
  const due = (await counter.view()).sale?.cashDue ?? 0
  assert.ok((await counter.ask('sale.payCash', { due, given: due })).ok)
  await printed(counter)
}

async function printed(counter: Counter): Promise<void> {
  const slip = await until(
    async () => (await counter.view()).paid?.slips.find(({ print }) => print === 'printed') ?? null,
    'the slip is not printed',
    SEEN_MS,
  )
  assert.deepEqual(counter.gadgets.printer.firmware.sheets().at(-1), slip.paper)
}

/** What must not change by a cable. */
async function moneyIn({ view }: Counter) {
  const { sale, parked, paid, owed } = await view()
  const { lines, total, left, tendering } = sale ?? {}
  return { lines, total, left, tendering, parked, receipt: paid?.receipt, given: paid?.given, owed }
}

/** The sentence on the screen is of the first device that is amiss, and says what to do; the printer has its lamp. */
async function isSaid({ page, view }: Counter): Promise<void> {
  const { lamps } = await view()
  const amiss = lamps.devices.find(({ state }) => state !== 'ready')
  if (amiss) {
    const { roles, states, next, strip } = devicesZh
    const words = { role: roles[amiss.role], state: states[amiss.state], next: next[amiss.state] }
    const sentence = Object.entries(words).reduce((so, [name, word]) => so.replace(`{{${name}}}`, word), strip)
    await page.getByText(sentence, { exact: true }).waitFor({ timeout: SEEN_MS })
  }
  if (lamps.printer === 'absent')
    await page.getByLabel(`${zh.bar.printer}: ${zh.bar.absent}`).first().waitFor({ timeout: SEEN_MS })
}

/** Pulls these out and puts them back: the sale stays, the screen says what to do, and they go on. */
export async function pullOut(counter: Counter, roles: readonly Role[]): Promise<void> {
  const before = await moneyIn(counter)
  await Promise.all(roles.map((role) => counter.unplug(role)))
  for (const role of roles) await counter.isAt(role, 'absent')
  assert.deepEqual(await moneyIn(counter), before)
  await isSaid(counter)
  for (const role of roles) await counter.plug(role)
  for (const role of roles) if (role !== 'printer') await counter.isAt(role, 'ready')
  // One without paper is back as well.
  const isBack = async () => ((await counter.view()).lamps.printer === 'absent' ? null : true)
  if (roles.includes('printer')) await until(isBack, 'the printer is not back', SEEN_MS)
  assert.deepEqual(await moneyIn(counter), before)
}

export async function pullAllInEachState(counter: Counter): Promise<void> {
  for (const { name, begin, end } of SALE_STATES) {
    const began = performance.now()
    await begin(counter)
    await pullOut(counter, COUNTER_ROLES)
    await end(counter)
    process.stdout.write(`  all pulled out, ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
  }
}
