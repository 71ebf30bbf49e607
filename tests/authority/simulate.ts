/**
 * `npm run simulate:codes -- --seeds N [--seed S]`: one-time refund codes at two tills, entered wrongly, late, twice,
 * for other sales and amounts and elsewhere, while the plug is pulled; then each journal is read by the rules of codes.
 * Exits 1 at the first seed where one of them was broken.
 */
import { parseArgs } from 'node:util'
import { playCodes } from './codes-play.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' } } })
const first = values.seed === undefined ? 1 : Number(values.seed)
const last = values.seed === undefined ? Number(values.seeds) : first
const totals = new Map<string, number>()

for (let seed = first; seed <= last; seed++) {
  const { broken, tally } = await playCodes(seed)
  if (broken !== null) {
    process.stdout.write(`seed ${seed}: ${broken}\n`)
    process.exit(1)
  }
  for (const [what, count] of tally) totals.set(what, (totals.get(what) ?? 0) + count)
}
process.stdout.write(`${last - first + 1} seeds, no code did more than it is for\n`)
process.stdout.write(`${[...totals].map(([what, count]) => `${what}: ${count}`).join(', ')}\n`)
