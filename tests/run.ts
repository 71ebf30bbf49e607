/**
 * `npm test`: every part in order, one line each; what failed is printed whole. Ends with `N passed, N failed` and
 * exits 1 if anything failed. `-- unit e2e` runs just the named parts. What stations wrote meanwhile is searched for
 * secrets, and how much that was is said at the end.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfChanged } from '../build/freshness.ts'
import { electronBinary } from '../build/places.ts'
import { ROOT } from './sources.ts'
import { SEARCHED_VARIABLE, toldIn } from './world/secrets.ts'

interface Part {
  readonly name: string
  /** Program and arguments; programs are scripts of our packages or of ours, run on this Node. */
  readonly run: readonly string[]
  /** A vitest run counts its tests, a `said` one says how many at its end; anything else counts as one. */
  readonly counts: 'tests' | 'said' | 'one'
  readonly env?: Readonly<Record<string, string>>
}

const bin = (path: string) => join(ROOT, 'node_modules', path)
const vitest = (project: string, ...rest: string[]) => [bin('vitest/vitest.mjs'), 'run', '--project', project, ...rest]
const SEEDS = 1000
/** So many that each call of the disk has failed in each way. */
const DISK_SEEDS = 3000
const CODE_SEEDS = 200
/** Each planted bug shows within far fewer. */
const MUTANT_SEEDS = 150
const CODE_MUTANT_SEEDS = 60
/** Of each parser; a million are `npm run fuzz`. */
const FUZZ_INPUTS = 20_000
/** Few kills, and patience: what is slow on a busy machine is not lost. The whole campaign is `npm run crash`. */
const CRASH = [
  ...['tests/crash/crash.ts', '--kills', '20', '--window-kills', '3'],
  ...['--chromium-kills', '3', '--within', '20000'],
]

/** A thousand are for `npm run crowd`. */
const CROWD = ['tests/hub/crowd.ts', '--stations', '60']

const PARTS: readonly Part[] = [
  { name: 'format', run: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'], counts: 'one' },
  { name: 'lint', run: [bin('eslint/bin/eslint.js'), '.'], counts: 'one' },
  ...['pure', 'node', 'web', 'e2e'].map((name): Part => ({
    name: `types-${name}`,
    run: [bin('typescript/bin/tsc'), '-p', `tsconfig.${name}.json`],
    counts: 'one',
  })),
  { name: 'rooms', run: vitest('rooms'), counts: 'tests' },
  { name: 'unit', run: vitest('unit'), counts: 'tests' },
  { name: 'scenarios', run: vitest('scenarios'), counts: 'tests' },
  // Of the system's own PostgreSQL, which is installed on Linux alone.
  ...(process.platform === 'linux' ? [{ name: 'ledger', run: vitest('ledger'), counts: 'tests' } as const] : []),
  // Each system packs on itself; the packing of this one is tried.
  ...(process.platform === 'linux' ? [{ name: 'packaging', run: vitest('packaging'), counts: 'tests' } as const] : []),
  // Its servers are Debian's, and so are the networks that are parted.
  ...(process.platform === 'linux' ? [{ name: 'hub', run: vitest('hub'), counts: 'tests' } as const] : []),
  ...(process.platform === 'linux' ? [{ name: 'hub-crowd', run: CROWD, counts: 'one' } as const] : []),
  { name: 'simulate', run: ['tests/simulation/simulate.ts', '--seeds', String(SEEDS)], counts: 'one' },
  { name: 'payments', run: ['tests/payment/simulate.ts', '--seeds', String(SEEDS)], counts: 'one' },
  { name: 'codes', run: ['tests/authority/simulate.ts', '--seeds', String(CODE_SEEDS)], counts: 'one' },
  {
    name: 'codes-mutants',
    run: ['tests/authority/simulate.ts', '--seeds', String(CODE_MUTANT_SEEDS), '--mutants'],
    counts: 'one',
  },
  { name: 'disk', run: ['tests/disk/simulate.ts', '--seeds', String(DISK_SEEDS)], counts: 'one' },
  {
    name: 'disk-mutants',
    run: ['tests/disk/simulate.ts', '--seeds', String(MUTANT_SEEDS), '--mutants'],
    counts: 'one',
  },
  { name: 'forks-mutants', run: ['tests/sync/simulate-forks.ts', '--mutants'], counts: 'one' },
  { name: 'fuzz', run: ['tests/fuzz/fuzz.ts', '--inputs', String(FUZZ_INPUTS)], counts: 'one' },
  { name: 'hardware', run: ['tests/hardware/hardware.ts'], counts: 'said' },
  { name: 'crash', run: CRASH, counts: 'one' },
  { name: 'demo', run: ['tests/demo/demo.ts'], counts: 'one' },
  { name: 'demo-broken', run: ['tests/demo/breakages.ts'], counts: 'one' },
  ...shells().map((shell): Part => ({
    name: `e2e-${shell}`,
    run: vitest('e2e'),
    counts: 'tests',
    env: { STATION_SHELL: shell },
  })),
]

/** The real Electron joins by itself wherever its binary is. */
function shells(): string[] {
  return ['chromium', 'emulated', ...(electronBinary() === null ? [] : ['electron'])]
}

interface Count {
  readonly passed: number
  readonly failed: number
}

/** In these stations run; each must have written something. */
const WRITING = ['unit', 'scenarios', 'simulate', 'payments', 'codes', 'crash', 'demo', 'demo-broken', 'e2e']

/** The last part: what all that was written was searched for. Nothing searched is nothing proved. */
function secretsPart(reports: string): Count {
  const { files, bytes, found } = toldIn(reports)
  const failed = found.length > 0 || bytes === 0 ? 1 : 0
  const sign = failed === 0 ? '✓' : '✕'
  process.stdout.write(
    `${sign} ${'secrets'.padEnd(14)} ${1 - failed} passed, ${failed} failed  ` +
      `${bytes} bytes in ${files} files searched\n`,
  )
  for (const each of new Set(found)) process.stdout.write(`  ${each}\n`)
  return { passed: 1 - failed, failed }
}

async function runPart(part: Part, folder: string): Promise<Count> {
  const report = join(folder, `${part.name}.json`)
  const reporting = part.counts === 'tests' ? ['--reporter=json', '--reporter=dot', `--outputFile.json=${report}`] : []
  const began = Date.now()
  const env = { ...part.env, [SEARCHED_VARIABLE]: searchedIn(folder) }
  const { code, output } = await outputOf([...part.run, ...reporting], env)
  const one = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  const count = part.counts === 'tests' ? countOf(report, code) : part.counts === 'said' ? saidIn(output, one) : one
  const seconds = Math.round((Date.now() - began) / 1000)
  const sign = count.failed === 0 ? '✓' : '✕'
  process.stdout.write(`${sign} ${part.name.padEnd(14)} ${count.passed} passed, ${count.failed} failed  ${seconds} s\n`)
  if (count.failed > 0) process.stdout.write(`${output}\n`)
  // What was left out is said, whatever came of the rest.
  else for (const line of output.split('\n')) if (line.startsWith('SKIPPED')) process.stdout.write(`  ${line}\n`)
  return count
}

function outputOf(run: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ code: number; output: string }>((resolve) => {
    const chunks: Buffer[] = []
    const child = spawn(process.execPath, run, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }))
  })
}

/** A run that skipped all has passed nothing; one that broke before it could count counts as one. */
function saidIn(output: string, one: Count): Count {
  const [, passed, failed] = /^(\d+) passed, (\d+) failed/m.exec(output) ?? []
  if (passed === undefined || failed === undefined) return { passed: 0, failed: one.failed }
  return { passed: Number(passed), failed: Math.max(Number(failed), one.failed) }
}

/** A run that broke before it could report, or that ran no test, has failed. */
function countOf(report: string, code: number): Count {
  try {
    const read = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number }
    const broken = code !== 0 && read.numFailedTests === 0
    const empty = read.numPassedTests === 0
    return {
      passed: read.numPassedTests,
      failed: broken || empty ? Math.max(1, read.numFailedTests) : read.numFailedTests,
    }
  } catch {
    // No report: the run itself is what failed, and its output is shown.
    return { passed: 0, failed: 1 }
  }
}

const searchedIn = (folder: string): string => join(folder, 'searched')
const chosen = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'cashier-test-'))
let passed = 0
let failed = 0
try {
  buildIfChanged()
  mkdirSync(searchedIn(folder))
  const parts = PARTS.filter(({ name }) => chosen.length === 0 || chosen.some((each) => name.startsWith(each)))
  for (const part of parts) {
    const count = await runPart(part, folder)
    passed += count.passed
    failed += count.failed
  }
  if (parts.some(({ name }) => WRITING.some((each) => name.startsWith(each)))) {
    const count = secretsPart(searchedIn(folder))
    passed += count.passed
    failed += count.failed
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
