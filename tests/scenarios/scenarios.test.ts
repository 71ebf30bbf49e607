import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tell } from './tell.ts'

/**
 * Stories: `commands / ---- / everything that happened`. `STATION_REWRITE=1 npx vitest run --project scenarios`, or
 * `npm run scenarios -- --rewrite`, writes what happens now; commit only a difference that you understand.
 */
const FOLDER = import.meta.dirname
const stories = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'))

it('has stories to tell', () => {
  expect(stories.length).toBeGreaterThan(0)
})

it.each(stories)('%s happens as it is told', async (name) => {
  const path = join(FOLDER, name)
  const text = readFileSync(path, 'utf8')
  const told = await tell(text)
  if (process.env['STATION_REWRITE'] === '1') writeFileSync(path, told)
  else expect(told).toBe(text)
})
