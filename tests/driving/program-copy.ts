import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { at } from '../sources.ts'

/** What the station runs from, its packages aside; by its sources it is told from an installed one (`--attach`). */
const PARTS = ['out', 'package.json', 'main/index.ts']

/** The built program as it is now, in a folder of its own. */
export function copyBuilt(folder: string): void {
  for (const path of PARTS) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(at(path), join(folder, path), { recursive: true, dereference: true })
  }
}

/** … on the packages of this checkout. */
export function copyProgram(folder: string): void {
  copyBuilt(folder)
  symlinkSync(at('node_modules'), join(folder, 'node_modules'), 'junction')
}
