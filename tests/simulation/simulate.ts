/**
 * `npm run simulate -- --seeds N [--seed S] [--break WAY]`: the whole station from one seed, with power cuts, failed
 * flushes and moody printers. Prints the first seed that broke a promise and how to play it again; exits 1 then. With
 * `--break` the station's disk is broken on purpose, and exit 0 says that it was caught.
 */
import { parseArgs } from 'node:util'
import { BREAKAGES, play, type Breakage } from './play.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    break: { type: 'string' },
  },
})
const way = values.break
if (way !== undefined && !(way in BREAKAGES)) {
  process.stderr.write(`--break is one of ${Object.keys(BREAKAGES).join(', ')}\n`)
  process.exit(2)
}
const breakage = (way ?? null) as Breakage | null // just checked
const first = values.seed === undefined ? 1 : Number(values.seed)
const last = values.seed === undefined ? Number(values.seeds) : first

const found = await firstBroken()
if (breakage === null) {
  if (found === null) process.stdout.write(`${last - first + 1} seeds, no promise broken\n`)
  else process.stdout.write(`seed ${found.seed}: ${found.what}\nagain: npm run simulate -- --seed ${found.seed}\n`)
  process.exit(found === null ? 0 : 1)
}
process.stdout.write(
  found === null
    ? `${breakage}: not caught in ${last - first + 1} seeds\n`
    : `${breakage}: caught by seed ${found.seed}: ${found.what}\n`,
)
process.exit(found === null ? 1 : 0)

async function firstBroken(): Promise<{ seed: number; what: string } | null> {
  for (let seed = first; seed <= last; seed++) {
    const what = await play(seed, breakage).catch((cause: unknown) => `a bug: ${String(cause)}`)
    if (what !== null) return { seed, what }
  }
  return null
}
