import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { at } from '../sources.ts'
import { copyBuilt } from './program-copy.ts'

/**
 * An ordinary user to run the station as, where the tests run as root: Chromium confines no pages of root's. The user
 * may not be able to read this checkout, so the built program and what it needs are copied to where it can.
 */
export interface Guest {
  readonly uid: number
  readonly gid: number
  readonly node: string
  readonly program: string
}

/** `nobody`, by the number it has everywhere; it owns nothing and need not even have an entry. */
const NOBODY = 65_534
const SETUID_SANDBOXES = ['/usr/lib/chromium/chrome-sandbox', '/opt/google/chrome/chrome-sandbox']

export const isRoot = (): boolean => process.getuid?.() === 0

/** Whether this machine lets an ordinary user's Chromium confine its pages at all. */
export function canConfine(): boolean {
  if (process.platform !== 'linux') return false
  if (SETUID_SANDBOXES.some((path) => existsSync(path))) return true
  const as = isRoot() ? { uid: NOBODY, gid: NOBODY } : {}
  return spawnSync('unshare', ['--user', '--pid', 'true'], { cwd: '/', ...as }).status === 0
}

interface Locked {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>
}

function packagesToRun(): string[] {
  const { packages } = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as Locked // npm's own file
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(at(path)))
}

/** Copies the program into this folder, which goes with the test. */
export function makeGuest(folder: string): Guest {
  copyBuilt(folder)
  for (const path of packagesToRun()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(at(path), join(folder, path), { recursive: true, dereference: true })
  }
  const node = join(folder, 'node')
  cpSync(process.execPath, node, { dereference: true })
  // A checkout may be for its owner's eyes only, and copies keep that.
  spawnSync('chmod', ['-R', 'a+rX', folder])
  return { uid: NOBODY, gid: NOBODY, node, program: folder }
}
