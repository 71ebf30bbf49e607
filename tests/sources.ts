import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'

/** The project's root folder. */
export const ROOT = resolve(import.meta.dirname, '..')
export const at = (...parts: string[]): string => join(ROOT, ...parts)

/** Every file that git keeps or would keep, by its path from the root: what the checks on the tree look at. */
export function ownFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT })
  return [...new Set(listed.toString().split('\0'))].filter((path) => path !== '' && exists(path))
}

function exists(path: string): boolean {
  try {
    readFileSync(at(path))
    return true
  } catch {
    // Deleted in the work tree, still listed by git.
    return false
  }
}

export const textOf = (path: string): string => readFileSync(at(path), 'utf8')
