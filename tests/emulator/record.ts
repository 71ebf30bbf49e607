import { appendFileSync } from 'node:fs'

/** What was asked of the double, in order: the assertion tests read this, not what the pages did. */
export interface Recorded {
  readonly call: string
  readonly given: readonly unknown[]
  /** Whether Electron would have been ready by then. */
  readonly ready: boolean
}

let ready = false
export const log: Recorded[] = []

export const nowReady = (): void => {
  ready = true
}

/** Functions are recorded by their being there; buffers and windows by their kind. */
const plain = (value: unknown): unknown => {
  if (typeof value === 'function') return '[function]'
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (Object.getPrototypeOf(value) !== Object.prototype) return `[${value.constructor.name}]`
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}

export function record(call: string, ...given: readonly unknown[]): void {
  const recorded = { call, given: given.map(plain), ready }
  log.push(recorded)
  const path = process.env['EMULATOR_LOG']
  if (path) appendFileSync(path, `${JSON.stringify(recorded)}\n`)
}
