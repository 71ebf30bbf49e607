import { parseArgs } from 'node:util'

/** What one seed came to: what does not hold, or null; and how often each thing occurred. */
export interface Played {
  readonly broken: string | null
  readonly tally: ReadonlyMap<string, number>
}

/**
 * `--seeds N [--seed S] [--bug NAME]`: plays them in order, up to the first that is broken. Ends the program: 1 where
 * one is; with a planted bug 0 says that it was found out, and 1 that it was not.
 */
export async function playSeeds<Bug extends string>(
  bugs: readonly Bug[],
  play: (seed: number, bug: Bug | null) => Promise<Played>,
): Promise<never> {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' }, bug: { type: 'string' } },
  })
  const bug = bugs.find((each) => each === values.bug) ?? null
  if (values.bug !== undefined && bug === null) {
    process.stderr.write(`--bug is one of ${bugs.join(', ')}\n`)
    process.exit(2)
  }
  const first = values.seed === undefined ? 1 : Number(values.seed)
  const last = values.seed === undefined ? Number(values.seeds) : first
  const count = last - first + 1
  const totals = new Map<string, number>()
  for (let seed = first; seed <= last; seed++) {
    const { broken, tally } = await play(seed, bug)
    if (broken !== null) {
      process.stdout.write(`seed ${seed}: ${broken}\n`)
      process.exit(bug === null ? 1 : 0)
    }
    for (const [what, times] of tally) totals.set(what, (totals.get(what) ?? 0) + times)
  }
  if (bug !== null) {
    process.stdout.write(`${bug}: not found out in ${count} seeds\n`)
    process.exit(1)
  }
  const all = [...totals].map(([what, times]) => `${what}: ${times}`).join(', ')
  process.stdout.write(`${count} seeds, the books agree\n${all}\n`)
  process.exit(0)
}
