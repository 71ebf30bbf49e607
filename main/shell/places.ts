import type { BuiltProgram } from '../integrity/manifest.ts'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a shell needs of the build: the screens' folder and the bundled preload. */
export interface Places {
  readonly renderer: string
  readonly preload: string
  /** Folder of main's own programs. */
  readonly programs: string
  /** Another origin that serves the screens while they are being developed; never used when packaged. */
  readonly origin?: string
  readonly packaged: boolean
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('no package.json above the program')
  return findRoot(parent)
}

/** The build beside this program: found from the package, since bundled chunks lie at another depth than sources. */
export function builtPlaces(): Places {
  const root = findRoot(import.meta.dirname)
  const packaged = !existsSync(join(root, 'main', 'index.ts'))
  // electron-vite names its development server here.
  const served = packaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  return {
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    programs: join(root, 'out', 'main'),
    packaged,
    ...(served && { origin: new URL(served).origin }),
  }
}

/** Put here by the build: the public half of the key that signed its list of files. */
declare const __BUILD_KEY__: string

/** The build that this program is; null where its screens are served as they are written. */
export function builtProgram(): BuiltProgram | null {
  const places = builtPlaces()
  if (places.origin !== undefined) return null
  return { folder: join(findRoot(import.meta.dirname), 'out'), key: __BUILD_KEY__ }
}

/** As the package says, such as `1.4.2`. */
export function programVersion(): string {
  const named = JSON.parse(readFileSync(join(findRoot(import.meta.dirname), 'package.json'), 'utf8')) as unknown
  const version = typeof named === 'object' && named !== null && 'version' in named ? named.version : null
  return typeof version === 'string' ? version : '0'
}
