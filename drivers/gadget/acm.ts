import { CLASS, configurationDescriptor, deviceDescriptor } from './descriptors.ts'
import type { EndpointMake, InterfaceMake } from './descriptors.ts'
import type { Gadget, Setup } from './port.ts'
import { makeOutbox } from './queue.ts'

/**
 * A USB device that looks like a serial line (USB CDC 1.2, PSTN 1.2: abstract control model). What it is, whoever makes
 * it says: bytes come in, bytes go out.
 */
export interface AcmMake {
  readonly vendor: number
  readonly product: number
  /** Manufacturer, product, serial number; a cheap one has none. */
  readonly strings: readonly [string, string, string] | readonly [string, string]
  /** Takes bytes as they come, in pieces of any size; as long as it does not resolve, the device says NAK. */
  readonly take: (bytes: Uint8Array, stop: AbortSignal) => Promise<'taken' | 'stalled'>
}

export interface Acm {
  readonly gadget: Gadget
  /** To the host, in one transfer, or more where the host asks for less. */
  readonly say: (bytes: Uint8Array) => void
  /** As the host set it last (SET_LINE_CODING); null: not yet. */
  readonly coding: () => LineCoding | null
  /** Whether the host says that somebody listens (DTR). */
  readonly isListenedTo: () => boolean
}
/** Bits a second, data bits, parity (0 none, 1 odd, 2 even). */
export interface LineCoding {
  readonly baud: number
  readonly dataBits: number
  readonly parity: number
}

const [NOTIFY, DATA] = [1, 2]
const [PACKET_BYTES, NOTIFY_BYTES, NOTIFY_MS] = [64, 16, 32]
const ABSTRACT_CONTROL = 2
/** PSTN 1.2, table 13. */
const [SET_LINE_CODING, GET_LINE_CODING, SET_CONTROL_LINE_STATE, SEND_BREAK] = [0x20, 0x21, 0x22, 0x23]
const [TO_INTERFACE, FROM_INTERFACE] = [0x21, 0xa1]
const LINE_CODING_BYTES = 7
/** 9600 baud, one stop bit, no parity, eight bits. */
const AT_FIRST = Buffer.from('80250000000008', 'hex')
const DONE = new Uint8Array(0)

export function makeAcm({ vendor, product, strings, take }: AcmMake): Acm {
  const said = makeOutbox()
  let coding: Buffer | null = null
  let isListenedTo = false
  const control = ({ requestType, request, value }: Setup, data: Uint8Array): Uint8Array | null => {
    if (requestType === FROM_INTERFACE && request === GET_LINE_CODING) return coding ?? AT_FIRST
    if (requestType !== TO_INTERFACE) return null
    if (request === SET_LINE_CODING && data.length === LINE_CODING_BYTES) {
      coding = Buffer.from(data)
      return DONE
    }
    if (request === SET_CONTROL_LINE_STATE) isListenedTo = (value & 1) === 1
    return request === SET_CONTROL_LINE_STATE || request === SEND_BREAK ? DONE : null
  }
  const named = [1, 2, strings.length === 2 ? 0 : 3] as const
  const gadget: Gadget = {
    device: deviceDescriptor({ vendor, product, deviceClass: [CLASS.communications, 0, 0], strings: named }),
    configuration: configurationDescriptor(serialInterfaces(0, NOTIFY, DATA)),
    ...{ strings, speed: 'full', control },
    out: (endpoint, bytes, stop) => (endpoint === DATA ? take(bytes, stop) : Promise.resolve('stalled')),
    in: (endpoint, bytes, stop) =>
      // It has nothing to notify of.
      endpoint === DATA ? said.next(Math.min(bytes, PACKET_BYTES), stop) : never(stop),
  }
  return { gadget, say: said.put, isListenedTo: () => isListenedTo, coding: () => coding && readCoding(coding) }
}

const readCoding = (coding: Buffer): LineCoding => ({
  ...{ baud: coding.readUInt32LE(0), parity: coding.readUInt8(5), dataBits: coding.readUInt8(6) },
})

/** A pipe at which nothing is ever said. */
const never = (stop: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(stop.reason as Error) // an AbortSignal's reason is what its owner said
    if (stop.aborted) end()
    else stop.addEventListener('abort', end, { once: true })
  })

/**
 * The two interfaces of a serial line: what it is, with its functional descriptors (CDC 1.2, 5.2.3: header 1.20, call
 * management, abstract control with line coding, union), then its bytes.
 */
export function serialInterfaces(first: number, notify: number, data: number): readonly InterfaceMake[] {
  const functions = [5, 0x24, 0, 0x20, 0x01, 5, 0x24, 1, 0, first + 1, 4, 0x24, 2, 2, 5, 0x24, 6, first, first + 1]
  const bulk = (address: number): EndpointMake => ({ address, type: 'bulk', bytes: PACKET_BYTES })
  return [
    {
      ...{ number: first, is: [CLASS.communications, ABSTRACT_CONTROL, 1], extra: Uint8Array.from(functions) },
      endpoints: [{ address: 0x80 | notify, type: 'interrupt', bytes: NOTIFY_BYTES, interval: NOTIFY_MS }],
    },
    { number: first + 1, is: [CLASS.data, 0, 0], endpoints: [bulk(0x80 | data), bulk(data)] },
  ]
}
