import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeDrawerGadget, type DrawerGadget } from '#drivers/gadget/drawer'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Drawer } from './port.ts'
import { makeSerialDrawer, OPEN_MS } from './serial.ts'

describe('a drawer on a serial line', () => {
  const clock = makeVirtualClock(0)
  let gadget: DrawerGadget
  let drawer: Drawer
  let pull: () => void
  beforeEach(async () => {
    gadget = makeDrawerGadget()
    const sockets = makeVirtualSockets(clock)
    pull = sockets.plug(gadget.gadget, '1-1')
    const { serial } = sockets.pipes
    const [found] = await serial.list()
    const opened = found && (await serial.open(found, { baud: 9_600 }))
    if (!opened?.ok) throw new Error('it is not there')
    drawer = makeSerialDrawer(opened.line, Uint8Array.of(7))
  })

  it('gets one pulse each time', async () => {
    expect(gadget.openings()).toBe(0)
    expect([await drawer.open(), gadget.isOpen(), gadget.openings()]).toEqual(['given', true, 1])
    gadget.shut()
    expect(gadget.isOpen()).toBe(false)
    expect([await drawer.open(), gadget.openings()]).toEqual(['given', 2])
  })

  it('that is pulled out is refused', async () => {
    pull()
    expect([await drawer.open(), gadget.openings()]).toEqual(['refused', 0])
  })

  it('that takes nothing is not known to be open, within the limit, and opens no later', async () => {
    gadget.hang(true)
    const opening = drawer.open()
    await clock.advance(OPEN_MS)
    expect(await opening).toBe('unknown')
    gadget.hang(false)
    expect([await drawer.open(), gadget.openings()]).toEqual(['given', 1])
  })
})
