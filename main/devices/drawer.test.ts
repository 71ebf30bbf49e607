import type { DevicesView } from '#contract/devices'
import { makeDrawerGadget, type DrawerGadget } from '#drivers/gadget/drawer'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

describe('a cash drawer on a plug of its own', () => {
  let world: World
  let drawer: DrawerGadget
  let pull: () => void

  const pass = async (ms = 3_000) => {
    await world.clock.advance(ms)
    await world.settle()
  }
  const row = (name: DevicesView['roles'][number]['role']) =>
    world.view().devices?.roles.find(({ role }) => role === name)
  const sell = async (): Promise<string> => {
    await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
    const paid = await world.ask('sale.payCash', { due: 300, given: 500 })
    await pass()
    return (paid as { value: { receipt: string } }).value.receipt // the contract's
  }
  const openings = () => ({ own: drawer.openings(), ofPrinter: world.printer.drawerOpenings() })

  beforeEach(async () => {
    world = await makeWorld({ seed: 13 })
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    drawer = makeDrawerGadget()
    pull = world.plugged.sockets.plug(drawer.gadget, '1-1')
    await world.ask('devices.look', {})
    const [wished] = (world.view().devices?.found ?? []).flatMap(({ device, makes }) =>
      makes.filter(({ role }) => role === 'drawer').map(({ make }) => ({ role: 'drawer', device, make })),
    )
    expect(await world.ask('devices.assign', wished)).toMatchObject({ ok: true })
    await pass()
  })

  it('is opened by a cash sale, in the place of the printer’s, and nobody is told of more than is known', async () => {
    expect(openings()).toEqual({ own: 0, ofPrinter: 0 })
    await world.ask('operators.signIn', AS_CASHIER)
    await sell()
    expect([openings(), world.view().notice]).toEqual([{ own: 1, ofPrinter: 0 }, null])
    await sell()
    expect(openings()).toEqual({ own: 2, ofPrinter: 0 })
  })

  it('is opened by its test, which tells of its own row', async () => {
    expect(await world.ask('devices.try', { what: 'drawer' })).toMatchObject({ ok: true })
    await pass()
    expect([openings(), row('drawer')?.did, row('printer')?.did]).toMatchObject([
      { own: 1, ofPrinter: 0 },
      { what: 'drawer-given' },
      null,
    ])
  })

  it('that has lost its role leaves it to the printer', async () => {
    await world.ask('devices.remove', { role: 'drawer' })
    await pass()
    await sell()
    expect(openings()).toEqual({ own: 0, ofPrinter: 1 })
    await world.ask('devices.try', { what: 'drawer' })
    await pass()
    expect([openings(), row('printer')?.did, row('drawer')]).toMatchObject([
      { own: 0, ofPrinter: 2 },
      { what: 'drawer-printed' },
      { state: null, did: null },
    ])
  })

  it('that is not there stays shut, whoever sells is told, and it opens no later', async () => {
    pull()
    await pass()
    expect(row('drawer')?.state).toBe('absent')
    expect(await world.ask('devices.try', { what: 'drawer' })).toMatchObject({ why: 'device-not-ready' })
    const receipt = await sell()
    expect(world.view().notice).toMatchObject({ why: 'drawer-shut', text: receipt })
    expect(world.view().lamps.devices).toEqual([{ role: 'drawer', state: 'absent' }])
    world.plugged.sockets.plug(drawer.gadget, '1-1')
    await pass()
    expect([row('drawer')?.state, openings()]).toEqual(['ready', { own: 0, ofPrinter: 0 }])
  })

  it('that takes nothing is told of', async () => {
    drawer.hang(true)
    await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
    // Not waited for: the pulse is on its way as long as its limit lets it.
    void world.station().answer('cashier', world.envelope('sale.payCash', { due: 300, given: 500 }))
    await pass()
    expect([world.view().notice, openings()]).toMatchObject([{ why: 'drawer-shut' }, { own: 0, ofPrinter: 0 }])
    await world.ask('devices.try', { what: 'drawer' })
    await pass()
    expect(row('drawer')?.did).toMatchObject({ what: 'drawer-unknown' })
  })

  it.each(['busy', 'denied', 'fault'] as const)(
    'that is %s says so, and works when it is not any more',
    async (why) => {
      pull()
      world.plugged.sockets.hinder('1-1', why)
      pull = world.plugged.sockets.plug(drawer.gadget, '1-1')
      await pass()
      expect(row('drawer')?.state).toBe(why)
      world.plugged.sockets.hinder('1-1', null)
      await pass()
      await sell()
      expect([row('drawer')?.state, openings()]).toEqual(['ready', { own: 1, ofPrinter: 0 }])
    },
  )

  it('whose program is away is told of', async () => {
    world.plugged.crash()
    const receipt = await sell()
    expect([world.view().notice, openings().ofPrinter]).toMatchObject([{ why: 'drawer-shut', text: receipt }, 0])
    await pass()
    await sell()
    expect(openings()).toEqual({ own: 1, ofPrinter: 0 })
  })
})
