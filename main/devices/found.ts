import type { CandidateView, DevicesView } from '#contract/devices'
import { isOne, type Assigned } from '#domain/devices'
import { isDrivable, makeWithId } from '#drivers/makes/makes'
import type { FoundHeard } from './heard.ts'

/**
 * What is plugged in, with what a person is to do about it. The process that reads strange devices says only which make
 * it takes one for: what to do, and above all the codes that set a scanner up, are our own.
 */
export const foundView = (found: FoundHeard | null): DevicesView['found'] =>
  found?.map((each) => ({ ...each, makes: each.makes.map(candidateView) })) ?? null

function candidateView(heard: FoundHeard[number]['makes'][number]): CandidateView {
  const make = makeWithId(heard.make)
  if (!make) return { ...heard, isDrivable: false, toDo: null, setUp: [] }
  return { ...heard, isDrivable: isDrivable(make), toDo: make.toDo, setUp: make.setUp }
}

/** Whether it was there when somebody looked last, could have that role, and needs nothing done to it first. */
export function isChoice(found: FoundHeard | null, { role, device, make }: Assigned): boolean {
  const known = makeWithId(make)
  if (!known || !isDrivable(known) || !found) return false
  return found.some(
    (each) => isOne(each.device, device) && each.makes.some((is) => is.role === role && is.make === make),
  )
}
