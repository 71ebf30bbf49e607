import type { Found, Trouble } from '../pipe/port.ts'

/** What a device is to the station. Two scanners of the same kind may lie at one counter. */
export const ROLES = [
  ...(['scanner', 'second-scanner', 'reader', 'chip', 'pin-pad', 'printer'] as const),
  // On a plug of its own: without one it hangs on the printer.
  ...(['drawer', 'display'] as const),
] as const
export type Role = (typeof ROLES)[number]

/** A device as it is remembered: the same one is known by its serial number, or else by where it is plugged in. */
export type DeviceName = Pick<Found, 'by' | 'vendor' | 'product' | 'serial' | 'place'>

/** What stands in a role, and by which make's ways it is driven. */
export interface Assigned {
  readonly role: Role
  readonly device: DeviceName
  /** The id of a make (`drivers/makes`). */
  readonly make: string
}

/** `in-the-clear`: a card reader that does not encrypt, which is not listened to. */
export type DeviceState = 'ready' | Trouble | 'in-the-clear'

const hasSerial = (name: DeviceName): boolean => name.serial !== null && name.serial !== ''

/** Whether it is the device that is remembered: of two without a serial number, the one in its place. */
export function isSame(name: DeviceName, found: DeviceName): boolean {
  const isLike = name.by === found.by && name.vendor === found.vendor && name.product === found.product
  if (!isLike) return false
  return hasSerial(name) ? name.serial === found.serial : !hasSerial(found) && name.place === found.place
}

/** Finds it among what is plugged in. */
export const pickOf =
  (name: DeviceName) =>
  (found: readonly Found[]): Found | null =>
    found.find((each) => isSame(name, each)) ?? null

export const nameOf = ({ by, vendor, product, serial, place }: Found): DeviceName => ({
  ...{ by, vendor, product, serial, place },
})
