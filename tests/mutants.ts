import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './sources.ts'

/** One piece of a source file replaced by another. */
export interface Piece {
  readonly file: string
  /** Stands in it once. */
  readonly from: string
  readonly to: string
}

/** A bug on purpose. */
export type Mutant = Piece | readonly Piece[]

/** A simulation that takes `--seeds N` and says `seed S: …` where a promise was broken. */
export interface Campaign {
  /** Its script, such as `tests/disk/simulate.ts`. */
  readonly program: string
  /** What it says where it found nothing. */
  readonly sound: string
}

/** A mutant that does more than fail may also run for ever. */
const RUN_LIMIT_MS = 600_000

/** So many are played beside each other, each in a copy of the source of its own. */
const BESIDE = 2

/** The bugs of a campaign, by name, and what plays it against those that are named. */
export const planted = (campaign: Campaign, mutants: Readonly<Record<string, Mutant>>) => ({
  names: Object.keys(mutants),
  catchThese: (wanted: readonly string[], seeds: number): Promise<boolean> =>
    catchAll(campaign, Object.fromEntries(Object.entries(mutants).filter(([name]) => wanted.includes(name))), seeds),
})

/** Plays the campaign against each mutant and says a line of it; true where all were caught. */
async function catchAll(
  campaign: Campaign,
  mutants: Readonly<Record<string, Mutant>>,
  seeds: number,
): Promise<boolean> {
  const waiting = Object.entries(mutants)
  let all = true
  const work = async (folder: string) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, mutant] = next
      const said = await saidAgainst(campaign, { name, pieces: [mutant].flat() }, { folder, seeds })
      process.stdout.write(`${said === null ? '✕' : '✓'} ${name}: ${said ?? `not caught in ${seeds} seeds`}\n`)
      all &&= said !== null
    }
  }
  await Promise.all(Array.from({ length: Math.min(BESIDE, waiting.length) }, () => inCopy(work)))
  return all
}

async function inCopy(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cashier-mutant-'))
  try {
    for (const part of SOURCES) cpSync(join(ROOT, part), join(folder, part), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
const SOURCES = ['main', 'drivers', 'tests', 'package.json']

interface Named {
  readonly name: string
  readonly pieces: readonly Piece[]
}
interface Run {
  readonly folder: string
  readonly seeds: number
}

/** What the campaign said against the copy with the bug in it; null where it found nothing. The copy is as it was. */
async function saidAgainst({ program, sound }: Campaign, { name, pieces }: Named, run: Run): Promise<string | null> {
  for (const piece of pieces) plant(run.folder, name, piece)
  const output = await outputOf(run, program)
  for (const { file } of pieces) cpSync(join(ROOT, file), join(run.folder, file))
  const said = /^seed \d+: .*/m.exec(output)?.[0] ?? null
  // A copy that does not even run proves nothing.
  if (said === null && !output.includes(sound)) throw new Error(`${name}: the campaign itself failed: ${output}`)
  return said
}

function plant(folder: string, name: string, { file, from, to }: Piece): void {
  const pieces = readFileSync(join(folder, file), 'utf8').split(from)
  if (pieces.length !== 2) throw new Error(`${name}: ${file} holds ${pieces.length - 1} of ${JSON.stringify(from)}`)
  writeFileSync(join(folder, file), pieces.join(to))
}

function outputOf({ folder, seeds }: Run, program: string): Promise<string> {
  return new Promise((resolve) => {
    // What was not changed is compiled once.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') }
    const options = { timeout: RUN_LIMIT_MS, cwd: folder, env }
    // It is to end with an error; what it said is what counts.
    execFile(process.execPath, [join(folder, program), '--seeds', String(seeds)], options, (_error, out, errors) =>
      resolve(`${out}${errors}`),
    )
  })
}
