import { deserialize, serialize } from 'node:v8'
import type { PlatformState } from './state.ts'

/** Orders of the past that a platform which is kept remembers, with all that was given back of them. */
const ORDERS_KEPT = 1_200
const CODES_KEPT = 1_200
const BARRED_KEPT = 200
const last = <Each>(all: Iterable<Each>, many: number): Each[] => [...all].slice(-many)

/** What a platform knows as text, base64. */
export function writePlatformState(state: PlatformState): string {
  const orders = new Map(last(state.orders, ORDERS_KEPT))
  return serialize({
    ...{ ...state, orders, returns: new Map([...state.returns].filter(([, { of }]) => orders.has(of))) },
    usedCodes: new Set(last(state.usedCodes, CODES_KEPT)),
    barred: new Set(last(state.barred, BARRED_KEPT)),
  }).toString('base64')
}

/** Null for what is none. */
export function readPlatformState(text: string): PlatformState | null {
  try {
    const state = deserialize(Buffer.from(text, 'base64')) as PlatformState // of our own writing
    const maps = [state.orders, state.returns, state.accounts, state.nonces]
    const sets = [state.usedCodes, state.barred]
    return maps.every((each) => each instanceof Map) && sets.every((each) => each instanceof Set) ? state : null
  } catch {
    return null
  }
}
