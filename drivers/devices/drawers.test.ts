import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeDrawerGadget } from '#drivers/gadget/drawer'
import { MAKES } from '#drivers/makes/makes'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { describe, expect, it } from 'vitest'
import { candidatesFor, driveAs } from './drivers.ts'
import { nameOf, type DeviceState } from './port.ts'

/** As their sheets have it: any byte, or the pulse a printer is sent. */
const PULSES: Readonly<Record<string, string>> = { 'any-byte-drawer': '07', 'escpos-drawer': '1b700019fa' }
const ALL = MAKES.filter(({ speaks }) => speaks.role === 'drawer').map(({ id }) => id)

describe('a drawer in its role', () => {
  it.each(ALL)('as %s can be chosen, is opened by nothing but its pulse, and is let go', async (make) => {
    const clock = makeVirtualClock(0)
    const sockets = makeVirtualSockets(clock)
    const { gadget, pulses } = makeDrawerGadget()
    sockets.plug(gadget, '1-1')
    const [found] = await sockets.pipes.serial.list()
    if (!found) throw new Error('nothing is plugged in')
    expect(candidatesFor(found)).toContainEqual(expect.objectContaining({ role: 'drawer', make }))
    const states: (DeviceState | undefined)[] = []
    const driven = driveAs({
      ...{ assigned: { role: 'drawer', device: nameOf(found), make }, pipes: sockets.pipes, clock, columns: 48 },
      ...{ tell: () => undefined, trace: () => undefined, onState: () => states.push(driven?.state()) },
    })
    // Asked before it is there.
    expect(await driven?.calls['open']?.(null)).toBe('refused')
    await clock.advance(0)
    expect([states, pulses()]).toEqual([['ready'], []])
    expect([await driven?.calls['open']?.(null), pulses()]).toEqual(['given', [PULSES[make]]])
    expect(await driven?.calls['try']?.(null)).toEqual({ what: 'drawer-given', text: '' })
    await driven?.stop()
    expect(await driven?.calls['open']?.(null)).toBe('refused')
    expect(await sockets.pipes.serial.open(found, { baud: 9_600 })).toMatchObject({ ok: true })
  })
})
