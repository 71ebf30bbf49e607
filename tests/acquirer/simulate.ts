/**
 * `npm run simulate:cards -- --seeds N [--seed S] [--bug NAME]`: mornings of card payments at a line that loses, bends,
 * delays and doubles, and a till that dies, from one seed; then both books are held against each other. Exits 1 at the
 * first seed where they differ; with `--bug`, exit 0 says that the planted bug was found out.
 */
import { parseArgs } from 'node:util'
import { BUGS, play } from './day.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' }, bug: { type: 'string' } },
})
const bug = BUGS.find((each) => each === values.bug) ?? null
const first = values.seed === undefined ? 1 : Number(values.seed)
const last = values.seed === undefined ? Number(values.seeds) : first
const totals = new Map<string, number>()
for (let seed = first; seed <= last; seed++) {
  const { broken, tally } = await play(seed, bug)
  if (broken !== null) {
    process.stdout.write(`seed ${seed}: ${broken}\n`)
    process.exit(bug === null ? 1 : 0)
  }
  for (const [what, count] of tally) totals.set(what, (totals.get(what) ?? 0) + count)
}
process.stdout.write(`${last - first + 1} seeds, the books agree\n`)
process.stdout.write(`${[...totals].map(([what, count]) => `${what}: ${count}`).join(', ')}\n`)
process.exit(bug === null ? 0 : 1)
