import {
  CLASS,
  configurationDescriptor,
  deviceDescriptor,
  type EndpointMake,
  type InterfaceMake,
} from './descriptors.ts'
import type { Gadget } from './port.ts'
import { makeQueue } from './queue.ts'

/** A scanner that looks like a serial line (USB CDC 1.2, PSTN 1.2): the text of a code and what ends it. */
export interface SerialScannerGadget extends Gadget {
  readonly scan: (code: string) => void
  /** Bytes as they are. */
  readonly say: (bytes: Uint8Array) => void
  /** What the host has sent. */
  readonly heard: () => Uint8Array
  /** From now on it takes nothing (NAK), or takes again. */
  readonly refuse: (isRefusing: boolean) => void
  /** As the host set it last: bits a second, data bits, parity (0 none, 1 odd, 2 even); null: not yet. */
  readonly coding: () => LineCoding | null
  /** Whether the host says that somebody listens (DTR). */
  readonly isListenedTo: () => boolean
}
export interface LineCoding {
  readonly baud: number
  readonly dataBits: number
  readonly parity: number
}

export interface SerialScannerMake {
  readonly suffix?: string
  readonly vendor?: number
  readonly product?: number
  readonly serial?: string
}

const [NOTIFY, DATA] = [1, 2]
const PACKET_BYTES = 64
/** PSTN 1.2, table 13. */
const [SET_LINE_CODING, GET_LINE_CODING, SET_CONTROL_LINE_STATE] = [0x20, 0x21, 0x22]
const DONE = new Uint8Array(0)
const HEARD_BYTES_MAX = 65_536

export function makeSerialScanner(make: SerialScannerMake = {}): SerialScannerGadget {
  const { suffix = '\r', vendor = 0x05e0, product = 0x1701, serial = 'SCANNER-2' } = make
  const queue = makeQueue()
  // A cheap one has no serial number.
  const strings = [1, 2, serial === '' ? 0 : 3] as const
  let coding = Buffer.from([0, 0x96, 0, 0, 0, 0, 8])
  let isSet = false
  let isListenedTo = false
  let heard = Buffer.alloc(0)
  let again: (() => void)[] | null = null
  const say = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += PACKET_BYTES) queue.put(bytes.subarray(at, at + PACKET_BYTES))
  }
  const gadget: Gadget = {
    device: deviceDescriptor({ vendor, product, deviceClass: [CLASS.communications, 0, 0], strings }),
    configuration: configurationDescriptor(serialInterfaces(0, NOTIFY, DATA)),
    strings: ['cashier-station', 'Serial scanner', ...(serial === '' ? [] : [serial])],
    speed: 'full',
    control: ({ request, value }, data) => {
      if (request === GET_LINE_CODING) return coding
      if (request === SET_LINE_CODING && data.length === coding.length) {
        coding = Buffer.from(data)
        isSet = true
        return DONE
      }
      if (request !== SET_CONTROL_LINE_STATE) return null
      isListenedTo = (value & 1) === 1
      return DONE
    },
    out: async (endpoint, bytes, stop) => {
      if (endpoint !== DATA) return 'stalled'
      while (again) await untilAgain(again, stop)
      heard = Buffer.concat([heard, bytes]).subarray(0, HEARD_BYTES_MAX)
      return 'taken'
    },
    in: (endpoint, _bytes, stop) =>
      // It has nothing to notify of.
      endpoint === DATA ? queue.next(stop) : endpoint === NOTIFY ? never(stop) : Promise.resolve('stalled'),
  }
  return {
    ...gadget,
    say,
    scan: (code) => say(Buffer.from(code + suffix, 'latin1')),
    heard: () => heard,
    isListenedTo: () => isListenedTo,
    coding: () =>
      isSet ? { baud: coding.readUInt32LE(0), parity: coding.readUInt8(5), dataBits: coding.readUInt8(6) } : null,
    refuse: (isRefusing) => {
      const waiting = again
      again = isRefusing ? (again ?? []) : null
      if (!isRefusing) for (const go of waiting ?? []) go()
    },
  }
}

const untilAgain = (again: (() => void)[], stop: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    again.push(resolve)
    stop.addEventListener('abort', () => reject(new Error('the host gave up')), { once: true })
  })

/** A pipe in that has nothing to say. */
export const never = (stop: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    stop.addEventListener('abort', () => reject(new Error('the host gave up')), { once: true })
  })

/** The two interfaces of a serial line (CDC 1.2, 5.2.3): what it is, then its bytes. */
export function serialInterfaces(first: number, notify: number, data: number): readonly InterfaceMake[] {
  const functions = [5, 0x24, 0, 0x10, 0x01, 5, 0x24, 1, 0, first + 1, 4, 0x24, 2, 2, 5, 0x24, 6, first, first + 1]
  const bulk = (address: number): EndpointMake => ({ address, type: 'bulk', bytes: PACKET_BYTES })
  return [
    {
      ...{ number: first, is: [CLASS.communications, 2, 1], extra: Uint8Array.from(functions) },
      endpoints: [{ address: 0x80 | notify, type: 'interrupt', bytes: 8, interval: 16 }],
    },
    { number: first + 1, is: [CLASS.data, 0, 0], endpoints: [bulk(0x80 | data), bulk(data)] },
  ]
}
