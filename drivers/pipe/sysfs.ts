import { readFile, readlink, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readInterfaces } from '../gadget/descriptors.ts'
import { TEXT_CHARACTERS_MAX, type Found } from './port.ts'

/**
 * What Linux says of USB devices in files (Documentation/ABI/stable/sysfs-bus-usb): without opening a device, and
 * without a question to it that it might not answer.
 */
const DEVICES = '/sys/bus/usb/devices'
/** A device's folder: its bus, then port by port; an interface's has a colon. */
const PLACE = /^\d+-\d+(\.\d+)*$/
const HEX = 16

export type Known = Pick<Found, 'vendor' | 'product' | 'serial' | 'place' | 'name' | 'classes'>
export const UNKNOWN: Known = { vendor: null, product: null, serial: null, place: null, name: null, classes: [] }

/** The USB device above what a link of `/sys/class` leads to, such as `/sys/class/hidraw/hidraw0/device`. */
export async function knownAbove(link: string): Promise<Known> {
  const path = await realpath(link).catch(() => '')
  const place = path.split('/').findLast((part) => PLACE.test(part))
  return place === undefined ? UNKNOWN : knownAt(place)
}

export async function knownAt(place: string): Promise<Known> {
  const read = (name: string) =>
    readFile(join(DEVICES, place, name), 'utf8').then(
      (text) => boundedText(text.trim()),
      () => null,
    )
  const [vendor, product, serial, name] = await Promise.all(['idVendor', 'idProduct', 'serial', 'product'].map(read))
  return {
    ...{ vendor: numberOf(vendor), product: numberOf(product), serial: serial ?? null, name: name ?? null, place },
    classes: await classesAt(place),
  }
}

/** The descriptors as the kernel has read them: of the device, then of its configurations. */
async function classesAt(place: string): Promise<readonly number[]> {
  const descriptors = await readFile(join(DEVICES, place, 'descriptors')).catch(() => Buffer.alloc(0))
  return readInterfaces(descriptors.subarray(DEVICE_DESCRIPTOR_BYTES)).map(({ is }) => is[0])
}
const DEVICE_DESCRIPTOR_BYTES = 18

const numberOf = (text: string | null | undefined): number | null => (text ? parseInt(text, HEX) : null)

/** The driver that holds an interface: `usbfs` is another program's, any other the kernel's own; null: nobody does. */
export const driverOf = (place: string, configuration: number, number: number): Promise<string | null> =>
  readlink(join(DEVICES, `${place}:${configuration}.${number}`, 'driver')).then(basename, () => null)

export const boundedText = (text: string | null | undefined): string | null =>
  text ? text.slice(0, TEXT_CHARACTERS_MAX) : null
