import hid from 'node-hid'
import { SerialPort } from 'serialport'
import { usb } from 'usb'
import type { Calls } from '#drivers/process/served'
import { serveOutside } from './serving.ts'

/**
 * The three packages as they are, without our pipes: what they do by themselves is seen from outside, and held against
 * what a pipe makes of it. Bytes cross as hex; what rejects is `{ rejected: text }`, with the type of what was thrown.
 */
interface Asked {
  readonly vendor: number
  readonly product: number
  readonly path: string
  readonly hex: string
  readonly length: number
  readonly limitMs: number
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
const rejected = (cause: unknown) => ({
  rejected: cause instanceof Error ? cause.message : String(cause),
  type: typeof cause,
})
const asked = (work: (asked: Asked) => Promise<unknown>) => (input: unknown) => work(input as Asked).catch(rejected)

let device: Awaited<ReturnType<typeof usb.getDevices>>[number] | undefined
const opened = () => device ?? Promise.reject(new Error('no device is open'))
const [BULK, FIRST] = [1, 0]

const handles: Awaited<ReturnType<typeof hid.HIDAsync.open>>[] = []
let port: SerialPort | null = null
const heard: string[] = []
const ends: { readonly type: string; readonly text: string }[] = []
const clear = () => {
  heard.length = 0
  ends.length = 0
}

const calls: Calls = {
  'usb.open': asked(async ({ vendor, product }) => {
    device = (await usb.getDevices()).find((each) => each.vendorId === vendor && each.productId === product)
    if (!device) return null
    await device.open()
    await device.claimInterface(FIRST)
    const { bus, ports, serialNumber } = device
    return { serial: serialNumber, place: `${Number(bus)}-${ports.join('.')}`, opened: device.opened }
  }),
  'usb.send': asked(async (each) => (await opened()).nativeTransferOut(BULK, each.limitMs, bytesOf(each.hex))),
  'usb.receive': asked(async ({ limitMs, length }) => {
    const bytes = await (await opened()).nativeTransferIn(BULK, limitMs, length)
    return { bytes: hex(bytes ?? new Uint8Array(0)) }
  }),
  'usb.clearHalt': asked(async () => (await opened()).clearHalt('in', BULK).then(() => null)),
  'usb.close': asked(async () => {
    const open = await opened()
    await open.releaseInterface(FIRST)
    await open.close()
    device = undefined
    return null
  }),
  'hid.list': asked(async ({ vendor }) =>
    (await hid.devicesAsync()).filter(({ vendorId }) => vendorId === vendor).map((each) => ({ ...each })),
  ),
  'hid.open': asked(async ({ path }) => {
    clear()
    const number = handles.length
    const handle = await hid.HIDAsync.open(path)
    handles.push(handle)
    handle.on('data', (report: Uint8Array) => heard.push(`${number} ${hex(report)}`))
    handle.on('error', (cause: unknown) => ends.push({ type: typeof cause, text: String(cause) }))
    return number
  }),
  'hid.close': asked(async () => {
    for (const each of handles.splice(0)) await each.close().catch(() => undefined)
    return null
  }),
  'serial.list': asked(async () => (await SerialPort.list()) as unknown),
  'serial.open': asked(async ({ path }) => {
    clear()
    const made = new SerialPort({ path, baudRate: 9_600, autoOpen: false })
    port = made
    made.on('data', (bytes: Uint8Array) => heard.push(hex(bytes)))
    made.on('close', (cause: unknown) => ends.push({ type: typeof cause, text: String(cause) }))
    await settled((done) => made.open(done))
    return made.isOpen
  }),
  'serial.write': asked(async (each) => {
    await settled((done) => port?.write(Buffer.from(bytesOf(each.hex)), done))
    return null
  }),
  'serial.close': asked(async () => {
    if (port?.isOpen === true) await settled((done) => port?.close(done))
    return null
  }),
  heard: () => Promise.resolve({ heard, ends }),
}

function settled(call: (done: (cause?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    call((cause) => {
      if (cause) reject(cause)
      else resolve()
    })
  })
}

serveOutside(calls)
