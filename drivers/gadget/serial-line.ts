import { CLASS, configurationDescriptor, deviceDescriptor, type DeviceMake } from './descriptors.ts'
import { makeOutbox } from './outbox.ts'
import type { Gadget, Setup } from './port.ts'

/** A serial line over USB (class CDC, subclass ACM, PSTN 1.2), as a device sees it. */
export interface SerialLine {
  readonly gadget: Gadget
  /** To the host, in one transfer. */
  readonly give: (bytes: Uint8Array) => void
}

export interface SerialLineMake extends Pick<DeviceMake, 'vendor' | 'product'> {
  /** Manufacturer, product, serial number. */
  readonly strings: readonly [string, string, string]
  readonly onBytes: (bytes: Uint8Array) => void
}

const [NOTIFY, OUT, IN] = [0x81, 0x02, 0x83]
const [PACKET_BYTES, NOTIFY_BYTES, NOTIFY_MS] = [64, 16, 255]
const ABSTRACT_CONTROL = 2
const KEPT = 64
/** Functional descriptors (CDC 1.2, 5.2.3): header, call management, abstract control, union of interfaces 0 and 1. */
const FUNCTIONS = Buffer.from('0524001001' + '0524010001' + '04240202' + '0524060001', 'hex')
/** Requests of the control pipe (PSTN 1.2, 6.3). */
const [SET_CODING, GET_CODING, SET_LINES, BREAK] = [0x20, 0x21, 0x22, 0x23]
const CODING_BYTES = 7

export function makeSerialLine({ vendor, product, strings, onBytes }: SerialLineMake): SerialLine {
  const [notices, outbox] = [makeOutbox(1), makeOutbox(KEPT)]
  // 9600 bits a second, one stop bit, no parity, eight data bits.
  let coding: Uint8Array = Uint8Array.of(0x80, 0x25, 0, 0, 0, 0, 8)
  const control = ({ request }: Setup, data: Uint8Array): Uint8Array | null => {
    if (request === GET_CODING) return coding
    if (request === SET_CODING && data.length >= CODING_BYTES) coding = data.slice(0, CODING_BYTES)
    return request === SET_CODING || request === SET_LINES || request === BREAK ? new Uint8Array(0) : null
  }
  const gadget: Gadget = {
    device: deviceDescriptor({ vendor, product, deviceClass: [CLASS.communications, 0, 0], strings: [1, 2, 3] }),
    configuration: configurationDescriptor([
      {
        ...{ number: 0, is: [CLASS.communications, ABSTRACT_CONTROL, 1], extra: FUNCTIONS },
        endpoints: [{ address: NOTIFY, type: 'interrupt', bytes: NOTIFY_BYTES, interval: NOTIFY_MS }],
      },
      {
        ...{ number: 1, is: [CLASS.data, 0, 0] },
        endpoints: [
          { address: OUT, type: 'bulk', bytes: PACKET_BYTES },
          { address: IN, type: 'bulk', bytes: PACKET_BYTES },
        ],
      },
    ]),
    ...{ strings, speed: 'full', control },
    out: (_endpoint, bytes) => {
      onBytes(Uint8Array.from(bytes))
      return Promise.resolve('taken')
    },
    in: (endpoint, bytes, stop) => (endpoint === (IN & 15) ? outbox : notices).next(bytes, stop),
  }
  return { gadget, give: outbox.give }
}
