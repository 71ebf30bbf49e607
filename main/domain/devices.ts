import type { Till } from './till.ts'

/** What a device is to the station. Two scanners may lie at one counter. */
export const DEVICE_ROLES = [
  ...(['scanner', 'second-scanner', 'reader', 'chip', 'pin-pad', 'printer'] as const),
  // On a plug of its own: without one it hangs on the printer.
  ...(['drawer', 'display'] as const),
] as const
export type DeviceRole = (typeof DEVICE_ROLES)[number]

/** A device as it is remembered: by its serial number, or where it has none by where it is plugged in. */
export interface DeviceName {
  readonly by: 'usb' | 'hid' | 'serial'
  readonly vendor: number | null
  readonly product: number | null
  readonly serial: string | null
  readonly place: string | null
}

/** Which device stands in a role, and by which make's ways it is driven. */
export interface Assigned {
  readonly role: DeviceRole
  readonly device: DeviceName
  readonly make: string
}

/** Kept with the records, since a reader that somebody changed is a matter for head office. */
export type DeviceEvent =
  | ({ readonly is: 'device-assigned'; readonly by: string } & { readonly assigned: Assigned })
  | { readonly is: 'device-removed'; readonly role: DeviceRole; readonly by: string }

export type Devices = readonly Assigned[]
export const NO_DEVICES: Devices = []

/** A role has one device, and a device one role. */
export function devicesAfter({ devices }: Pick<Till, 'devices'>, event: DeviceEvent): Devices {
  if (event.is === 'device-removed') return devices.filter(({ role }) => role !== event.role)
  const { assigned } = event
  const others = devices.filter(({ role, device }) => role !== assigned.role && !isOne(device, assigned.device))
  return [...others, assigned]
}

export const assignedTo = ({ devices }: Pick<Till, 'devices'>, wanted: DeviceRole): Assigned | null =>
  devices.find(({ role }) => role === wanted) ?? null

const PARTS = ['by', 'vendor', 'product', 'serial', 'place'] as const
export const isOne = (one: DeviceName, other: DeviceName): boolean => PARTS.every((part) => one[part] === other[part])
