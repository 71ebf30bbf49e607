/**
 * `npm run simulate:payments -- --seeds N [--seed S] [--bug NAME]`: orders at lines that lose, delay and double, and a
 * till that dies, from one seed; then the till's books are held against the acquirers'. Exits 1 at the first seed where
 * they differ; with `--bug`, exit 0 says that the planted bug was found out.
 */
import { parseArgs } from 'node:util'
import { BUGS, play, type Bug } from './play.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' }, bug: { type: 'string' } },
})
const bug = BUGS.find((each) => each === values.bug) ?? null
if (values.bug !== undefined && bug === null) {
  process.stderr.write(`--bug is one of ${BUGS.join(', ')}\n`)
  process.exit(2)
}
const first = values.seed === undefined ? 1 : Number(values.seed)
const last = values.seed === undefined ? Number(values.seeds) : first
const totals = new Map<string, number>()

const found = await firstBroken(bug)
if (found) {
  process.stdout.write(`seed ${found.seed}: ${found.what}\n`)
  process.exit(bug === null ? 1 : 0)
}
if (bug !== null) {
  process.stdout.write(`${bug}: not found out in ${last - first + 1} seeds\n`)
  process.exit(1)
}
process.stdout.write(
  `${last - first + 1} seeds, the books agree\n${[...totals].map(([what, count]) => `${what}: ${count}`).join(', ')}\n`,
)

async function firstBroken(planted: Bug | null): Promise<{ seed: number; what: string } | null> {
  for (let seed = first; seed <= last; seed++) {
    const { broken, tally } = await play(seed, planted)
    if (broken !== null) return { seed, what: broken }
    for (const [what, count] of tally) totals.set(what, (totals.get(what) ?? 0) + count)
  }
  return null
}
