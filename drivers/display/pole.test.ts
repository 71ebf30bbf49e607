import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { makePoleDisplay, type PoleDisplay } from '#drivers/gadget/pole-display'
import { makeVirtualSockets, type VirtualSockets } from '#drivers/pipe/virtual'
import type { Trouble } from '#drivers/pipe/port'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeCd5220 } from './cd5220.ts'
import { LED8 } from './led8.ts'
import { makePole, RETRY_MS, WRITE_MS } from './pole.ts'
import type { Display, Picture } from './port.ts'

const amount = (text: string): Picture => ({ is: 'amount', kind: 'total', amount: text })

describe('a customer display on a serial line', () => {
  let clock: VirtualClock
  let sockets: VirtualSockets
  let gadget: PoleDisplay
  let display: Display
  let seen: string[]
  let troubles: Trouble[]
  let pull: () => void
  const stop = { now: new AbortController() }

  beforeEach(async () => {
    stop.now.abort()
    stop.now = new AbortController()
    clock = makeVirtualClock(0)
    sockets = makeVirtualSockets(clock)
    gadget = makePoleDisplay('led8')
    troubles = []
    display = makePole({
      ...{ serial: sockets.pipes.serial, pick: ([found]) => found ?? null, options: { baud: 2400 }, coder: LED8 },
      ...{ wait: clock.wait, onTrouble: (why) => troubles.push(why) },
    })
    seen = []
    display.onStatus(() => seen.push(display.status()))
    pull = sockets.plug(gadget.gadget, '1-1')
    void display.watch(stop.now.signal)
    await clock.advance(0)
  })
  const digits = () => {
    const shows = gadget.shows()
    expect(gadget.errors()).toEqual([])
    return shows.is === 'digits' ? shows.digits.trim() : null
  }

  it('shows what it is told, at once', async () => {
    expect([display.status(), digits()]).toEqual(['ready', ''])
    display.show(amount('12.50'))
    await clock.advance(0)
    expect(gadget.shows()).toEqual({ is: 'digits', digits: '    12.50', lamp: '总计' })
    display.show({ is: 'clear' })
    await clock.advance(0)
    expect(digits()).toBe('')
  })

  it('is sent the newest picture only', async () => {
    gadget.hang(true)
    const before = gadget.pieces()
    for (let yuan = 0; yuan < 50; yuan++) display.show(amount(`${yuan}.00`))
    await clock.advance(WRITE_MS - 1)
    for (let yuan = 50; yuan < 100; yuan++) display.show(amount(`${yuan}.00`))
    gadget.hang(false)
    await clock.advance(0)
    expect([digits(), gadget.pieces() - before]).toEqual(['99.00', 2])
  })

  it('shows what came while it was sent its first picture', async () => {
    pull()
    gadget = makePoleDisplay('led8')
    gadget.hang(true)
    await clock.advance(0)
    sockets.plug(gadget.gadget, '1-1')
    await clock.advance(0)
    expect([display.status(), gadget.pieces()]).toEqual(['absent', 1])
    display.show(amount('8.00'))
    gadget.hang(false)
    await clock.advance(0)
    expect([display.status(), digits()]).toEqual(['ready', '8.00'])
  })

  it('that hangs is absent within its limit, holds nobody up, and shows the newest when it is well again', async () => {
    gadget.hang(true)
    display.show(amount('1.00'))
    await clock.advance(WRITE_MS)
    expect(display.status()).toBe('absent')
    display.show(amount('2.00'))
    await clock.advance(2 * RETRY_MS)
    display.show(amount('3.00'))
    gadget.hang(false)
    await clock.advance(RETRY_MS + WRITE_MS)
    expect([digits(), display.status()]).toEqual(['3.00', 'ready'])
    expect(seen).toEqual(['ready', 'absent', 'ready'])
  })

  it('that hangs is not written to more often than its limit allows', async () => {
    gadget.hang(true)
    const before = gadget.pieces()
    for (let second = 0; second < 60; second++) {
      display.show(amount(`${second}.00`))
      await clock.advance(1_000)
    }
    expect(gadget.pieces() - before).toBeLessThanOrEqual(11)
  })

  it('that is pulled out is absent, and shows the newest when it is plugged in again, at once', async () => {
    pull()
    await clock.advance(0)
    expect(display.status()).toBe('absent')
    display.show(amount('7.00'))
    await clock.advance(10)
    gadget = makePoleDisplay('led8')
    sockets.plug(gadget.gadget, '1-1')
    await clock.advance(0)
    expect([digits(), display.status()]).toEqual(['7.00', 'ready'])
  })

  it('that another program has says so, and is taken when it is free', async () => {
    pull()
    gadget = makePoleDisplay('led8')
    sockets.hinder('1-2', 'busy')
    sockets.plug(gadget.gadget, '1-2')
    await clock.advance(0)
    expect([troubles[0], display.status()]).toEqual(['busy', 'absent'])
    sockets.hinder('1-2', null)
    await clock.advance(RETRY_MS)
    expect(display.status()).toBe('ready')
  })

  it('is given back when it is stopped, and left as it is', async () => {
    display.show(amount('5.00'))
    await clock.advance(0)
    stop.now.abort()
    await clock.advance(0)
    display.show(amount('6.00'))
    await clock.advance(RETRY_MS)
    expect(digits()).toBe('5.00')
    const [found] = await sockets.pipes.serial.list()
    expect(found && (await sockets.pipes.serial.open(found, { baud: 2400 })).ok).toBe(true)
  })
})

it('a display of two lines shows words in Chinese', async () => {
  const clock = makeVirtualClock(0)
  const sockets = makeVirtualSockets(clock)
  const gadget = makePoleDisplay('cd5220', 'gb18030')
  sockets.plug(gadget.gadget, '1-1')
  const display = makePole({
    ...{ serial: sockets.pipes.serial, pick: ([found]) => found ?? null, options: { baud: 9600 } },
    ...{ coder: makeCd5220('gb18030'), wait: clock.wait },
  })
  display.show({ is: 'lines', upper: '农夫山泉 550ml', lower: '2.00' })
  const stop = new AbortController()
  void display.watch(stop.signal)
  await clock.advance(0)
  stop.abort()
  expect([gadget.shows(), gadget.errors()]).toEqual([
    { is: 'text', upper: '农夫山泉 550ml      ', lower: '2.00'.padEnd(20) },
    [],
  ])
})
