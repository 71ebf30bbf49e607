import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** The screen has one face, a Chinese one: in it these signs of English are as wide as a Chinese one, with a gap. */
const WIDE = /[‘’“”…]/

it('English words have no sign that the screen’s face draws as wide as a Chinese one', () => {
  const names = readdirSync(import.meta.dirname).filter((name) => /(^|-)en\.ts$/.test(name))
  expect(names.length).toBeGreaterThan(10)
  const wide = names.flatMap((name) =>
    readFileSync(join(import.meta.dirname, name), 'utf8')
      .split('\n')
      // Comments are read elsewhere.
      .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line) && WIDE.test(line)),
  )
  expect(wide).toEqual([])
})
