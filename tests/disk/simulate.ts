/**
 * `npm run simulate:disk -- --seeds N [--seed S]`: a journal on a disk that is cut off, fails, fills up and rots, from
 * one seed; exits 1 at the first seed that broke a promise, and when something that is to be tried did not occur. The
 * first seed is played twice and must tell the same. `--mutant NAME` plays against a source with a bug on purpose and
 * `--mutants` against all of them: exit 0 says that each was caught. `--damages N` damages closed journals.
 */
import { parseArgs } from 'node:util'
import { damageMany } from './damages.ts'
import { catchMutants, MUTANT_NAMES } from './mutants.ts'
import { missingIn, summaryOf } from './occurred.ts'
import { play } from './play.ts'

const { values } = parseArgs({
  options: {
    ...{ seeds: { type: 'string', default: '20000' }, seed: { type: 'string' }, damages: { type: 'string' } },
    ...{ mutant: { type: 'string' }, mutants: { type: 'boolean', default: false } },
  },
})
const first = Number(values.seed ?? 1)
const last = values.seed === undefined ? Number(values.seeds) : first
const named = MUTANT_NAMES.find((each) => each === values.mutant) ?? null

if (values.mutant !== undefined && named === null) {
  process.stderr.write(`--mutant is one of ${MUTANT_NAMES.join(', ')}\n`)
  process.exit(2)
}
const passed = await chosen()
process.exit(passed ? 0 : 1)

function chosen(): Promise<boolean> {
  if (values.mutants) return catchMutants(MUTANT_NAMES, Number(values.seeds))
  if (named !== null) return catchMutants([named], Number(values.seeds))
  return values.damages === undefined ? campaign() : damages(Number(values.damages))
}

async function campaign(): Promise<boolean> {
  const totals = new Map<string, number>()
  let transcript = ''
  for (let seed = first; seed <= last; seed++) {
    const played = await play(seed)
    if (seed === first) transcript = played.transcript
    const twice = seed === first && played.broken === null ? (await play(seed)).transcript : transcript
    const broken = played.broken ?? (twice === transcript ? null : 'told two ways')
    if (broken !== null) {
      say(`seed ${seed}: ${broken}`, `again: npm run simulate:disk -- --seed ${seed}`)
      return false
    }
    for (const [what, count] of played.tally) totals.set(what, (totals.get(what) ?? 0) + count)
  }
  const missing = first === last ? [] : missingIn(totals)
  say(`${last - first + 1} seeds, no promise broken; seed ${first} told the same twice: ${transcript.slice(0, 16)}`)
  say(...summaryOf(totals), ...missing.map((what) => `never occurred: ${what}`))
  return missing.length === 0
}

async function damages(count: number): Promise<boolean> {
  const { tally, wrong } = await damageMany(count, first)
  say([...tally].map(([kind, times]) => `${kind}: ${times}`).join(', '))
  say(`${count} damages, ${wrong.length} not found, not refused or not named`, ...wrong)
  return wrong.length === 0
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
