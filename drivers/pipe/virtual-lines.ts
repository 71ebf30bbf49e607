import type { Clock } from '../clock/port.ts'
import { CLASS, readInterfaces, type ReadEndpoint } from '../gadget/descriptors.ts'
import type { Gadget, Setup } from '../gadget/port.ts'
import { makeEnding } from './ending.ts'
import { makeOutlet } from './outlet.ts'
import type { ByteLine, ControlRequest, HidLine, Sent, Silence, UsbLine, UsbOptions } from './port.ts'

/** A gadget that is plugged in; `gone` aborts when it is pulled out. */
export interface Plugged {
  readonly gadget: Gadget
  readonly gone: AbortSignal
  readonly wait: Clock['wait']
}

/** HID 1.11, 7.2: set and get report; type 3 is a feature report. */
const [SET_REPORT, GET_REPORT, FEATURE] = [9, 1, 3]
const [TO_DEVICE, TO_HOST] = [0x00, 0x80]
const TYPES = { standard: 0x00, class: 0x20, vendor: 0x40 } as const
const RECIPIENT_INTERFACE = 1
const BYTES_MAX = 65_536
/** As much as the kernel asks for at a time: a HID report, or what a serial line has said. */
const TRANSFER_BYTES = 4_096

interface Interface {
  readonly number: number
  readonly in: ReadEndpoint | null
  readonly out: ReadEndpoint | null
  readonly interrupt: ReadEndpoint | null
}

function interfaceOf({ gadget }: Plugged, of: number): Interface | null {
  const found = readInterfaces(gadget.configuration).find(({ is }) => is[0] === of)
  if (!found) return null
  const pick = (type: ReadEndpoint['type'], direction: ReadEndpoint['direction']) =>
    found.endpoints.find((each) => each.type === type && each.direction === direction) ?? null
  return { number: found.number, in: pick('bulk', 'in'), out: pick('bulk', 'out'), interrupt: pick('interrupt', 'in') }
}

/** Ends with the line, or with the device. */
function lifeOf({ gone }: Plugged) {
  const ending = makeEnding()
  const closed = new AbortController()
  const stop = AbortSignal.any([gone, closed.signal])
  gone.addEventListener('abort', () => {
    if (!closed.signal.aborted) ending.end()
  })
  const close = () => {
    closed.abort(new Error('closed'))
    return Promise.resolve()
  }
  return { stop, onEnd: ending.onEnd, close }
}

async function takeOut(one: Plugged, out: ReadEndpoint | null, bytes: Uint8Array, stop: AbortSignal, limitMs: number) {
  if (!out || stop.aborted) return 'none'
  const ended = new AbortController()
  const stopped = AbortSignal.any([stop, ended.signal])
  const taken = one.gadget.out(out.number, bytes, stopped).catch(() => 'late' as const)
  // What is not taken within the limit may have been in part: the host does not hear.
  const late = one.wait(limitMs, stopped).then(
    () => 'late' as const,
    () => 'late' as const,
  )
  const end = await Promise.race([taken, late])
  ended.abort()
  return end === 'taken' ? 'all' : 'some'
}

/** Packets in until the line ends. A stall is passed over, as the kernel clears it. */
async function pump(one: Plugged, from: ReadEndpoint, stop: AbortSignal, give: (bytes: Uint8Array) => void) {
  const isOver = () => stop.aborted
  while (!isOver()) {
    const bytes = await one.gadget.in(from.number, TRANSFER_BYTES, stop).catch(() => null)
    // One that was pulled out says nothing more.
    if (bytes === null || isOver()) return
    if (bytes !== 'stalled') give(bytes)
  }
}

export function bytesOver(one: Plugged): ByteLine | null {
  const data = interfaceOf(one, CLASS.data)
  if (!data?.in) return null
  const { stop, onEnd, close } = lifeOf(one)
  const outlet = makeOutlet()
  void pump(one, data.in, stop, outlet.give)
  const write = (bytes: Uint8Array, limitMs: number): Promise<Sent> => takeOut(one, data.out, bytes, stop, limitMs)
  return { onBytes: outlet.listen, write, onEnd, close }
}

export function reportsOver(one: Plugged): HidLine | null {
  const hid = interfaceOf(one, CLASS.hid)
  if (!hid?.interrupt) return null
  const { stop, onEnd, close } = lifeOf(one)
  const outlet = makeOutlet()
  void pump(one, hid.interrupt, stop, outlet.give)
  const setup = (request: number, requestType: number, id: number, length: number): Setup => ({
    ...{ requestType: requestType | TYPES.class | RECIPIENT_INTERFACE, request, length },
    ...{ value: (FEATURE << 8) | id, index: hid.number },
  })
  const sendFeature = (report: Uint8Array): Promise<boolean> => {
    const [id = 0] = report
    const body = id === 0 ? report.subarray(1) : report
    return Promise.resolve(
      !stop.aborted && one.gadget.control(setup(SET_REPORT, TO_DEVICE, id, body.length), body) !== null,
    )
  }
  const feature = (id: number, bytes: number) =>
    Promise.resolve(stop.aborted ? null : one.gadget.control(setup(GET_REPORT, TO_HOST, id, bytes), new Uint8Array(0)))
  return { onReport: outlet.listen, sendFeature, feature, onEnd, close }
}

export function transfersOver(one: Plugged, { interfaceClass }: UsbOptions): UsbLine | null {
  const claimed = interfaceOf(one, interfaceClass)
  if (!claimed) return null
  const { stop, onEnd, close } = lifeOf(one)
  const receive = async (from: ReadEndpoint, limitMs: number): Promise<Uint8Array | Silence> => {
    const isOver = () => stop.aborted
    if (isOver()) return 'gone'
    const [late, ended] = [new AbortController(), new AbortController()]
    one.wait(limitMs, ended.signal).then(
      () => late.abort(new Error('late')),
      () => undefined,
    )
    const bytes = await one.gadget.in(from.number, BYTES_MAX, AbortSignal.any([stop, late.signal])).catch(() => null)
    ended.abort()
    return bytes ?? (isOver() ? 'gone' : 'late')
  }
  const control = (
    way: number,
    { type, request, value, indexHigh = 0 }: ControlRequest,
    bytes: number,
    data?: Uint8Array,
  ) =>
    stop.aborted
      ? null
      : one.gadget.control(
          {
            ...{ requestType: way | TYPES[type] | RECIPIENT_INTERFACE, request, value, length: bytes },
            index: (indexHigh << 8) | claimed.number,
          },
          data ?? new Uint8Array(0),
        )
  return {
    ...{ interfaceNumber: claimed.number, descriptor: one.gadget.configuration, onEnd, close },
    send: (bytes, limitMs) => takeOut(one, claimed.out, bytes, stop, limitMs),
    receive: (limitMs) => (claimed.in ? receive(claimed.in, limitMs) : Promise.resolve('stalled')),
    notified: (limitMs) => (claimed.interrupt ? receive(claimed.interrupt, limitMs) : Promise.resolve('unsupported')),
    ask: (request, bytes) => Promise.resolve(control(TO_HOST, request, bytes)?.subarray(0, bytes) ?? null),
    tell: (request, bytes) => Promise.resolve(control(TO_DEVICE, request, bytes?.length ?? 0, bytes) !== null),
  }
}
