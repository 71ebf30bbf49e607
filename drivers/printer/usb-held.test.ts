import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { makeUsbPrinter, type PrinterGadget } from '#drivers/gadget/printer'
import type { Pipes, UsbLine } from '#drivers/pipe/port'
import { makeVirtualSockets, type VirtualSockets } from '#drivers/pipe/virtual'
import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE_MS, type Way } from './connection.ts'
import { makeEscposPrinter, type EscposPrinter } from './escpos.ts'
import type { PrintCommand } from './port.ts'
import { makeUsbWay } from './usb.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const job = (text: string) => ({ id: text, commands: [line(text), { do: 'cut' } as const] })
const COLUMNS = 32
const PRINTER = { interfaceClass: 7 }

describe('a USB printer that is held between jobs', () => {
  let clock: VirtualClock
  let sockets: VirtualSockets
  let gadget: PrinterGadget
  let pull: () => void
  let way: Way
  let printer: EscposPrinter
  /** Lines that are open now, and reads under way on them; `atClose`: such reads each time one was closed. */
  let now: { opened: number; lines: number; reads: number; atClose: number[] }

  /** Counts what is done to a line. */
  const counted = (usb: Pipes['usb']): Pipes['usb'] => ({
    ...usb,
    open: async (found, options) => {
      const opened = await usb.open(found, options)
      if (!opened.ok) return opened
      now.opened++
      now.lines++
      return { ok: true, line: countedLine(opened.line) }
    },
  })
  const countedLine = (own: UsbLine): UsbLine => ({
    ...own,
    receive: async (limitMs) => {
      now.reads++
      return own.receive(limitMs).finally(() => now.reads--)
    },
    close: async () => {
      now.atClose.push(now.reads)
      await own.close()
      now.lines--
    },
  })
  /** All that comes without waiting. */
  const atOnce = () => clock.advance(0)
  const outcomeOf = (work: Promise<unknown>) => {
    const came: { outcome: unknown } = { outcome: 'not yet' }
    void work.then((outcome) => (came.outcome = outcome))
    return came
  }

  beforeEach(async () => {
    clock = makeVirtualClock(0)
    sockets = makeVirtualSockets(clock)
    gadget = makeUsbPrinter({ columns: COLUMNS })
    now = { opened: 0, lines: 0, reads: 0, atClose: [] }
    pull = sockets.plug(gadget.gadget, '1-1')
    way = makeUsbWay({ usb: counted(sockets.pipes.usb), pick: ([found]) => found ?? null, wait: clock.wait })
    printer = makeEscposPrinter({ connect: way.connect, wait: clock.wait, columns: COLUMNS })
    void printer.look()
    await clock.advance(20_000)
    expect(printer.status()).toBe('ready')
  })

  it('answers and prints the next slip while a read of the first is still under way', async () => {
    const two = outcomeOf(Promise.all([printer.print(job('one')), printer.print(job('two'))]))
    await atOnce()
    expect([two.outcome, clock.elapsedMs()]).toEqual([['printed', 'printed'], 20_000])
    expect([now.opened, now.reads, gadget.firmware.sheets()]).toEqual([1, 1, [['one'], ['two']]])
  })

  it('is not read while there is nothing to print, and is heard again with the next slip', async () => {
    expect(now.reads).toBe(0)
    for (const text of ['one', 'two', 'three']) {
      const slip = outcomeOf(printer.print(job(text)))
      await atOnce()
      expect([slip.outcome, now.reads]).toEqual(['printed', 1])
      await clock.advance(1_000)
      expect(now.reads).toBe(0)
    }
    expect(now.opened).toBe(1)
  })

  it.each([0, 5_000])('is given back when pulled out, %i ms after a slip, and found when it is back', async (ms) => {
    void printer.print(job('one'))
    await clock.advance(ms)
    pull()
    await clock.advance(CLOSE_MS)
    expect([now.lines, now.atClose]).toEqual([0, [0]])
    await printer.look()
    expect(printer.status()).toBe('absent')
    sockets.plug(gadget.gadget, '1-2')
    const slip = outcomeOf(printer.print(job('two')))
    await atOnce()
    expect([slip.outcome, now.opened, now.lines]).toEqual(['printed', 2, 1])
  })

  it('is found where it is now, though nobody was told that it was pulled out', async () => {
    const deaf: Pipes['usb'] = {
      ...sockets.pipes.usb,
      open: async (found, options) => {
        const opened = await counted(sockets.pipes.usb).open(found, options)
        return opened.ok ? { ok: true, line: { ...opened.line, onEnd: () => undefined } } : opened
      },
    }
    await way.release()
    way = makeUsbWay({ usb: deaf, pick: ([found]) => found ?? null, wait: clock.wait })
    printer = makeEscposPrinter({ connect: way.connect, wait: clock.wait, columns: COLUMNS })
    void printer.look()
    await clock.advance(20_000)
    pull()
    sockets.plug(gadget.gadget, '1-2')
    const slip = outcomeOf(printer.print(job('two')))
    await clock.advance(CLOSE_MS)
    expect([slip.outcome, now.lines]).toEqual(['printed', 1])
  })

  it('is free for others once it is released, whose turn it is when no read is under way', async () => {
    void printer.print(job('one'))
    await atOnce()
    const [found] = await sockets.pipes.usb.list()
    if (!found) throw new Error('nothing is plugged in')
    expect(await sockets.pipes.usb.open(found, PRINTER)).toMatchObject({ ok: false, why: 'busy' })
    const released = outcomeOf(way.release())
    await clock.advance(1_000)
    expect([released.outcome, now.lines, now.atClose]).toEqual([undefined, 0, [0]])
    expect([await way.connect(), now.opened]).toEqual([null, 1])
    expect(await sockets.pipes.usb.open(found, PRINTER)).toMatchObject({ ok: true })
  })

  it('is released after the slip that is being printed, for which nobody waits long', async () => {
    gadget.set('slow')
    const slip = outcomeOf(printer.print(job('one')))
    await atOnce()
    const released = outcomeOf(way.release())
    await clock.advance(CLOSE_MS)
    expect([released.outcome, slip.outcome, now.lines]).toEqual([undefined, 'not yet', 1])
    gadget.set('fine')
    await clock.advance(CLOSE_MS)
    expect([slip.outcome, now.lines, now.atClose]).toEqual(['printed', 0, [0]])
  })
})
