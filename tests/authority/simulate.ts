/**
 * `npm run simulate:codes -- --seeds N [--from F] [--seed S]`: one-time refund codes at two tills, entered wrongly,
 * late, twice, for other sales, goods and amounts, elsewhere and after a restore, while the plug is pulled; then each
 * journal is read by the rules of codes. Exits 1 at the first seed where one of them was broken, and when something
 * that is to be tried did not occur. `--mutant NAME` plays against a source with a bug on purpose and `--mutants`
 * against all of them: exit 0 says that each was caught.
 */
import { parseArgs } from 'node:util'
import { playCodes } from './codes-play.ts'
import { catchMutants, MUTANT_NAMES } from './mutants.ts'

const { values } = parseArgs({
  options: {
    ...{ seeds: { type: 'string', default: '1000' }, from: { type: 'string' }, seed: { type: 'string' } },
    ...{ mutant: { type: 'string' }, mutants: { type: 'boolean', default: false } },
  },
})
const first = Number(values.seed ?? values.from ?? 1)
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first
/** So many seeds meet all that is to be tried. */
const WHOLE = 100
const MUST = [
  ...['done', 'wrong-code', 'code-misread', 'no-code', 'code-used', 'code-dead', 'code-expired', 'code-for-another'],
  ...['refunds-locked', 'too-many-codes', 'offline-too-much', 'totp-used', 'wrong-totp', 'no-approval'],
  ...['approval-used', 'approval-expired', 'approval-for-another', 'journal-stopped'],
]
const named = MUTANT_NAMES.find((each) => each === values.mutant) ?? null

if (values.mutant !== undefined && named === null) {
  process.stderr.write(`--mutant is one of ${MUTANT_NAMES.join(', ')}\n`)
  process.exit(2)
}
const names = values.mutants ? MUTANT_NAMES : named === null ? [] : [named]
process.exit((await (names.length > 0 ? catchMutants(names, Number(values.seeds)) : campaign())) ? 0 : 1)

async function campaign(): Promise<boolean> {
  const totals = new Map<string, number>()
  for (let seed = first; seed <= last; seed++) {
    const { broken, tally } = await playCodes(seed)
    if (broken !== null) {
      process.stdout.write(`seed ${seed}: ${broken}\n`)
      return false
    }
    for (const [what, count] of tally) totals.set(what, (totals.get(what) ?? 0) + count)
  }
  const count = last - first + 1
  const missing = count < WHOLE ? [] : MUST.filter((what) => !totals.get(what))
  process.stdout.write(`${count} seeds, no code did more than it is for\n`)
  process.stdout.write(`${[...totals].map(([what, times]) => `${what}: ${times}`).join(', ')}\n`)
  for (const what of missing) process.stdout.write(`never occurred: ${what}\n`)
  return missing.length === 0
}
