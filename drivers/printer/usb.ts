import { within } from '../clock/within.ts'
import { CLASS } from '../gadget/descriptors.ts'
import type { ControlRequest, Found, Pipes, Trouble, UsbLine } from '../pipe/port.ts'
import { CLOSE_MS, CONNECT_MS } from './connection.ts'
import type { Connection, Wait, Way } from './connection.ts'
import { isOtherPrinter, readDeviceId } from './device-id.ts'
import { holdPrinter, SOFT_RESET, type HeldPrinter } from './usb-held.ts'

/** USB-IF, "Device Class Definition for Printing Devices" 1.1, 4.2.1. */
const GET_DEVICE_ID: ControlRequest = { type: 'class', request: 0, value: 0 }
const DEVICE_ID_BYTES = 1_024

export interface UsbPrinterParts {
  readonly usb: Pipes['usb']
  /** Which of those plugged in it is; null while it is not. */
  readonly pick: (found: readonly Found[]) => Found | null
  readonly wait: Wait
  /** Told why one that is there can not be used. */
  readonly onTrouble?: (why: Trouble | 'other-printer') => void
}

/**
 * A printer of USB class 7, held from its first job for as long as it is plugged in: it could be given back only when
 * no read is under way, for which every job would wait. A piece it does not take in time, as one without paper, ends
 * the job: some of it may be printed. What is left of such a job in the printer is thrown away before the next.
 */
export function makeUsbWay({ usb, pick, wait, onTrouble = () => undefined }: UsbPrinterParts): Way {
  let held: HeldPrinter | null = null
  let isHalfSent = false
  const releasing = new AbortController()
  const isOver = () => releasing.signal.aborted

  async function reach(): Promise<HeldPrinter | null> {
    const found = pick(await usb.list())
    if (held && !held.isRetired() && held.path === found?.path) return held
    await held?.retire()
    if (!found) return null
    const opened = await usb.open(found, { interfaceClass: CLASS.printer })
    if (!opened.ok) {
      onTrouble(opened.why)
      return null
    }
    const { line } = opened
    if (!(await speaksOurs(line))) {
      onTrouble('other-printer')
      await line.close()
      return null
    }
    if (isHalfSent) await within(wait, CONNECT_MS, line.tell(SOFT_RESET), false)
    isHalfSent = false
    return holdPrinter({ line, path: found.path, wait, halfSent })
  }
  const halfSent = () => {
    isHalfSent = true
  }

  async function connect(): Promise<Connection | null> {
    if (isOver() || held?.isUsed()) return null
    const reaching = reach()
    const reached = await within(wait, CONNECT_MS, reaching, 'late')
    if (reached === 'late') {
      // Nobody waits for it any more.
      void reaching.then((late) => (late === held ? undefined : late?.retire()))
      return null
    }
    held = reached
    if (isOver()) await held?.retire()
    return held?.take() ?? null
  }
  return {
    connect,
    release: async () => {
      releasing.abort()
      await within(wait, CLOSE_MS, held?.retire() ?? Promise.resolve(), undefined)
    },
  }
}

/** A printer that names only other languages is another's. */
async function speaksOurs(line: UsbLine): Promise<boolean> {
  // The interface is in the high byte here (4.2.1), with its setting in the low one.
  const said = await line.ask({ ...GET_DEVICE_ID, indexHigh: line.interfaceNumber }, DEVICE_ID_BYTES)
  const id = said && readDeviceId(said)
  return !id || !isOtherPrinter(id)
}
