import type { Command } from '../printer/decode-state.ts'
import { makeFirmware, type Firmware, type FirmwareState } from '../printer/firmware.ts'
import { makeAcm } from './acm.ts'
import { CLASS, configurationDescriptor, deviceDescriptor } from './descriptors.ts'
import type { Gadget, Setup } from './port.ts'
import { makeOutbox } from './queue.ts'

/** Besides what its firmware can be: `jam`, it takes no byte (NAK) until that is over, as with a full buffer. */
export type PrinterGadgetMood = FirmwareState | 'jam'

/** A receipt printer on a USB cable; what it printed lies in its firmware. */
export interface PrinterGadget {
  readonly gadget: Gadget
  readonly firmware: Firmware
  /** What could not be done before and can now is done, and answered. */
  readonly set: (mood: PrinterGadgetMood) => void
  /** Says bytes of its own, such as news nobody asked for. */
  readonly say: (bytes: Uint8Array) => void
  /** How often the host reset it (SOFT_RESET). */
  readonly resets: () => number
}

/** USB-IF, "Universal Serial Bus Device Class Definition for Printing Devices" 1.1, 4.2. */
const [GET_DEVICE_ID, GET_PORT_STATUS, SOFT_RESET] = [0, 1, 2]
const [TO_INTERFACE, FROM_INTERFACE] = [0x21, 0xa1]
/** Table 2 there: bit 3 no error, bit 4 selected, bit 5 paper empty. */
const [NO_ERROR, SELECTED, PAPER_EMPTY] = [0x08, 0x10, 0x20]
const [BULK_OUT, BULK_IN] = [0x01, 0x82]
const PACKET = 64
const [BOTH_WAYS, ONE_WAY] = [2, 1]

export interface UsbPrinterMake {
  readonly columns: number
  /** As IEEE 1284 has it: `MFG:…;CMD:…;MDL:…;`. */
  readonly deviceId?: string
  /** Without a way back (protocol 1). */
  readonly oneWay?: boolean
  /** What its firmware knows. */
  readonly commands?: readonly Command[]
}
const DEVICE_ID = 'MFG:Twin;CMD:ESC/POS;MDL:Receipt 80;CLS:PRINTER;'

/** A USB printer of class 7, both ways (protocol 2) or one. */
export function makeUsbPrinter({
  columns,
  deviceId = DEVICE_ID,
  oneWay = false,
  commands,
}: UsbPrinterMake): PrinterGadget {
  const said = makeOutbox()
  const inside = makeInside(columns, said.put, commands)
  let resets = 0
  const control = ({ requestType, request }: Setup): Uint8Array | null => {
    if (requestType === FROM_INTERFACE && request === GET_DEVICE_ID) return lengthFirst(deviceId)
    if (requestType === FROM_INTERFACE && request === GET_PORT_STATUS) return Buffer.from([portStatus(inside.mood())])
    if (requestType !== TO_INTERFACE || request !== SOFT_RESET) return null
    resets++
    inside.forget()
    said.clear()
    return new Uint8Array(0)
  }
  const gadget: Gadget = {
    device: deviceDescriptor({ vendor: 0x0416, product: 0x5011, strings: [1, 2, 3] }),
    configuration: configurationDescriptor([
      {
        ...{ number: 0, is: [CLASS.printer, 1, oneWay ? ONE_WAY : BOTH_WAYS] },
        endpoints: [
          { address: BULK_OUT, type: 'bulk', bytes: PACKET },
          ...(oneWay ? [] : [{ address: BULK_IN, type: 'bulk' as const, bytes: PACKET }]),
        ],
      },
    ]),
    ...{ strings: ['Twin', 'Receipt 80', 'P0001'], speed: 'full', control },
    out: (endpoint, bytes) => (endpoint === BULK_OUT ? inside.take(bytes) : Promise.resolve('stalled')),
    in: (_endpoint, bytes, stop) => said.next(bytes, stop),
  }
  return { gadget, ...inside, say: said.put, resets: () => resets }
}

/** The same printer behind a USB plug that looks like a serial line. */
export function makeSerialPrinter(columns: number, commands?: readonly Command[]): PrinterGadget {
  const inside = makeInside(columns, (bytes) => acm.say(bytes), commands)
  const acm = makeAcm({
    ...{ vendor: 0x0483, product: 0x5740, strings: ['Twin', 'Receipt 80 COM', 'P0002'] },
    take: inside.take,
  })
  return { gadget: acm.gadget, ...inside, say: acm.say, resets: () => 0 }
}

function makeInside(columns: number, say: (bytes: Uint8Array) => void, commands?: readonly Command[]) {
  const firmware = makeFirmware(columns, commands)
  let isJammed = false
  let waiting: (() => void)[] = []
  const take = async (bytes: Uint8Array): Promise<'taken'> => {
    if (isJammed) await new Promise<void>((resolve) => waiting.push(resolve))
    say(firmware.take(bytes))
    return 'taken'
  }
  const set = (mood: PrinterGadgetMood) => {
    isJammed = mood === 'jam'
    if (mood === 'jam') return
    firmware.set(mood)
    say(firmware.goOn())
    for (const go of waiting.splice(0)) go()
  }
  const forget = () => {
    // What was held off at the pipe never came in.
    waiting = []
    firmware.connected()
  }
  return { firmware, take, set, forget, mood: (): PrinterGadgetMood => (isJammed ? 'jam' : firmware.state()) }
}

function lengthFirst(deviceId: string): Buffer {
  const bytes = Buffer.from(`\0\0${deviceId}`, 'latin1')
  bytes.writeUInt16BE(bytes.length)
  return bytes
}

function portStatus(mood: PrinterGadgetMood): number {
  if (mood === 'paper-out') return PAPER_EMPTY | SELECTED
  return mood === 'cover-open' || mood === 'cutter' || mood === 'fault' ? SELECTED : SELECTED | NO_ERROR
}
