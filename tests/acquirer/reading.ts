import fc from 'fast-check'
import { expect } from 'vitest'
import type { Read } from '#drivers/acquirer/codec/read'

/** What tests of the codec say of what was read and written. */
export const value = <Value>(given: Value) => ({ ok: true, value: given })
export const refused = (why: string) => ({ ok: false, why, field: null })
export const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`))

/** Throws where it was refused. */
export function taken<Value>(read: Read<Value>): Value {
  if (!read.ok) throw new Error(`refused: ${read.why} ${read.field ?? ''}`)
  return read.value
}

/** What reads a text gives one that writes the same text, or refuses. */
export function comesBack<Given>(
  read: (text: string) => Read<Given>,
  write: (given: Given) => Read<string>,
  text: string,
) {
  const given = read(text)
  if (given.ok) expect(write(given.value)).toEqual(value(text))
  return given.ok
}
