import type { Found } from '../pipe/port.ts'
import { CARDS } from './cards.ts'
import { DISPLAYS } from './displays.ts'
import { DRAWERS } from './drawers.ts'
import type { Make, Match, Role } from './make.ts'
import { PRINTERS } from './printers.ts'
import { SCANNERS } from './scanners.ts'

export const MAKES: readonly Make[] = [...SCANNERS, ...CARDS, ...PRINTERS, ...DRAWERS, ...DISPLAYS]

/** What a device that was found may be. */
export interface Candidate {
  readonly make: Make
  readonly role: Role
  /** `product`: this very product is known · `vendor`: its maker is · `class`: it says that it is such a device. */
  readonly by: 'product' | 'vendor' | 'class'
}

const SURE = ['product', 'vendor', 'class'] as const

/** The makes a device may be of, the surest first; one for each role at most. */
export function makesOf(found: Found, makes: readonly Make[] = MAKES): readonly Candidate[] {
  const all = makes.flatMap((make) =>
    make.matches
      .filter((match) => isMatch(match, found))
      .map((match): Candidate => ({ make, role: make.speaks.role, by: sureness(match) })),
  )
  const sorted = all.sort((one, other) => SURE.indexOf(one.by) - SURE.indexOf(other.by))
  return sorted.filter(({ role }, at) => sorted.findIndex((each) => each.role === role) === at)
}

/** Whether any driver of ours is for it: what types like a keyboard is first to be set up. */
export const isDrivable = ({ speaks }: Make): boolean => speaks.role !== 'scanner' || speaks.protocol !== 'keyboard'

/** As a person knows it. */
export const nameOfMake = ({ maker, model }: Make): string => `${maker} ${model}`.trim()

export const makeWithId = (id: string): Make | null => MAKES.find((make) => make.id === id) ?? null

const isMatch = ({ by, vendor, product, interfaceClass, usagePage }: Match, found: Found): boolean =>
  by === found.by &&
  (vendor === null || vendor === found.vendor) &&
  (product === null || product === found.product) &&
  (interfaceClass === null || found.classes.includes(interfaceClass)) &&
  (usagePage === null || usagePage === found.usage?.page)

const sureness = ({ vendor, product }: Match): Candidate['by'] =>
  product !== null ? 'product' : vendor !== null ? 'vendor' : 'class'
