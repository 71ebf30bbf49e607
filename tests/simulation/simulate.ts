/**
 * `npm run simulate -- --seeds N [--seed S] [--break WAY]`: the whole station from one seed, with power cuts, failed
 * flushes, moody printers and acquirers that lose and delay. Prints the first seed that broke a promise and how to play
 * it again; exits 1 then. The first seed is played twice, and its two transcripts must be the same. With `--break` the
 * station's disk, or its line to the acquirers, is broken on purpose, and exit 0 says that it was caught.
 */
import { parseArgs } from 'node:util'
import { BREAKAGES } from './breakages.ts'
import { play, type Played } from './play.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    break: { type: 'string' },
  },
})
const breakage = BREAKAGES.find((each) => each === values.break) ?? null
if (values.break !== undefined && breakage === null) {
  process.stderr.write(`--break is one of ${BREAKAGES.join(', ')}\n`)
  process.exit(2)
}
const first = values.seed === undefined ? 1 : Number(values.seed)
const last = values.seed === undefined ? Number(values.seeds) : first
const totals = new Map<string, number>()
let transcript = ''

const found = await firstBroken()
if (breakage !== null) {
  process.stdout.write(
    found === null
      ? `${breakage}: not caught in ${last - first + 1} seeds\n`
      : `${breakage}: caught by seed ${found.seed}: ${found.what}\n`,
  )
  process.exit(found === null ? 1 : 0)
}
if (found !== null) {
  process.stdout.write(`seed ${found.seed}: ${found.what}\nagain: npm run simulate -- --seed ${found.seed}\n`)
  process.exit(1)
}
const occurred = [
  'sale.payCash done',
  'sale.tender done',
  'sale.voidPaid done',
  'sale.refund done',
  'sale.voidTender done',
  'payments.decide done',
  'power-cut',
  'killed',
  'opened again',
  'cache lost',
  'cache broken',
  'wrong-void-password',
]
process.stdout.write(
  `${last - first + 1} seeds, no promise broken; seed ${first} told the same twice: ${transcript.slice(0, 16)}\n` +
    `${occurred.map((what) => `${what}: ${totals.get(what) ?? 0}`).join(', ')}\n`,
)

async function firstBroken(): Promise<{ seed: number; what: string } | null> {
  for (let seed = first; seed <= last; seed++) {
    const played = await playOrBug(seed)
    if (typeof played === 'string') return { seed, what: played }
    if (played.broken !== null) return { seed, what: played.broken }
    for (const [what, count] of played.tally) totals.set(what, (totals.get(what) ?? 0) + count)
    if (seed !== first || breakage !== null) continue
    const again = await playOrBug(seed)
    transcript = played.transcript
    if (typeof again === 'string' || again.transcript !== played.transcript) return { seed, what: 'told two ways' }
  }
  return null
}

async function playOrBug(seed: number): Promise<Played | string> {
  try {
    return await play(seed, breakage)
  } catch (cause) {
    return `a bug: ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}`
  }
}
