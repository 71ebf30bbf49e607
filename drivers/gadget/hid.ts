import { CLASS, configurationDescriptor, deviceDescriptor } from './descriptors.ts'
import type { Gadget } from './port.ts'
import { makeQueue } from './queue.ts'

/** A gadget of one HID interface that only reports: its report descriptor and what it is. */
export interface HidMake {
  readonly vendor: number
  readonly product: number
  readonly manufacturer: string
  readonly name: string
  /** Empty: it has none, as cheap ones. */
  readonly serial: string
  readonly reportDescriptor: Uint8Array
  /** What a feature report is answered with; null stalls. */
  readonly feature?: (id: number) => Uint8Array | null
}

export interface HidGadget extends Gadget {
  /** Reports; the host fetches one after the other. */
  readonly report: (bytes: Uint8Array) => void
}

const REPORT_ENDPOINT = 0x81
const PACKET_BYTES = 64
const INTERVAL_MS = 1
/** HID 1.11, 6.2.1: version 1.11, no country, one report descriptor (type 22h). */
const hidDescriptor = (reportBytes: number): Buffer =>
  Buffer.from([9, 0x21, 0x11, 0x01, 0, 1, 0x22, reportBytes & 0xff, reportBytes >> 8])
/** HID 1.11, 7.2. */
const [GET_REPORT, SET_IDLE, SET_PROTOCOL] = [0x01, 0x0a, 0x0b]

export function makeHidGadget(make: HidMake): HidGadget {
  const { reportDescriptor, serial } = make
  const reports = makeQueue()
  const strings = [make.manufacturer, make.name, ...(serial === '' ? [] : [serial])]
  return {
    device: deviceDescriptor({ ...make, strings: [1, 2, serial === '' ? 0 : 3] }),
    configuration: configurationDescriptor([
      {
        ...{ number: 0, is: [CLASS.hid, 0, 0], extra: hidDescriptor(reportDescriptor.length) },
        endpoints: [{ address: REPORT_ENDPOINT, type: 'interrupt', bytes: PACKET_BYTES, interval: INTERVAL_MS }],
      },
    ]),
    ...{ strings, speed: 'full', reportDescriptor },
    control: ({ request, value }) => {
      if (request === GET_REPORT) return make.feature?.(value & 0xff) ?? null
      return request === SET_IDLE || request === SET_PROTOCOL ? new Uint8Array(0) : null
    },
    out: () => Promise.resolve('stalled'),
    in: (_endpoint, _bytes, stop) => reports.next(stop),
    report: reports.put,
  }
}
