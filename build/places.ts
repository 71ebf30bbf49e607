import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The project's root folder. */
export const ROOT = resolve(import.meta.dirname, '..')

/**
 * What Node is started with for the station: without it V8 lets its room for what is new grow with every busy hour and
 * never gives it back, 60 MB in 2,000 sales.
 */
export const NODE_FLAGS = ['--max-semi-space-size=4'] as const

/** Electron's program, where it was installed; its package says in `path.txt` where in `dist` it lies. */
export function electronBinary(): string | null {
  const folder = join(ROOT, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return null
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(binary) ? binary : null
}
