import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeAcm } from '#drivers/gadget/acm'
import type { Pipes } from '#drivers/pipe/port'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeSerialDrawer, OPEN_MS } from './serial.ts'

describe('a drawer on a serial line', () => {
  const clock = makeVirtualClock(0)
  let taken: number[]
  let hangs: boolean
  let sockets: ReturnType<typeof makeVirtualSockets>
  let pull: () => void
  const drawerOn = (serial: Pipes['serial']) =>
    makeSerialDrawer({
      ...{ serial, pick: ([found]) => found ?? null, options: { baud: 9600 } },
      ...{ pulse: Uint8Array.of(7), wait: clock.wait },
    })
  beforeEach(() => {
    taken = []
    hangs = false
    sockets = makeVirtualSockets(clock)
    const { gadget } = makeAcm({
      ...{ vendor: 1, product: 2, strings: ['', '', ''] },
      take: async (bytes) => {
        if (hangs) return new Promise(() => undefined)
        taken.push(...bytes)
        return Promise.resolve('taken')
      },
    })
    pull = sockets.plug(gadget, '1-1')
  })

  it('gets one pulse each time, of which nobody hears', async () => {
    const drawer = drawerOn(sockets.pipes.serial)
    expect([await drawer.open(), await drawer.open(), taken]).toEqual(['unknown', 'unknown', [7, 7]])
  })

  it('is refused where it is not, and where another has it', async () => {
    const drawer = drawerOn(sockets.pipes.serial)
    sockets.hinder('1-1', 'busy')
    expect(await drawer.open()).toBe('refused')
    sockets.hinder('1-1', null)
    pull()
    expect([await drawer.open(), taken]).toEqual(['refused', []])
  })

  it('that is pulled out before its pulse is refused', async () => {
    const { serial } = sockets.pipes
    const open: typeof serial.open = async (found, options) => {
      const opened = await serial.open(found, options)
      pull()
      return opened
    }
    expect([await drawerOn({ ...serial, open }).open(), taken]).toEqual(['refused', []])
  })

  it('that takes nothing ends within the limit, and is given back', async () => {
    hangs = true
    const drawer = drawerOn(sockets.pipes.serial)
    const opening = drawer.open()
    await clock.advance(OPEN_MS)
    expect(await opening).toBe('unknown')
    hangs = false
    expect([await drawer.open(), taken]).toEqual(['unknown', [7]])
  })

  it('whose line opens too late gets no pulse any more', async () => {
    const { serial } = sockets.pipes
    const slow: Pipes['serial'] = {
      ...serial,
      open: async (found, options) => {
        await clock.wait(2 * OPEN_MS)
        return serial.open(found, options)
      },
    }
    const opening = drawerOn(slow).open()
    await clock.advance(OPEN_MS)
    expect(await opening).toBe('unknown')
    await clock.advance(2 * OPEN_MS)
    expect(taken).toEqual([])
    // Given back as well.
    expect([await drawerOn(serial).open(), taken]).toEqual(['unknown', [7]])
  })
})
