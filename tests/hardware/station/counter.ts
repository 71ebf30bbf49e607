import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { buildIfChanged } from '../../../build/freshness.ts'
import { makeRealClock } from '../../../drivers/clock/real.ts'
import { makeCardReader } from '../../../drivers/gadget/card-reader.ts'
import { makeHidScanner } from '../../../drivers/gadget/hid-scanner.ts'
import { makePinPadGadget } from '../../../drivers/gadget/pin-pad.ts'
import { makePoleDisplay } from '../../../drivers/gadget/pole-display.ts'
import { makeUsbPrinter } from '../../../drivers/gadget/printer.ts'
import { makeStripeReader, PRACTICE_KEY, PRACTICE_KSN } from '../../../drivers/gadget/stripe-reader.ts'
import { makeRealRandom } from '../../../drivers/random/real.ts'
import type { CashierView } from '../../../main/contract/view.ts'
import { askIn, viewIn } from '../../driving/asking.ts'
import { begin, handOver } from '../../driving/hands.ts'
import { copyProgram } from '../../driving/program-copy.ts'
import { startProgram } from '../../driving/running.ts'
import { at } from '../../sources.ts'
import { AS_MANAGER } from '../../world/people.ts'
import { until, type Plugged } from '../bench.ts'
import type { Hands } from '../case.ts'

/** A station with its window here, and its devices on the machine's bus. */
export interface Counter {
  readonly page: Page
  readonly ask: (name: string, input: unknown) => Promise<Answered>
  readonly view: () => Promise<CashierView>
  readonly gadgets: ReturnType<typeof makeGadgets>
  readonly plugged: Map<Role, Plugged>
  readonly plug: (role: Role) => Promise<void>
  readonly unplug: (role: Role) => Promise<void>
  /** Resolves when the station says so of its device. */
  readonly isAt: (role: Role, state: 'ready' | 'absent') => Promise<void>
}
type Answered = { readonly ok: boolean; readonly why?: string }
export type Role = 'scanner' | 'reader' | 'chip' | 'pin-pad' | 'printer' | 'display'
export const COUNTER_ROLES: readonly Role[] = ['scanner', 'reader', 'chip', 'pin-pad', 'printer', 'display']

/** Of a make that nobody's numbers tell of: what a person would choose. */
const CHOSEN: Readonly<Partial<Record<Role, string>>> = { 'pin-pad': 'any-serial-pin-pad', display: 'led8' }
/** Everything on the emulated machine is slow, ms. */
export const SEEN_MS = 60_000
/** A code of goods that every station knows. */
export const WATER = '6902088921014'
const COLUMNS = 48

function makeGadgets() {
  const clock = makeRealClock()
  const tdes = { base: PRACTICE_KEY, ksn: PRACTICE_KSN }
  return {
    scanner: makeHidScanner(),
    reader: makeStripeReader({ layout: 'magnesafe', serial: 'READER-1' }),
    chip: makeCardReader({ level: 'short', automatic: true, pinPad: false, interrupt: true }, clock),
    pad: makePinPadGadget({ tdes }, { clock, random: makeRealRandom() }),
    printer: makeUsbPrinter({ columns: COLUMNS }),
    display: makePoleDisplay('led8'),
  }
}

/** Opens such a station with a device in each of these roles, runs `work` at it, and clears the counter again. */
export async function atCounter(
  hands: Hands,
  roles: readonly Role[],
  work: (counter: Counter) => Promise<void>,
): Promise<void> {
  buildIfChanged()
  const folder = mkdtempSync(join(tmpdir(), 'counter-'))
  copyProgram(folder)
  writeFileSync(
    join(folder, 'out/main/devices.js'),
    `import ${JSON.stringify(at('tests/hardware/station/relay.ts'))}\n`,
  )
  const running = await startProgram({
    ...{ shell: 'chromium', profile: 'test', program: folder },
    env: { STATION_AGENT: String(hands.machine.agent) },
  })
  const plugged = new Map<Role, Plugged>()
  try {
    const counter = counterOf(hands, running.page, plugged)
    await begin(running.page)
    await handOver(running.page, AS_MANAGER)
    for (const role of roles) await assign(counter, role)
    await work(counter)
  } finally {
    await running.stop()
    for (const each of plugged.values()) await each.unplug()
    rmSync(folder, { recursive: true, force: true })
  }
}

function counterOf(hands: Hands, page: Page, plugged: Map<Role, Plugged>): Counter {
  const gadgets = makeGadgets()
  const usb = {
    ...{ scanner: gadgets.scanner, reader: gadgets.reader },
    ...{ 'pin-pad': gadgets.pad.gadget, printer: gadgets.printer.gadget },
    ...{ chip: gadgets.chip.gadget, display: gadgets.display.gadget },
  }
  let acts = 0
  const view = async () => JSON.parse(await viewIn(page)) as CashierView // main's own words
  const stateOf = ({ lamps }: CashierView, role: Role) =>
    role === 'printer' ? lamps.printer : lamps.devices.find((each) => each.role === role)?.state
  return {
    ...{ page, view, gadgets, plugged },
    ask: async (name, input) =>
      JSON.parse(await askIn(page, { name, input }, `an-act-at-the-counter-${++acts}`)) as Answered,
    plug: async (role) => {
      plugged.set(role, await hands.plug(usb[role]))
    },
    unplug: async (role) => {
      await plugged.get(role)?.unplug()
      plugged.delete(role)
    },
    isAt: async (role, state) => {
      const seen = async () => (stateOf(await view(), role) === state ? true : null)
      await until(seen, `the ${role} is not ${state}`, SEEN_MS)
    },
  }
}

async function assign(counter: Counter, role: Role): Promise<void> {
  await counter.plug(role)
  const place = counter.plugged.get(role)?.place
  const wished = await until(
    async () => {
      await counter.ask('devices.look', {})
      const { devices } = await counter.view()
      const could = (devices?.found ?? []).flatMap(({ device, makes }) =>
        makes
          .filter((each) => each.role === role && (CHOSEN[role] ?? each.make) === each.make && device.place === place)
          .map(({ make }) => ({ role, device, make })),
      )
      return could[0] ?? null
    },
    `no ${role} is found`,
    SEEN_MS,
  )
  await counter.ask('devices.assign', wished)
  await counter.isAt(role, 'ready')
}
