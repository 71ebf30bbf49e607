import type { DevicesView } from '#contract/devices'
import { makeHidScanner } from '#drivers/gadget/hid-scanner'
import type { Gadget } from '#drivers/gadget/port'
import { makeStripeReader } from '#drivers/gadget/stripe-reader'
import { trainingGoods } from '#main/catalogue/training-goods'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

const TRACK = '6222020000000015=30122010000000000000'
const COLA = '6901234567892'

type Role = DevicesView['roles'][number]['role']

describe('what is plugged into a station', () => {
  let world: World
  beforeEach(async () => {
    world = await makeWorld({ seed: 7 })
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
  })
  const view = (): DevicesView => {
    const { devices } = world.view()
    if (!devices) throw new Error('nobody is on duty whom it concerns')
    return devices
  }
  const role = (name: Role) => view().roles.find((each) => each.role === name)
  /** As long as it takes to see by looking alone. */
  const pass = async () => {
    await world.clock.advance(3_000)
    await world.settle()
  }
  const choices = async (wanted: Role) => {
    await world.ask('devices.look', {})
    return (view().found ?? []).flatMap(({ device, makes }) =>
      makes.filter((each) => each.role === wanted).map(({ make }) => ({ role: wanted, device, make })),
    )
  }
  const assign = async (wanted: Role, at = 0) => {
    const answer = await world.ask('devices.assign', (await choices(wanted))[at] ?? { role: wanted })
    await pass()
    return answer
  }
  const plug = (gadget: Gadget, place: string) => world.plugged.sockets.plug(gadget, place)

  it('is looked for, given a role, and goes on after it was pulled out and put back', async () => {
    const scanner = makeHidScanner()
    const pull = plug(scanner, '1-1')
    expect(await assign('scanner')).toMatchObject({ ok: true })
    expect(role('scanner')).toMatchObject({ state: 'ready', device: { vendor: 0x0c2e, place: '1-1' } })
    scanner.scan(COLA)
    await pass()
    expect(role('scanner')?.did).toMatchObject({ what: 'scanned', text: `]E0${COLA}` })
    pull()
    await pass()
    expect(world.view().lamps).toMatchObject({ scanner: 'absent', devices: [{ role: 'scanner', state: 'absent' }] })
    plug(scanner, '1-1')
    await pass()
    expect(world.view().lamps).toMatchObject({ scanner: 'ready', devices: [{ role: 'scanner', state: 'ready' }] })
  })

  it('sells what it scans', async () => {
    await world.ask('operators.signIn', AS_MANAGER)
    const scanner = makeHidScanner()
    plug(scanner, '1-1')
    await assign('scanner')
    const [sold] = trainingGoods.flatMap(({ code }) => code ?? [])
    scanner.scan(sold ?? '')
    await pass()
    expect(world.view().sale?.lines).toHaveLength(1)
  })

  it('shows of a swiped card no more than may be shown, and refuses one played again', async () => {
    const reader = makeStripeReader({ layout: 'magnesafe', serial: 'R1' })
    plug(reader, '1-2')
    await assign('reader')
    reader.swipe(TRACK)
    await pass()
    expect(role('reader')?.did).toMatchObject({ what: 'swiped', text: '622202******0015' })
    expect(JSON.stringify(world.view())).not.toContain('6222020000000015')
    reader.misread()
    await pass()
    expect(role('reader')?.did).toMatchObject({ what: 'swipe-misread' })
    // The same reader with its count set back.
    const copy = makeStripeReader({ layout: 'magnesafe', serial: 'R1' })
    copy.swipe(TRACK)
    reader.report(await copy.in(1, 4_096, new AbortController().signal).then((report) => report as Uint8Array))
    await pass()
    expect(role('reader')?.did).toMatchObject({ what: 'swipe-played-again' })
  })

  it('is refused where it says card numbers in the clear', async () => {
    const reader = makeStripeReader({ layout: 'magtek-classic', serial: 'R2' })
    plug(reader, '1-2')
    await assign('reader')
    reader.swipe(TRACK)
    await pass()
    expect(role('reader')).toMatchObject({ state: 'in-the-clear', did: { what: 'swipe-in-the-clear' } })
    expect(JSON.stringify(view())).not.toContain('6222020000000015')
  })

  it('tells two of one kind apart: by serial number, or else by where they are plugged in', async () => {
    const [left, right] = [makeHidScanner({ serial: '' }), makeHidScanner({ serial: '' })]
    plug(left, '1-1')
    const pull = plug(right, '1-2')
    await assign('scanner', 0)
    await assign('second-scanner', 1)
    pull()
    await pass()
    expect([role('scanner')?.state, role('second-scanner')?.state]).toEqual(['ready', 'absent'])
  })

  it.each(['busy', 'denied', 'fault'] as const)(
    'says that it is %s, and goes on when it is not any more',
    async (why) => {
      plug(makeHidScanner(), '1-1')
      world.plugged.sockets.hinder('1-1', why)
      await assign('scanner')
      expect(role('scanner')?.state).toBe(why)
      world.plugged.sockets.hinder('1-1', null)
      await pass()
      expect(role('scanner')?.state).toBe('ready')
    },
  )

  it('goes on when the program that drives it has crashed', async () => {
    const scanner = makeHidScanner()
    plug(scanner, '1-1')
    await assign('scanner')
    world.plugged.crash()
    await world.settle()
    expect([view().program, role('scanner')?.state]).toEqual(['down', 'absent'])
    await pass()
    expect([view().program, role('scanner')?.state]).toEqual(['up', 'ready'])
  })

  it('keeps its role when the station is started again', async () => {
    plug(makeHidScanner(), '1-1')
    await assign('scanner')
    await world.cutPower()
    await world.open()
    await pass()
    await world.ask('operators.signIn', AS_MANAGER)
    expect(role('scanner')).toMatchObject({ state: 'ready', device: { place: '1-1' } })
  })

  it('is given a role only by who may, only while it is there, and only one that it can have', async () => {
    const pull = plug(makeHidScanner(), '1-1')
    const [wished] = await choices('scanner')
    expect(await world.ask('devices.assign', { ...wished, role: 'printer' })).toMatchObject({ why: 'no-such-device' })
    pull()
    await world.ask('devices.look', {})
    expect(await world.ask('devices.assign', wished)).toMatchObject({ why: 'no-such-device' })
    await world.ask('operators.signIn', AS_CASHIER)
    for (const [name, input] of [
      ['devices.look', {}],
      ['devices.assign', wished],
      ['devices.remove', { role: 'scanner' }],
      ['devices.try', { what: 'printer' }],
    ] as const) {
      expect(await world.ask(name, input)).toMatchObject({ why: 'not-allowed' })
    }
    expect(world.view().devices).toBeNull()
  })

  it('is let go of, and the station’s own takes its place', async () => {
    plug(makeHidScanner(), '1-1')
    await assign('scanner')
    expect(await world.ask('devices.remove', { role: 'scanner' })).toMatchObject({ ok: true })
    expect(await world.ask('devices.remove', { role: 'scanner' })).toMatchObject({ why: 'no-such-device' })
    await pass()
    expect(world.view().lamps).toMatchObject({ scanner: 'ready', devices: [] })
  })
})
