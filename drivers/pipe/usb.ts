import type { Clock } from '../clock/port.ts'
import { readInterfaces, type ReadEndpoint, type ReadInterface } from '../gadget/descriptors.ts'
import { makeEnding, type Ending } from './ending.ts'
import type { Found, Opened, Pipe, UsbLine, UsbOptions } from './port.ts'
import { boundedText, driverOf, knownAt } from './sysfs.ts'
import { troubleOf } from './troubles.ts'
import { makeUsbLine, type Claimed, type UsbDevice } from './usb-line.ts'
import { makeWatch } from './watch.ts'

/**
 * USB transfers by the package `usb` 3, which is nusb beneath. Its getters of strings and configurations open a device
 * and wait for it, so they are left alone where Linux says the same in files.
 */
const HUB = 9
const isLinux = process.platform === 'linux'

export interface UsbPipe extends Pipe<UsbLine, UsbOptions> {
  /** Something came or went, by the system's word; devices of other pipes may have too. */
  readonly onWord: (listener: () => void) => void
}

export async function makeUsbPipe(clock: Pick<Clock, 'wait' | 'elapsedMs'>): Promise<UsbPipe> {
  const { usb } = await import('usb')
  const devices = async () => (await usb.getDevices().catch(() => [])).filter(({ deviceClass }) => deviceClass !== HUB)
  const watch = makeWatch(clock, async () => (await devices()).map(pathOf))
  const words: (() => void)[] = [watch.look]
  const hush = await hearWords(() => {
    for (const tell of words) tell()
  })
  const open = new Set<{ readonly path: string; readonly ending: Ending }>()
  let isWatched = false
  const endWhatIsGone = () => {
    if (isWatched) return
    isWatched = true
    watch.onChange((paths) => {
      for (const { path, ending } of open) if (!paths.has(path)) ending.end()
    })
  }
  return {
    list: async () => Promise.all((await devices()).map(foundOf)),
    onChange: (listener) => watch.onChange(() => listener()),
    onWord: (listener) => void words.push(listener),
    open: async (found, { interfaceClass }): Promise<Opened<UsbLine>> => {
      const device = (await devices()).find((each) => pathOf(each) === found.path)
      if (!device) return { ok: false, why: 'absent' }
      const claimed = await claim(device, interfaceClass)
      if (typeof claimed === 'string') return { ok: false, why: claimed }
      endWhatIsGone()
      const one = { path: found.path, ending: makeEnding() }
      open.add(one)
      const line = makeUsbLine({ clock, claimed, ending: one.ending })
      const close = async () => {
        open.delete(one)
        await line.close()
      }
      return { ok: true, line: { ...line, close } }
    },
    close: () => {
      watch.close()
      hush()
    },
  }
}

/**
 * What the system says of itself; without a udev beside (such as in a container) nothing. Below the package's own
 * events, which throw at nobody where the system has none to give.
 */
async function hearWords(tell: () => void): Promise<() => void> {
  const { Emitter } = await import('usb/index.js')
  const emitter = new Emitter()
  const quiet = () => undefined
  await emitter.addAttach(tell).catch(quiet)
  await emitter.addDetach(tell).catch(quiet)
  return () => {
    emitter.removeAttach().catch(quiet)
    emitter.removeDetach().catch(quiet)
  }
}

/** Its address on the bus is another one each time it is plugged in. */
const pathOf = ({ bus, address }: UsbDevice): string => `${bus}:${address}`
const placeOf = ({ bus, ports }: UsbDevice): string => `${isLinux ? Number(bus) : bus}-${ports.join('.')}`

async function foundOf(device: UsbDevice): Promise<Found> {
  const said = isLinux ? await knownAt(placeOf(device)) : textsOf(device)
  return {
    ...{ by: 'usb', vendor: device.vendorId, product: device.productId },
    ...{ serial: said.serial, name: said.name, classes: said.classes },
    ...{ place: placeOf(device), path: pathOf(device), usage: null },
  }
}

function textsOf(device: UsbDevice): Pick<Found, 'serial' | 'name' | 'classes'> {
  try {
    const classes = device.configuration.interfaces.map(({ alternate }) => alternate.interfaceClass)
    return { serial: boundedText(device.serialNumber), name: boundedText(device.productName), classes }
  } catch {
    // It does not answer, or may not be asked by this user.
    return { serial: null, name: null, classes: [] }
  }
}

type Failed = Extract<Opened<UsbLine>, { ok: false }>['why']

async function claim(device: UsbDevice, interfaceClass: number): Promise<Claimed | Failed> {
  const opened = await device.open().then(() => null, troubleOf)
  if (opened) return opened
  const close = () => device.close().catch(() => undefined)
  const descriptor = await descriptorOf(device)
  const of = descriptor && readInterfaces(descriptor).find(({ is }) => is[0] === interfaceClass)
  if (!descriptor || !of) {
    await close()
    return descriptor ? 'unsupported' : 'fault'
  }
  const taken = await take(device, of.number, descriptor[CONFIGURATION_VALUE_AT] ?? 0)
  if (taken !== 'free' && taken !== 'detached') {
    await close()
    return taken
  }
  const quiet = () => undefined
  const giveBack = async () => {
    await device.releaseInterface(of.number).catch(quiet)
    if (taken === 'detached') await device.attachKernelDriver(of.number).catch(quiet)
    await close()
  }
  return { ...{ device, descriptor, interfaceNumber: of.number, giveBack }, ...endpointsOf(of) }
}

const pick = ({ endpoints }: ReadInterface, type: ReadEndpoint['type'], direction: ReadEndpoint['direction']) =>
  // One whose packets are of no bytes is a lie.
  endpoints.find((each) => each.type === type && each.direction === direction && each.bytes > 0) ?? null
const endpointsOf = (of: ReadInterface) => ({
  ...{ in: pick(of, 'bulk', 'in'), out: pick(of, 'bulk', 'out'), interrupt: pick(of, 'interrupt', 'in') },
})

/** Claims it, from the kernel's own driver if need be; what another program holds is left to it. */
async function take(device: UsbDevice, number: number, configuration: number): Promise<'free' | 'detached' | Failed> {
  const first = await device.claimInterface(number).then(() => null, troubleOf)
  if (first === null) return 'free'
  if (first !== 'busy' || !isLinux) return first
  const driver = await driverOf(placeOf(device), configuration, number)
  if (driver === null || driver === 'usbfs') return 'busy'
  const detached = await device.detachKernelDriver(number).then(() => null, troubleOf)
  if (detached) return detached
  const again = await device.claimInterface(number).then(() => null, troubleOf)
  if (again === null) return 'detached'
  await device.attachKernelDriver(number).catch(() => undefined)
  return again
}

/** GET_DESCRIPTOR (USB 2.0, 9.4.3) of the first configuration; null where the device does not give one. */
const GET_DESCRIPTOR = 6
const CONFIGURATION = 0x0200
const CONFIGURATION_VALUE_AT = 5
const HEAD_BYTES = 9
const TOTAL_LENGTH_AT = 2
const DESCRIPTOR_BYTES_MAX = 4_096
const DESCRIPTOR_MS = 1_000

async function descriptorOf(device: UsbDevice): Promise<Uint8Array | null> {
  const setup = { requestType: 'standard', recipient: 'device', request: GET_DESCRIPTOR, value: CONFIGURATION } as const
  const read = (bytes: number) =>
    device.nativeControlTransferIn({ ...setup, index: 0 }, DESCRIPTOR_MS, bytes).catch(() => null)
  const head = await read(HEAD_BYTES)
  if (!head || head.length < HEAD_BYTES) return null
  const total = Buffer.from(head).readUInt16LE(TOTAL_LENGTH_AT)
  return read(Math.min(Math.max(total, HEAD_BYTES), DESCRIPTOR_BYTES_MAX))
}
