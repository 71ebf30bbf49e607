import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
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
  const said = { vendor: numberOf(vendor), product: numberOf(product), serial: serial ?? null, name: name ?? null }
  return { ...said, place, classes: await classesAt(place) }
}

/** As many interfaces as are looked at. */
const INTERFACES_MAX = 32

/** Of its interfaces, which lie beside its folder's own files. */
async function classesAt(place: string): Promise<number[]> {
  const names = await readdir(join(DEVICES, place)).catch(() => [])
  const own = names.filter((name) => name.startsWith(`${place}:`)).slice(0, INTERFACES_MAX)
  const read = (name: string) => readFile(join(DEVICES, place, name, 'bInterfaceClass'), 'utf8').catch(() => '')
  const classes = (await Promise.all(own.map(read))).map((text) => parseInt(text, HEX))
  return [...new Set(classes.filter((each) => !Number.isNaN(each)))]
}

const numberOf = (text: string | null | undefined): number | null => (text ? parseInt(text, HEX) : null)

/** The driver that holds an interface: `usbfs` is another program's, any other the kernel's own; null: nobody does. */
export const driverOf = (place: string, configuration: number, number: number): Promise<string | null> =>
  readlink(join(DEVICES, `${place}:${configuration}.${number}`, 'driver')).then(basename, () => null)

export const boundedText = (text: string | null | undefined): string | null =>
  text ? text.slice(0, TEXT_CHARACTERS_MAX) : null
