import { CLASS, configurationDescriptor, deviceDescriptor } from './descriptors.ts'
import { makeInQueue } from './in-queue.ts'
import type { Gadget, Setup } from './port.ts'

/**
 * A USB device that looks like a serial line (USB CDC 1.2, PSTN 1.2: abstract control model). What it is, whoever makes
 * it says: bytes come in, bytes go out.
 */
export interface AcmMake {
  readonly vendor: number
  readonly product: number
  /** Manufacturer, product, serial number. */
  readonly strings: readonly [string, string, string]
  /** Takes bytes as they come, in pieces of any size; as long as it does not resolve, the device says NAK. */
  readonly take: (bytes: Uint8Array) => Promise<'taken' | 'stalled'>
}

export interface Acm {
  readonly gadget: Gadget
  readonly say: (bytes: Uint8Array) => void
  /** Bits a second as the host has set them (SET_LINE_CODING); null while it has not. */
  readonly baud: () => number | null
}

/** Endpoints: notification in, data in, data out. */
const [NOTIFY, DATA_IN, DATA_OUT] = [0x81, 0x82, 0x03]
const PACKET = 64
/** CDC 1.2, table 15 and PSTN 1.2: header 1.20, call management, abstract control (line coding), union of 0 and 1. */
const FUNCTIONAL = Buffer.from('05240020010524010001042402020524060001', 'hex')
/** PSTN 1.2, table 13. */
const [SET_LINE_CODING, GET_LINE_CODING, SET_CONTROL_LINE_STATE, SEND_BREAK] = [0x20, 0x21, 0x22, 0x23]
const [TO_INTERFACE, FROM_INTERFACE] = [0x21, 0xa1]
const LINE_CODING_BYTES = 7
/** 9600 baud, one stop bit, no parity, eight bits. */
const AT_FIRST = Buffer.from('80250000000008', 'hex')

export function makeAcm({ vendor, product, strings, take }: AcmMake): Acm {
  const said = makeInQueue()
  let coding: Buffer | null = null
  const control = ({ requestType, request }: Setup, data: Uint8Array): Uint8Array | null => {
    if (requestType === FROM_INTERFACE && request === GET_LINE_CODING) return coding ?? AT_FIRST
    if (requestType !== TO_INTERFACE) return null
    if (request === SET_LINE_CODING && data.length === LINE_CODING_BYTES) {
      coding = Buffer.from(data)
      return new Uint8Array(0)
    }
    return request === SET_CONTROL_LINE_STATE || request === SEND_BREAK ? new Uint8Array(0) : null
  }
  const gadget: Gadget = {
    device: deviceDescriptor({ vendor, product, deviceClass: [CLASS.communications, 0, 0], strings: [1, 2, 3] }),
    configuration: configurationDescriptor([
      {
        ...{ number: 0, is: [CLASS.communications, 2, 1], extra: FUNCTIONAL },
        endpoints: [{ address: NOTIFY, type: 'interrupt', bytes: 16, interval: 32 }],
      },
      {
        ...{ number: 1, is: [CLASS.data, 0, 0] },
        endpoints: [
          { address: DATA_IN, type: 'bulk', bytes: PACKET },
          { address: DATA_OUT, type: 'bulk', bytes: PACKET },
        ],
      },
    ]),
    ...{ strings, speed: 'full', control },
    out: (endpoint, bytes) => (endpoint === DATA_OUT ? take(bytes) : Promise.resolve('stalled')),
    in: (endpoint, bytes, stop) =>
      endpoint === (DATA_IN & 15) ? said.next(Math.min(bytes, PACKET), stop) : never(stop),
  }
  return { gadget, say: said.put, baud: () => coding?.readUInt32LE(0) ?? null }
}

/** A pipe at which nothing is ever said. */
export const never = (stop: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(stop.reason as Error) // an AbortSignal's reason is what its owner said
    if (stop.aborted) end()
    else stop.addEventListener('abort', end, { once: true })
  })
