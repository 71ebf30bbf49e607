import type { Make, Role as MakeRole } from '../makes/make.ts'
import { makesOf, makeWithId, MAKES, nameOfMake } from '../makes/makes.ts'
import type { Found } from '../pipe/port.ts'
import { driveChip } from './chips.ts'
import { driveDisplay } from './displays.ts'
import { driveDrawer } from './drawers.ts'
import type { Driven, Driving } from './driving.ts'
import { drivePinPad } from './pads.ts'
import type { Role } from './port.ts'
import { drivePrinter } from './printers.ts'
import { driveReader } from './readers.ts'
import { driveScanner } from './scanners.ts'

/** What a device that was found could be, also where it is to be set up before it can be driven. */
export interface Candidate {
  readonly role: Role
  readonly make: string
  readonly name: string
}

/** Roles that a device of a make can stand in. */
const ROLES: Readonly<Record<MakeRole, readonly Role[]>> = {
  ...{ scanner: ['scanner', 'second-scanner'], reader: ['reader'], chip: ['chip'], pinPad: ['pin-pad'] },
  ...{ printer: ['printer'], drawer: ['drawer'], display: ['display'] },
}

/** Behind a converter a serial line says nothing of what is at its other end: the shop says it. */
const UNKNOWABLE = MAKES.filter(({ matches }) => matches.length === 0)

export function candidatesFor(found: Found): Candidate[] {
  const known = makesOf(found).map(({ make }) => make)
  const makes = found.by === 'serial' ? [...known, ...UNKNOWABLE] : known
  return makes.flatMap((make) =>
    ROLES[make.speaks.role].map((role) => ({ role, make: make.id, name: nameOfMake(make) })),
  )
}

/** Begins to drive it; null where this version knows no such make, or none in that role. */
export function driveAs(driving: Driving): Driven | null {
  const { role, make: id, device } = driving.assigned
  const make = makeWithId(id)
  if (!make || !ROLES[make.speaks.role].includes(role)) return null
  return drive(driving, make.speaks, device.by)
}

function drive(driving: Driving, speaks: Make['speaks'], by: Found['by']): Driven | null {
  switch (speaks.role) {
    case 'scanner':
      return speaks.protocol === 'keyboard' ? null : driveScanner(driving, speaks)
    case 'reader':
      return driveReader(driving, speaks.protocol)
    case 'chip':
      return driveChip(driving)
    case 'printer':
      return by === 'hid' ? null : drivePrinter(driving, by, speaks)
    case 'pinPad':
      return drivePinPad(driving, speaks)
    case 'drawer':
      return driveDrawer(driving, speaks)
    case 'display':
      return driveDisplay(driving, speaks)
  }
}
