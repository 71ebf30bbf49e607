import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Versions } from '../../main/diagnostics/versions.ts'
import { ROOT } from '../places.ts'

interface Entry {
  readonly version?: string
  readonly optional?: boolean
}

/** What is really installed, read from each package itself, against the lock file. */
export function readVersions(): Versions {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, Entry> } // npm's own file
  const locked = Object.entries(packages).filter(([path]) => path !== '')
  const wrong = locked.flatMap(([path, { version = '', optional = false }]) => {
    const found = installedIn(path)
    if (found === version || (found === null && optional)) return []
    return [{ name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), wanted: version, found }]
  })
  return {
    node: { running: process.versions.node, wanted: packages['node_modules/node']?.version ?? '' },
    packages: { count: locked.length, wrong },
  }
}

function installedIn(path: string): string | null {
  const file = join(path, 'package.json')
  return existsSync(join(ROOT, file)) ? ((readJson(file) as Entry).version ?? '') : null
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
