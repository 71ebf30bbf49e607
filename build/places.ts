import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The project's root folder. */
export const ROOT = resolve(import.meta.dirname, '..')

/** Electron's program, where it was installed; its package says in `path.txt` where in `dist` it lies. */
export function electronBinary(): string | null {
  const folder = join(ROOT, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return null
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(binary) ? binary : null
}
