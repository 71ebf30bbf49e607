import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The project's root folder. */
export const ROOT = resolve(import.meta.dirname, '..')
export const at = (...parts: string[]): string => join(ROOT, ...parts)

/** What git ignores, and git itself: made, fetched, or not ours. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'out', 'dist', '.station'])

/** Every file of the project by its path from the root, with / on every system. Needs no git on the machine. */
export function ownFiles(): string[] {
  const visit = (folder: string): string[] =>
    readdirSync(at(folder), { withFileTypes: true })
      .filter(({ name }) => !LEFT_OUT.has(name))
      .flatMap((entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        return entry.isDirectory() ? visit(path) : [path]
      })
  return visit('')
}

export const textOf = (path: string): string => readFileSync(at(path), 'utf8')
