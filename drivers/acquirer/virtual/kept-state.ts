import { deserialize, serialize } from 'node:v8'
import type { HostState } from './state.ts'

/** Orders of the past that a host which is kept remembers: more than two batches of them. */
const BOOKED_KEPT = 1_200
const SETTLED_KEPT = 5
const BARRED_KEPT = 200
const last = <Each>(all: Iterable<Each>, many: number): Each[] => [...all].slice(-many)

/** The books of a host as text, base64. It holds what the host knows of its cards: to be kept sealed. */
export const writeHostState = (state: HostState): string =>
  serialize({
    ...{ ...state, booked: new Map(last(state.booked, BOOKED_KEPT)), barred: new Set(last(state.barred, BARRED_KEPT)) },
    settled: last(state.settled, SETTLED_KEPT),
  }).toString('base64')

/** Null for what is none. */
export function readHostState(text: string): HostState | null {
  try {
    const state = deserialize(Buffer.from(text, 'base64')) as HostState // of our own writing, and sealed
    return state.booked instanceof Map && state.accounts instanceof Map ? state : null
  } catch {
    return null
  }
}
