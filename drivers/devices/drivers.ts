import type { Found } from '../pipe/port.ts'
import type { Driven, Driving } from './driving.ts'
import type { Role } from './port.ts'
import { driveReader } from './readers.ts'
import { driveScanner } from './scanners.ts'

/** What a device that was found could be. */
export interface Candidate {
  readonly role: Role
  readonly make: string
  readonly name: string
}

const PROVISIONAL: Readonly<Record<string, (driving: Driving) => Driven>> = {
  'hid-pos': (driving) => driveScanner(driving, 'hid-pos'),
  'serial-text': (driving) => driveScanner(driving, 'serial-text'),
  magnesafe: (driving) => driveReader(driving, 'magnesafe'),
}

export function candidatesFor({ by, usage, vendor }: Found): Candidate[] {
  if (by === 'hid' && usage?.page === 0x8c)
    return (['scanner', 'second-scanner'] as const).map((role) => ({ role, make: 'hid-pos', name: 'HID POS' }))
  if (by === 'hid' && vendor === 0x0801) return [{ role: 'reader', make: 'magnesafe', name: 'MagTek' }]
  return []
}

/** Begins to drive it; null where this version knows no such make. */
export function driveAs(driving: Driving): Driven | null {
  return PROVISIONAL[driving.assigned.make]?.(driving) ?? null
}
