import type { DevicesView } from '#contract/devices'
import { makeHidKeyboard } from '#drivers/gadget/hid-keyboard'
import { makeHidScanner } from '#drivers/gadget/hid-scanner'
import { makeWithId } from '#drivers/makes/makes'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_MANAGER, staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'
import { foundView, isChoice } from './found.ts'

describe('a scanner that types like a keyboard', () => {
  let world: World
  beforeEach(async () => {
    world = await makeWorld({ seed: 9 })
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
  })
  const look = async (): Promise<NonNullable<DevicesView['found']>> => {
    await world.ask('devices.look', {})
    return world.view().devices?.found ?? []
  }
  const pass = async () => {
    await world.clock.advance(3_000)
    await world.settle()
  }

  it('is listed with what to do and its codes, and can not be chosen', async () => {
    world.plugged.sockets.plug(makeHidKeyboard(), '1-1')
    const [found] = await look()
    const honeywell = makeWithId('honeywell-keyboard')
    expect(found?.makes.map(({ role }) => role)).toEqual(['scanner', 'second-scanner'])
    expect(found?.makes[0]).toEqual({
      ...{ role: 'scanner', make: 'honeywell-keyboard', name: 'Honeywell keyboard', isDrivable: false },
      ...{ toDo: honeywell?.toDo, setUp: honeywell?.setUp },
    })
    expect(found?.makes[0]?.setUp[0]).toMatchObject({ content: 'TERMID131.', symbology: 'code128', fnc3: true })
    const wished = { role: 'scanner', device: found?.device, make: 'honeywell-keyboard' }
    expect(await world.ask('devices.assign', wished)).toMatchObject({ ok: false, why: 'no-such-device' })
    expect(world.view().devices?.roles.find(({ role }) => role === 'scanner')).toMatchObject({ device: null })
  })

  it('can be chosen once it has scanned the code and is there as another device', async () => {
    const pull = world.plugged.sockets.plug(makeHidKeyboard(), '1-1')
    await look()
    pull()
    world.plugged.sockets.plug(makeHidScanner(), '1-1')
    const [found] = await look()
    const [make] = found?.makes ?? []
    expect(make).toMatchObject({ make: 'honeywell-hid-pos', isDrivable: true, toDo: null })
    const wished = { role: 'scanner', device: found?.device, make: make?.make }
    expect(await world.ask('devices.assign', wished)).toMatchObject({ ok: true })
    await pass()
    expect(world.view().lamps).toMatchObject({ scanner: 'ready' })
  })
})

describe('what is said of a device that was found', () => {
  const device = { by: 'hid', vendor: 1, product: 2, serial: null, place: '1-1' } as const
  const heard = (make: string) => [{ device, name: null, makes: [{ role: 'scanner', make, name: 'X' } as const] }]

  it('is nothing of a make that nobody knows, and nobody can choose it', () => {
    expect(foundView(heard('who-knows'))?.[0]?.makes).toMatchObject([{ isDrivable: false, toDo: null, setUp: [] }])
    expect(isChoice(heard('who-knows'), { role: 'scanner', device, make: 'who-knows' })).toBe(false)
    expect(isChoice(heard('any-hid-pos'), { role: 'scanner', device, make: 'any-hid-pos' })).toBe(true)
  })

  it('is nothing until somebody has looked', () => {
    expect(foundView(null)).toBeNull()
    expect(isChoice(null, { role: 'scanner', device, make: 'any-hid-pos' })).toBe(false)
  })
})
