import { registerHooks } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Runs an entry (out/main/index.js if none is named) as Electron would run it, with the double in Electron's place:
 *
 *     node tests/emulator/run.ts [entry] [arguments of the station …]
 *
 * EMULATOR_ATTACH names a socket for Playwright, EMULATOR_LOG a file for the record, EMULATOR_HEADED=1 shows windows.
 * EMULATOR_PLANT is a fault for the settings test: `{"find","put"}`, one change to the text of main/shell/electron.ts.
 */
const ELECTRON = '45.4.1'
const double = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href

interface Plant {
  readonly find: string
  readonly put: string
}

// Written by the test that started this process.
const plant = JSON.parse(process.env['EMULATOR_PLANT'] ?? 'null') as Plant | null

function change(text: string, { find, put }: Plant): string {
  if (text.split(find).length !== 2) throw new Error(`the fault's place was not found once: ${find}`)
  return text.replace(find, put)
}

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: double, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!plant || !url.endsWith('/main/shell/electron.ts')) return loaded
    return { ...loaded, source: change(Buffer.from(loaded.source as Uint8Array).toString('utf8'), plant) }
  },
})
Object.defineProperty(process.versions, 'electron', { value: ELECTRON, enumerable: true })

const [entry = join(import.meta.dirname, '..', '..', 'out', 'main', 'index.js'), ...rest] = process.argv.slice(2)
process.argv.splice(1, process.argv.length, resolve(entry), ...rest)
// Imported only now, so that everything it loads meets the hooks.
const { entryEnded } = await import('./program.ts')
await import(pathToFileURL(resolve(entry)).href)
entryEnded()
