/**
 * One headless window of the shell that a start would use, with the smallest page and no station behind it. Prints
 * whether the operating system confines the page's process, and ends.
 */
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxFound } from '../../main/diagnostics/sandbox.ts'
import type { Places } from '../../main/shell/places.ts'
import type { Shell, ShellOptions, Station } from '../../main/shell/port.ts'

const folder = process.argv.at(-1) ?? ''
const options: ShellOptions = {
  ...{ folder: join(folder, 'shell'), headless: true, kiosk: false },
  ...{ title: 'doctor', size: { width: 800, height: 600 } },
}
const places: Places = {
  renderer: join(folder, 'page'),
  preload: join(folder, 'preload.cjs'),
  programs: '',
  packaged: false,
}

const station: Station = {
  answer: () => Promise.resolve('null'),
  view: () => 'null',
  gone: () => undefined,
  shellGone: () => undefined,
  ending: () => Promise.resolve(),
}

const openShell = (): Promise<Shell> =>
  process.versions['electron']
    ? import('../../main/shell/electron.ts').then(({ openElectron }) => openElectron(options, places))
    : import('../../main/shell/chromium/index.ts').then(({ openChromium }) => openChromium(options, places))

async function look(): Promise<Omit<SandboxFound, 'asRoot'>> {
  const shell = await openShell()
  try {
    await shell.start(station)
    await shell.open('cashier')
    const { osSandbox, osSandboxWhy = '' } = await shell.facts()
    return { is: osSandbox, why: osSandboxWhy }
  } finally {
    await shell.stop()
  }
}

// Not awaited: under Electron nothing is ready before this module has ended.
void look()
  .catch((cause: unknown) => ({ is: 'unknown', why: cause instanceof Error ? cause.message : String(cause) }))
  .then((found) => {
    writeSync(1, JSON.stringify(found))
    process.exit()
  })
