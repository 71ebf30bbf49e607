import { access, constants } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Device, HIDAsync } from 'node-hid'
import type { Clock } from '../clock/port.ts'
import { makeEnding } from './ending.ts'
import { makeOutlet } from './outlet.ts'
import type { Found, HidLine, Opened, Pipe, Trouble } from './port.ts'
import { boundedText, knownAbove } from './sysfs.ts'
import { troubleOf } from './troubles.ts'
import { makeWatch, type Watch } from './watch.ts'

export interface HidPipe extends Pipe<HidLine, null> {
  readonly look: Watch['look']
}

/** HID reports by the package `node-hid`, on Linux through hidraw: the kernel's driver stays, and no report is lost. */
export async function makeHidPipe(clock: Pick<Clock, 'wait'>): Promise<HidPipe> {
  const { default: hid } = await import('node-hid')
  const list = async (): Promise<readonly Found[]> => {
    const devices = await hid.devicesAsync().catch(() => [])
    const paths = new Map(devices.flatMap((each) => (each.path ? [[each.path, each] as const] : [])).reverse())
    return Promise.all([...paths].reverse().map(([path, device]) => foundOf(path, device)))
  }
  const watch = makeWatch(clock, async () => (await list()).map(({ path }) => path))
  const held = new Set<string>()
  return {
    list,
    onChange: (listener) => watch.onChange(() => listener()),
    look: watch.look,
    close: watch.close,
    open: async ({ path }): Promise<Opened<HidLine>> => {
      // Linux lets any number in, and each would get each report.
      if (held.has(path)) return { ok: false, why: 'busy' }
      held.add(path)
      const device = await hid.HIDAsync.open(path).catch((cause: unknown) => whyNot(path, cause))
      if (typeof device === 'string') {
        held.delete(path)
        return { ok: false, why: device }
      }
      return { ok: true, line: lineOn(device, () => held.delete(path)) }
    },
  }
}

/** The system opens a node or not, and the package does not always pass on why. */
const whyNot = (path: string, cause: unknown): Promise<Trouble> =>
  process.platform === 'linux'
    ? access(path, constants.R_OK | constants.W_OK).then(() => troubleOf(cause), codeTrouble)
    : Promise.resolve(troubleOf(cause))

const codeTrouble = (cause: unknown): Trouble =>
  cause instanceof Error && 'code' in cause && cause.code === 'EACCES' ? 'denied' : troubleOf(cause)

async function foundOf(path: string, device: Device): Promise<Found> {
  const { place, classes } = await knownAbove(`/sys/class/hidraw/${basename(path)}/device`)
  const { usagePage: page, usage: id } = device
  return {
    ...{ by: 'hid', vendor: device.vendorId, product: device.productId, place, path, classes },
    ...{ serial: boundedText(device.serialNumber), name: boundedText(device.product) },
    usage: page === undefined || id === undefined ? null : { page, id },
  }
}

function lineOn(device: HIDAsync, onClosed: () => void): HidLine {
  const outlet = makeOutlet()
  const ending = makeEnding()
  let closing: Promise<void> | null = null
  const isOver = () => closing !== null || ending.isOver()
  device.on('data', (report: Uint8Array) => {
    if (!isOver()) outlet.give(report)
  })
  // A text, not an error; after it nothing is read any more.
  device.on('error', () => {
    if (!closing) ending.end()
  })
  const close = async () => {
    await device.close().catch(() => undefined)
    onClosed()
  }
  return {
    onReport: outlet.listen,
    onEnd: ending.onEnd,
    // The kernel waits no longer than five seconds for the device.
    sendFeature: (report) =>
      isOver()
        ? Promise.resolve(false)
        : device.sendFeatureReport(Buffer.from(report)).then(
            (sent) => sent > 0,
            () => false,
          ),
    feature: (id, bytes) => (isOver() ? Promise.resolve(null) : featureOf(device, id, bytes)),
    close: () => (closing ??= close()),
  }
}

/** The system puts the number before the report, also the number 0 of a device that does not number them. */
const featureOf = (device: HIDAsync, id: number, bytes: number): Promise<Uint8Array | null> =>
  device.getFeatureReport(id, id === 0 ? bytes + 1 : bytes).then(
    (report) => (id === 0 ? report.subarray(1) : report),
    () => null,
  )
