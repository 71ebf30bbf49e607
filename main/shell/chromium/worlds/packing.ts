/**
 * How values cross between two script worlds: as text, with functions and promises as numbers that only the side
 * which gave them can use. Turned into text, so it may use nothing from outside itself.
 */
export type Packed =
  | { readonly is: 'nothing' }
  | { readonly is: 'plain'; readonly json: string }
  | { readonly is: 'function' | 'promise'; readonly id: number }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, Packed>> }

export type Settled =
  | { readonly do: 'settle'; readonly id: number; readonly value: Packed }
  | { readonly do: 'fail'; readonly id: number; readonly message: string }

export interface Packing {
  readonly pack: (value: unknown) => Packed
  readonly unpack: (packed: Packed) => unknown
  /** Runs a function given to the other side. */
  readonly run: (id: number, given: readonly unknown[]) => unknown
  /** A promise of the other side came to its end. */
  readonly settle: (settled: Settled) => void
}

export type MakePacking = (
  say: (settled: Settled) => void,
  call: (id: number, given: readonly unknown[]) => unknown,
  reason: (problem: unknown) => string,
) => Packing

export const makePacking: MakePacking = (say, call, reason) => {
  type Anything = (...given: readonly unknown[]) => unknown
  const HELD_MAX = 10_000
  const functions = new Map<number, Anything>()
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (problem: Error) => void }>()
  let last = 0

  const packFunction = (value: Anything): Packed => {
    if (functions.size >= HELD_MAX) throw new Error('the bridge holds too much')
    functions.set(++last, value)
    return { is: 'function', id: last }
  }
  const packPromise = (value: Promise<unknown>): Packed => {
    const id = ++last
    value.then(
      (result) => say({ do: 'settle', id, value: pack(result) }),
      (problem: unknown) => say({ do: 'fail', id, message: reason(problem) }),
    )
    return { is: 'promise', id }
  }
  const pack = (value: unknown): Packed => {
    if (value === undefined) return { is: 'nothing' }
    // What kind of function it is matters only to its two ends.
    if (typeof value === 'function') return packFunction(value as Anything)
    if (value instanceof Promise) return packPromise(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { is: 'plain', json: JSON.stringify(value) }
    return { is: 'object', fields: Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pack(each)])) }
  }
  const unpack = (packed: Packed): unknown => {
    switch (packed.is) {
      case 'nothing':
        return undefined
      case 'plain':
        return JSON.parse(packed.json)
      case 'function':
        return (...given: readonly unknown[]) => call(packed.id, given)
      case 'promise':
        return new Promise((resolve, reject) => promises.set(packed.id, { resolve, reject }))
      case 'object':
        return Object.freeze(
          Object.fromEntries(Object.entries(packed.fields).map(([key, each]) => [key, unpack(each)])),
        )
    }
  }
  return {
    pack,
    unpack,
    run: (id, given) => {
      const act = functions.get(id)
      if (!act) throw new Error('no such function')
      return act(...given)
    },
    settle: (settled) => {
      const waiting = promises.get(settled.id)
      promises.delete(settled.id)
      if (settled.do === 'settle') waiting?.resolve(unpack(settled.value))
      else waiting?.reject(new Error(settled.message))
    },
  }
}
