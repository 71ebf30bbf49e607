/**
 * `npm run fuzz [-- --only NAME] [--inputs N] [--seed S]`: each parser of what comes from outside, on inputs made of
 * right ones by flipping, cutting, repeating and joining. Says how they ended and how many branches of the source were
 * reached; exits 1 where one threw, broke a promise or took too long, with the input.
 */
import { makeVirtualRandom } from '#drivers/random/virtual'
import { Session } from 'node:inspector/promises'
import { parseArgs } from 'node:util'
import { ROOT } from '../sources.ts'
import { CARD_TARGETS } from './card-targets.ts'
import { PAPER_TARGETS } from './paper-targets.ts'
import { POSTING_TARGETS } from './posting-targets.ts'
import { TARGETS, type Target } from './targets.ts'

const { values } = parseArgs({
  options: { only: { type: 'string' }, inputs: { type: 'string', default: '1000000' }, seed: { type: 'string' } },
})
/** One input: far above the slowest on a busy machine, far below what a person would notice. */
const SLOW_MS = 1_000
const INPUT_BYTES_MAX = 2_048
const { below } = makeVirtualRandom(Number(values.seed ?? 1))

/** Whether it takes so long of the processor's time: the machine may have been busy with others. */
function isSlow({ run }: Target, input: Uint8Array): boolean {
  const began = process.cpuUsage()
  run(input)
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000 > SLOW_MS
}

const pick = <Each>(all: readonly Each[]): Each | undefined => all[below(all.length)]

/** A right input with a few things done to it; now and then one out of nothing. */
function makeInput({ corpus, mend }: Target): Uint8Array {
  if (below(20) === 0) return Uint8Array.from({ length: below(300) }, () => below(256))
  let bytes = [...(pick(corpus) ?? [])]
  for (let changes = below(5); changes > 0; changes--) bytes = changed(bytes, corpus)
  const input = Uint8Array.from(bytes.slice(0, INPUT_BYTES_MAX))
  return mend && below(2) === 0 ? mend(input) : input
}

function changed(bytes: readonly number[], corpus: Target['corpus']): number[] {
  const at = below(bytes.length + 1)
  const [before, after] = [bytes.slice(0, at), bytes.slice(at)]
  switch (below(7)) {
    case 0:
      return [...before, (after[0] ?? 0) ^ (1 << below(8)), ...after.slice(1)]
    case 1:
      return [...before, pick([0, 1, 2, 3, 6, 16, 127, 128, 255]) ?? 0, ...after.slice(1)]
    case 2:
      return [...before, below(256), ...after]
    case 3:
      return [...before, ...after.slice(1 + below(8))]
    case 4:
      return before
    case 5:
      return [...before, ...bytes.slice(at - below(64)), ...after]
    default:
      return [...before, ...(pick(corpus) ?? [])]
  }
}

async function branchesOf(session: Session, { file }: Target): Promise<string> {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const script = result.find(({ url }) => url.startsWith('file://') && url.endsWith(`${ROOT}/${file}`))
  const ranges = script?.functions.flatMap(({ ranges: all }) => all) ?? []
  return `${ranges.filter(({ count }) => count > 0).length} of ${ranges.length} branches`
}

async function fuzz(target: Target, inputs: number): Promise<boolean> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const ends = new Map<string, number>()
  try {
    for (let count = 0; count < inputs; count++) {
      const input = makeInput(target)
      const began = performance.now()
      try {
        const end = target.run(input)
        ends.set(end, (ends.get(end) ?? 0) + 1)
        if (performance.now() - began > SLOW_MS && isSlow(target, input)) throw new Error('it took too long')
      } catch (cause) {
        process.stdout.write(
          `✕ ${target.name}, input ${count}: ${String(cause)}\n  ${Buffer.from(input).toString('hex')}\n`,
        )
        return false
      }
    }
    const told = [...ends].sort(([, a], [, b]) => b - a).map(([end, count]) => `${end} ${count}`)
    process.stdout.write(
      `✓ ${target.name}: ${inputs} inputs, ${await branchesOf(session, target)}; ${told.join(', ')}\n`,
    )
    return true
  } finally {
    session.disconnect()
  }
}

const ALL = [...TARGETS, ...CARD_TARGETS, ...PAPER_TARGETS, ...POSTING_TARGETS]
const named = ALL.filter(({ name }) => values.only === undefined || name === values.only)
if (named.length === 0) {
  process.stderr.write(`--only is one of ${ALL.map(({ name }) => name).join(', ')}\n`)
  process.exit(2)
}
let sound = true
for (const target of named) sound = (await fuzz(target, Number(values.inputs))) && sound
process.exit(sound ? 0 : 1)
