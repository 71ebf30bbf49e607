import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './places.ts'

/** What the built bundles are made of. */
const SOURCES = [
  ...['main', 'preload', 'renderer', 'drivers', 'electron.config.ts', 'build/manifest.ts'],
  ...['package.json', 'package-lock.json'],
]

const STAMP = join(ROOT, 'out/built-from')

/** Whether `out/` was built from just these files. */
export function buildState(now = fingerprint()): 'fresh' | 'stale' | 'missing' {
  if (!existsSync(join(ROOT, 'out/main/index.js'))) return 'missing'
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now ? 'fresh' : 'stale'
}

/** Builds `out/` unless it was built from just these files. */
export function buildIfChanged(): void {
  const now = fingerprint()
  if (buildState(now) === 'fresh') return
  process.stderr.write('构建 / Building\n')
  const program = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')
  const built = spawnSync(process.execPath, [program, 'build', '-c', 'electron.config.ts', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (built.status !== 0) {
    process.stderr.write('构建失败，原因见上 / The build failed; the reason is above\n')
    process.exit(1)
  }
  mkdirSync(join(ROOT, 'out'), { recursive: true })
  writeFileSync(STAMP, now)
}

/** Names, sizes and times of all sources: cheap, and changed by every edit. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const visit = (path: string): void => {
    const facts = statSync(join(ROOT, path))
    if (!facts.isDirectory()) hash.update(`${path} ${facts.size} ${facts.mtimeMs}\n`)
    else for (const name of readdirSync(join(ROOT, path)).sort()) visit(join(path, name))
  }
  for (const source of SOURCES) visit(source)
  return hash.digest('hex')
}
