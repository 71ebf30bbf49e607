import { makeRealClock } from '#drivers/clock/real'
import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import type { Gadget } from '#drivers/gadget/port'
import { makeSerialPrinter, makeUsbPrinter, type PrinterGadget, type PrinterGadgetMood } from '#drivers/gadget/printer'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import type { Connect, Wait } from '#drivers/printer/connection'
import type { Firmware } from '#drivers/printer/firmware'
import { makeSerialConnect } from '#drivers/printer/serial'
import { makeTcpConnect } from '#drivers/printer/tcp'
import { makeUsbWay } from '#drivers/printer/usb'
import { startNetworkPrinter } from './network-printer.ts'

/** What every way to a printer that can be heard must keep, whatever it is. */
export interface Way {
  readonly firmware: Firmware
  readonly connect: Connect
  readonly wait: Wait
  readonly set: (mood: Exclude<PrinterGadgetMood, 'jam'>) => void
  /** Is cut when so many bytes more have come to the printer, answers included after it. */
  readonly cutAfter: (bytes: number) => void
  /** Waits for it, as long as that takes. */
  readonly soon: <Value>(work: Promise<Value>) => Promise<Value>
  readonly close: () => Promise<void>
}

export const COLUMNS = 32
/** Far longer than all limits of a driver together. */
const SECONDS_MAX = 300
/** As fast again as life: a limit that passes is still far above what an answer on loopback takes. */
const FASTER = 20

async function network(): Promise<Way> {
  const clock = makeRealClock()
  let left = Infinity
  const there = await startNetworkPrinter(COLUMNS, (socket, bytes) => {
    const taken = bytes.subarray(0, left)
    left -= bytes.length
    socket.write(there.firmware.take(taken))
    if (left <= 0) socket.resetAndDestroy()
    return 'spoilt'
  })
  const wait: Wait = (ms, stop) => clock.wait(Math.ceil(ms / FASTER), stop)
  return {
    ...{ firmware: there.firmware, connect: makeTcpConnect({ host: '127.0.0.1', port: there.port }, wait), wait },
    set: (mood) => {
      there.firmware.set(mood)
      there.firmware.goOn()
    },
    cutAfter: (bytes) => {
      left = bytes
    },
    soon: (work) => work,
    close: there.unplug,
  }
}

export interface Cable extends Way {
  readonly printer: PrinterGadget
  readonly clock: VirtualClock
}
type Connects = (sockets: ReturnType<typeof makeVirtualSockets>, wait: Wait) => Connect
const first = <Each>(all: readonly Each[]): Each | null => all[0] ?? null

/** A printer on a cable that may break, and a clock that runs as fast as it is waited for. */
export function plugged(printer: PrinterGadget, connects: Connects): Promise<Cable> {
  const clock = makeVirtualClock(0)
  const sockets = makeVirtualSockets(clock)
  let left = Infinity
  const gadget: Gadget = {
    ...printer.gadget,
    out: async (endpoint, bytes, stop) => {
      const taken = bytes.subarray(0, left)
      left -= bytes.length
      // A cable that breaks lets nothing more through, either way.
      if (left > 0) return printer.gadget.out(endpoint, taken, stop)
      const said = printer.firmware.take(taken)
      printer.say(said)
      pull()
      return 'taken'
    },
  }
  const pull = sockets.plug(gadget, '1-1')
  const soon = async <Value>(work: Promise<Value>): Promise<Value> => {
    const life = { isOver: false }
    const over = () => {
      life.isOver = true
    }
    work.then(over, over)
    for (let seconds = 0; seconds < SECONDS_MAX; seconds++) {
      await clock.advance(1_000)
      if (life.isOver) return work
    }
    throw new Error('it hangs')
  }
  return Promise.resolve({
    ...{ printer, clock },
    ...{ firmware: printer.firmware, connect: connects(sockets, clock.wait), wait: clock.wait, set: printer.set, soon },
    cutAfter: (bytes) => {
      left = bytes
    },
    close: () => {
      pull()
      return Promise.resolve()
    },
  })
}

export const onUsb = (printer = makeUsbPrinter({ columns: COLUMNS })): Promise<Cable> =>
  plugged(printer, ({ pipes }, wait) => makeUsbWay({ usb: pipes.usb, pick: first, wait }).connect)

export const onSerial = (printer = makeSerialPrinter(COLUMNS)): Promise<Cable> =>
  plugged(printer, ({ pipes }, wait) =>
    makeSerialConnect({ serial: pipes.serial, pick: first, options: { baud: 19_200 }, answers: true, wait }),
  )

export const CABLES: readonly (readonly [string, () => Promise<Cable>])[] = [
  ['on a USB cable', () => onUsb()],
  ['on a serial line', () => onSerial()],
]
export const WAYS: readonly (readonly [string, () => Promise<Way>])[] = [['in the network', network], ...CABLES]
