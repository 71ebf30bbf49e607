import { beforeEach, describe, expect, it } from 'vitest'
import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import { makeFirmware, type Firmware } from './firmware.ts'
import { SILENT } from '../log/pino.ts'
import type { Child } from '../process/port.ts'
import { inTable, serve } from '../process/served.ts'
import { supervise } from '../process/supervised.ts'
import { makeInbox } from './connection.ts'
import { makePrinterElsewhere, printerCalls, tellOfPrinter } from './elsewhere.ts'
import { makeEscposPrinter } from './escpos.ts'
import { NO_DETAILS, type Printer } from './port.ts'

/** Both ends of a process in this one, and a printer in memory at its far end. */
describe('a printer that another process drives', () => {
  let clock: VirtualClock
  let firmware: Firmware
  let printer: Printer
  let look: () => Promise<void>
  let tell: (name: string, value: unknown) => void
  let end: () => void

  beforeEach(async () => {
    clock = makeVirtualClock(0)
    firmware = makeFirmware(32)
    const connect = () => {
      const inbox = makeInbox(clock.wait)
      return Promise.resolve({
        ...{ answers: true, read: inbox.next, close: () => Promise.resolve() },
        write: (bytes: Uint8Array) => {
          inbox.put(firmware.take(bytes))
          return Promise.resolve('all' as const)
        },
      })
    }
    const driven = makeEscposPrinter({ connect, wait: clock.wait, columns: 32, drawerOpenLevel: 'high' })
    look = driven.look
    const start = (): Child => {
      const [up, down, ends]: [((text: string) => void)[], ((text: string) => void)[], (() => void)[]] = [[], [], []]
      const send = (to: ((text: string) => void)[]) => (text: string) => {
        for (const listener of to) listener(text)
      }
      end = () => {
        for (const listener of ends) listener()
      }
      queueMicrotask(() => {
        tell = serve({ send: send(up), onText: (listener) => void down.push(listener) }, inTable(printerCalls(driven)))
        tellOfPrinter(driven, tell)
      })
      const onEnd = (listener: () => void) => void ends.push(listener)
      return { send: send(down), onText: (listener) => void up.push(listener), onEnd, kill: end }
    }
    printer = makePrinterElsewhere(supervise({ start, clock, log: SILENT, name: 'devices' }), 32)
    await clock.advance(0)
    await look()
  })
  const seen = () => ({ status: printer.status(), ...printer.details() })

  it('is seen as it is there: status, paper, drawer', async () => {
    expect(seen()).toEqual({ status: 'ready', paperLow: false, drawer: 'shut' })
    firmware.set('paper-low')
    firmware.setDrawer('open')
    await look()
    expect(seen()).toEqual({ status: 'ready', paperLow: true, drawer: 'open' })
    firmware.set('cutter')
    await look()
    expect(seen()).toMatchObject({ status: 'cutter' })
  })

  it('is not believed a word that it does not have', () => {
    tell('printer.status', { status: 'wonderful', tells: true, paperLow: 'yes', drawer: 'ajar' })
    expect(seen()).toEqual({ status: 'fault', ...NO_DETAILS })
  })

  it('is absent, and nothing is known of its drawer, when the process is gone', async () => {
    end()
    await clock.advance(0)
    expect(seen()).toEqual({ status: 'absent', ...NO_DETAILS })
  })
})
