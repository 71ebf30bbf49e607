import type { Way } from '../printer/connection.ts'
import { printerCalls, tellOfPrinter } from '../printer/elsewhere.ts'
import { makeEscposPrinter } from '../printer/escpos.ts'
import type { Make } from '../makes/make.ts'
import type { Trouble } from '../pipe/port.ts'
import { makeSerialConnect } from '../printer/serial.ts'
import { makeUsbWay } from '../printer/usb.ts'
import type { Driven, Driving } from './driving.ts'
import { pickOf } from './port.ts'

/** As the switches of most serial printers are set when they leave the maker. */
const BAUD = 9_600
/** What questions are marked with where the printer repeats it: four digits, over and over. */
const MARKS = 10_000
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
  const parts = { pick: pickOf(assigned.device), wait: clock.wait, onTrouble: hinders }
  const serial = { ...parts, serial: pipes.serial, options: { baud: speaks.baud ?? BAUD }, answers: true }
  const way: Way =
    by === 'usb'
      ? makeUsbWay({ ...parts, usb: pipes.usb })
      : { connect: makeSerialConnect(serial), release: () => Promise.resolve() }
  const connect = () => {
    trouble = null
    return way.connect()
  }
  let marks = 0
  const newMark = () => String((marks = (marks + 1) % MARKS)).padStart(MARK_CHARACTERS, '0')
  const printer = makeEscposPrinter({
    ...{ connect, wait: clock.wait, columns },
    ...(speaks.marks && { newMark }),
  })
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
      await way.release()
    },
  }
}
