import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeUsbPrinter } from '#drivers/gadget/printer'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { describe, expect, it } from 'vitest'
import { driveAs } from './drivers.ts'
import { nameOf, type Assigned } from './port.ts'

describe('a USB printer in its role', () => {
  it('is held while it has the role, and free for whoever is next when it has lost it', async () => {
    const clock = makeVirtualClock(0)
    const sockets = makeVirtualSockets(clock)
    const { gadget, firmware } = makeUsbPrinter({ columns: 48 })
    sockets.plug(gadget, '1-1')
    const [found] = await sockets.pipes.usb.list()
    if (!found) throw new Error('nothing is plugged in')
    const assigned: Assigned = { role: 'printer', device: nameOf(found), make: 'any-usb-printer' }
    const nothing = () => undefined
    const drive = () =>
      driveAs({
        ...{ assigned, pipes: sockets.pipes, clock, columns: 48 },
        ...{ tell: nothing, trace: nothing, onState: nothing },
      })
    const first = drive()
    await clock.advance(20_000)
    expect([first?.state(), await sockets.pipes.usb.open(found, { interfaceClass: 7 })]).toMatchObject([
      ...['ready', { ok: false, why: 'busy' }],
    ])
    // As roles are given out anew: the next begins when this one has stopped.
    const next = first?.stop().then(drive)
    await clock.advance(20_000)
    const second = await next
    expect(second?.state()).toBe('ready')
    const job = { id: 'one', commands: [{ do: 'cut' }] }
    const printing = second?.calls['print']?.(job)
    await clock.advance(0)
    expect([await printing, firmware.sheets().length]).toEqual(['printed', 1])
    void second?.stop()
    await clock.advance(20_000)
    expect(await sockets.pipes.usb.open(found, { interfaceClass: 7 })).toMatchObject({ ok: true })
  })
})
