import { printerCalls, tellOfPrinter } from '../printer/elsewhere.ts'
import { makeEscposPrinter } from '../printer/escpos.ts'
import type { Make } from '../makes/make.ts'
import type { Found, Trouble } from '../pipe/port.ts'
import { makeSerialConnect } from '../printer/serial.ts'
import { makeUsbConnect } from '../printer/usb.ts'
import type { Driven, Driving } from './driving.ts'
import { isSame } from './port.ts'

/** As the switches of most serial printers are set when they leave the maker. */
const BAUD = 9_600
/** What a question is marked with where the printer repeats it. */
const MARK_CHARACTERS = 4

type Speaks = Extract<Make['speaks'], { readonly role: 'printer' }>

export function drivePrinter(driving: Driving, by: 'usb' | 'serial', speaks: Speaks): Driven {
  const { assigned, pipes, clock, tell, trace, onState } = driving
  const columns = speaks.columns ?? driving.columns
  const stopping = new AbortController()
  let trouble: Trouble | null = null
  const hinders = (why: Trouble | 'other-printer') => {
    trouble = why === 'other-printer' ? 'unsupported' : why
    trace(`✕ ${why}`)
  }
  const pick = (found: readonly Found[]) => found.find((each) => isSame(assigned.device, each)) ?? null
  const way = { pick, wait: clock.wait, onTrouble: hinders }
  const open =
    by === 'usb'
      ? makeUsbConnect({ ...way, usb: pipes.usb })
      : makeSerialConnect({ ...way, serial: pipes.serial, options: { baud: speaks.baud ?? BAUD }, answers: true })
  const connect = () => {
    trouble = null
    return open()
  }
  const printer = makeEscposPrinter({ connect, wait: clock.wait, columns })
  printer.onStatus(() => {
    trace(`← ${printer.status()}`)
    onState()
  })
  tellOfPrinter(printer, tell)
  const watching = printer.watch(stopping.signal)
  const calls = printerCalls(printer)
  return {
    state: () => (printer.status() === 'absent' ? (trouble ?? 'absent') : 'ready'),
    calls: {
      print: async (job) => {
        const outcome = await calls['printer.print'](job)
        trace(`→ a slip: ${outcome}`)
        return outcome
      },
      openDrawer: async () => {
        const outcome = await calls['printer.openDrawer']()
        trace(`→ the drawer: ${outcome}`)
        return outcome
      },
    },
    stop: async () => {
      stopping.abort()
      await watching
    },
  }
}
