import type { CashierView } from '#contract/view'
import { everySale } from '#domain/sales'
import { makeCardReader } from '#drivers/gadget/card-reader'
import { makeDrawerGadget } from '#drivers/gadget/drawer'
import { makeHidScanner } from '#drivers/gadget/hid-scanner'
import { makePinPadGadget } from '#drivers/gadget/pin-pad'
import { makePoleDisplay } from '#drivers/gadget/pole-display'
import type { Gadget } from '#drivers/gadget/port'
import { makeUsbPrinter } from '#drivers/gadget/printer'
import { makeStripeReader } from '#drivers/gadget/stripe-reader'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

type Role = CashierView['lamps']['devices'][number]['role']

const GADGETS: Readonly<Record<Role, (world: World) => Gadget>> = {
  scanner: () => makeHidScanner(),
  'second-scanner': () => makeHidScanner({ serial: 'SCANNER-2' }),
  reader: () => makeStripeReader({ layout: 'id-tech', serial: 'R1' }),
  chip: ({ clock }) =>
    makeCardReader({ level: 'short', automatic: true, pinPad: false, interrupt: true }, clock).gadget,
  'pin-pad': ({ clock }) => makePinPadGadget({}, { clock, random: makeVirtualRandom(1) }).gadget,
  printer: () => makeUsbPrinter({ columns: 48 }).gadget,
  drawer: () => makeDrawerGadget().gadget,
  display: () => makePoleDisplay('led8').gadget,
}
const MAKES: Readonly<Partial<Record<Role, string>>> = {
  ...{ 'pin-pad': 'any-serial-pin-pad', drawer: 'any-byte-drawer', display: 'led8' },
}

const add = async ({ ask }: World) => {
  await ask('sale.add', { sku: 'DRK001', quantity: 2 })
}
/** Where a sale can be when somebody stumbles over a cable. */
const STATES: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'nothing sold yet': () => Promise.resolve(),
  'goods on the list': add,
  'a card being asked for': async (world) => {
    await add(world)
    world.payments.card.setUsual('lose-answer')
    const left = world.view().sale?.left ?? 0
    expect(await world.ask('sale.tender', { method: 'card', amount: left, left })).toMatchObject({ ok: true })
    expect(world.view().sale).toMatchObject({ tendering: true, asking: left })
  },
  'paid, its slip on the way': async (world) => {
    await add(world)
    // Not waited for: the slip is on its way while the cable is pulled.
    void world.station().answer('cashier', world.envelope('sale.payCash', { due: 300, given: 500 }))
    await world.clock.advance(0)
  },
  'put aside': async (world) => {
    await add(world)
    await world.ask('sale.park', {})
  },
  'locked with goods on the list': async (world) => {
    await add(world)
    await world.ask('operators.lock', {})
  },
}

/** What must not change by a cable. */
const moneyIn = ({ view, station }: World) => {
  const { sale, parked, paid, unresolved } = view()
  const { sale: open, sales, payments } = station().acts.till()
  const sold = [...everySale(sales)].map(({ receipt, total, given, change }) => ({ receipt, total, given, change }))
  return { sale, parked, paid: paid?.receipt, unresolved, open, payments: [...payments], sold }
}

const roles = Object.keys(GADGETS) as Role[]
describe.each(roles)('a %s that is pulled out', (role) => {
  it.each(Object.keys(STATES))(
    'with %s costs nothing, says what to do, and goes on when it is put back',
    async (name) => {
      const world = await makeWorld({ seed: 11 })
      await staff(world.ask)
      await world.ask('operators.signIn', AS_MANAGER)
      const pass = async () => {
        await world.clock.advance(12_000)
        await world.settle()
      }
      const gadget = GADGETS[role](world)
      const pull = world.plugged.sockets.plug(gadget, '1-1')
      await world.ask('devices.look', {})
      const [wished] = (world.view().devices?.found ?? []).flatMap(({ device, makes }) =>
        makes
          .filter((each) => each.role === role && (MAKES[role] ?? each.make) === each.make)
          .map(({ make }) => ({ role, device, make })),
      )
      expect(await world.ask('devices.assign', wished)).toMatchObject({ ok: true })
      await world.ask('operators.signIn', AS_CASHIER)
      await pass()
      const seen = () =>
        role === 'printer'
          ? world.view().lamps.printer
          : world.view().lamps.devices.find((each) => each.role === role)?.state
      expect(seen()).toBe('ready')
      await STATES[name]?.(world)
      const before = moneyIn(world)
      pull()
      await pass()
      // For which the screen has a sentence in both languages, or it would not compile.
      expect(seen()).toBe('absent')
      expect(moneyIn(world)).toEqual(before)
      world.plugged.sockets.plug(gadget, '1-1')
      await pass()
      expect(seen()).toBe('ready')
      await world.ask('operators.signIn', AS_CASHIER)
      // Money on its way keeps a sale as it is, with devices or without.
      const goesOn = world.view().sale?.tendering === true ? { why: 'money-taken' } : { ok: true }
      expect(await world.ask('sale.add', { sku: 'DRK002', quantity: 1 })).toMatchObject(goesOn)
    },
  )
})
