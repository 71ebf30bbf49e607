import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What marks the fuses in Electron's binary (electron/electron, `shell/app/electron_main`…, "Electron Fuses"). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** Version 1, nine fuses as Electron 45 has them from the factory: `0` off, `1` on. */
const FUSES = Buffer.from([0x01, 0x09, ...Buffer.from('101100011')])
const HELPERS = [
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'version',
]

/** A folder with Electron's names and none of its code, since the real one can not be had everywhere. */
export function makeUpElectron(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(`\x7fELF ${SENTINEL}`), FUSES]), { mode: 0o755 })
  for (const name of HELPERS) writeFileSync(join(folder, name), name)
  for (const locale of ['en-US', 'zh-CN', 'fr']) writeFileSync(join(folder, 'locales', `${locale}.pak`), locale)
}
