import { within } from '../clock/within.ts'
import { CLASS, readInterfaces } from '../gadget/descriptors.ts'
import type { ControlRequest, Found, Pipes, Trouble, UsbLine } from '../pipe/port.ts'
import { CLOSE_MS, CONNECT_MS, makeInbox, WRITE_MS } from './connection.ts'
import type { Connect, Connection, Inbox, Wait } from './connection.ts'
import { isOtherPrinter, readDeviceId } from './device-id.ts'
import type { PrinterStatus } from './port.ts'

/** USB-IF, "Device Class Definition for Printing Devices" 1.1, 4.2.1 to 4.2.3. */
const GET_DEVICE_ID: ControlRequest = { type: 'class', request: 0, value: 0 }
const GET_PORT_STATUS: ControlRequest = { type: 'class', request: 1, value: 0 }
const SOFT_RESET: ControlRequest = { type: 'class', request: 2, value: 0 }
const DEVICE_ID_BYTES = 1_024
/** Table 2 there. The other bits are nought: where one is not, the printer does not know the question. */
const [NO_ERROR, SELECTED, PAPER_EMPTY] = [0x08, 0x10, 0x20]

/** A piece: of more than one that is not taken in time nobody knows how much went out. */
export const PIECE_BYTES = 4_096
/** One read, of which what arrives at its very end may be lost; the way can not be given back before it is over. */
const READ_MS = 1_000
/** Reads that fail in a row before nothing more is expected. */
const STALLS_MAX = 8
/** After an empty answer, which some printers give as fast as they are asked. */
const PAUSE_MS = 20

export interface UsbPrinterParts {
  readonly usb: Pipes['usb']
  /** Which of those plugged in it is; null while it is not. */
  readonly pick: (found: readonly Found[]) => Found | null
  readonly wait: Wait
  /** Told why one that is there can not be used. */
  readonly onTrouble?: (why: Trouble | 'other-printer') => void
}

/**
 * A printer of USB class 7. A piece it does not take in time, as one without paper, ends the job: some of it may be
 * printed. What is left of such a job in the printer is thrown away (SOFT_RESET) before the next.
 */
export function makeUsbConnect({ usb, pick, wait, onTrouble = () => undefined }: UsbPrinterParts): Connect {
  let isHalfSent = false
  async function open(): Promise<UsbLine | null> {
    const found = pick(await usb.list())
    if (!found) return null
    const opened = await usb.open(found, { interfaceClass: CLASS.printer })
    if (!opened.ok) {
      onTrouble(opened.why)
      return null
    }
    if (await speaksOurs(opened.line)) return opened.line
    onTrouble('other-printer')
    await opened.line.close()
    return null
  }
  return async () => {
    const opening = open()
    const line = await within(wait, CONNECT_MS, opening, 'late')
    if (line === 'late') {
      // Nobody waits for it any more.
      void opening.then((late) => late?.close())
      return null
    }
    if (!line) return null
    if (isHalfSent) await within(wait, CONNECT_MS, line.tell(SOFT_RESET), false)
    isHalfSent = false
    return connectionTo(line, wait, () => {
      isHalfSent = true
    })
  }
}

/** A printer that names only other languages is another's. */
async function speaksOurs(line: UsbLine): Promise<boolean> {
  // The interface is in the high byte here (4.2.1), with its setting in the low one.
  const said = await line.ask({ ...GET_DEVICE_ID, indexHigh: line.interfaceNumber }, DEVICE_ID_BYTES)
  const id = said && readDeviceId(said)
  return !id || !isOtherPrinter(id)
}

function connectionTo(line: UsbLine, wait: Wait, halfSent: () => void): Connection {
  const inbox = makeInbox(wait)
  const closing = new AbortController()
  const own = readInterfaces(line.descriptor).find(({ number }) => number === line.interfaceNumber)
  const answers = own?.endpoints.some(({ type, direction }) => type === 'bulk' && direction === 'in') ?? false
  const reading = answers ? readAll(line, inbox, wait, closing.signal) : Promise.resolve()
  line.onEnd(inbox.end)
  return {
    ...{ answers, keepsAnswers: true, read: inbox.next },
    write: async (bytes) => {
      const sent = await sendInPieces(line, bytes)
      if (sent === 'some') halfSent()
      return sent
    },
    glance: async () => portStatus(await within(wait, CONNECT_MS, line.ask(GET_PORT_STATUS, 1), null)),
    close: async () => {
      closing.abort()
      await within(wait, CLOSE_MS, reading, undefined)
      await within(wait, CLOSE_MS, line.close(), undefined)
    },
  }
}

async function sendInPieces(line: UsbLine, bytes: Uint8Array): Promise<'all' | 'some' | 'none'> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const sent = await line.send(bytes.subarray(at, at + PIECE_BYTES), WRITE_MS)
    if (sent !== 'all') return at === 0 ? sent : 'some'
  }
  return 'all'
}

async function readAll(line: UsbLine, inbox: Inbox, wait: Wait, closing: AbortSignal): Promise<void> {
  let stalls = 0
  while (!closing.aborted && stalls < STALLS_MAX) {
    const said = await line.receive(READ_MS)
    if (said === 'gone') break
    if (said === 'stalled') stalls++
    else stalls = 0
    if (typeof said === 'string') continue
    if (said.length > 0) inbox.put(said)
    else await wait(PAUSE_MS)
  }
  inbox.end()
}

function portStatus(said: Uint8Array | null): PrinterStatus | null {
  const [lines = 0xff] = said ?? []
  if ((lines & ~(NO_ERROR | SELECTED | PAPER_EMPTY)) !== 0) return null
  if (lines & PAPER_EMPTY) return 'paper-out'
  return (lines & NO_ERROR) === 0 || (lines & SELECTED) === 0 ? 'fault' : 'ready'
}
