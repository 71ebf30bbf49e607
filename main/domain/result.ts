/** How an act ends when it ends as expected: done with a value, or refused with a reason the cashier can be told. */
export type Result<Value, Why extends string> = Done<Value> | Refused<Why>
/** What is told where nothing is to tell but that it was done. */
export type Nothing = Record<string, never>

export interface Done<Value> {
  readonly ok: true
  readonly value: Value
}
export interface Refused<Why extends string> {
  readonly ok: false
  readonly why: Why
}

export const done = <Value>(value: Value): Done<Value> => ({ ok: true, value })
export const refused = <Why extends string>(why: Why): Refused<Why> => ({ ok: false, why })

/** A broken promise of our own code: never caught to go on, always reported. */
export class Bug extends Error {}

export function assert(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Bug(promise)
}

/** Makes a switch over a union exhaustive: a forgotten case does not compile. */
export function never(value: never): never {
  throw new Bug(`unexpected ${JSON.stringify(value)}`)
}
