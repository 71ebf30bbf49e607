import { type Engine, startEngine } from '../../main/shell/chromium/engine.ts'
import { ORIGIN } from '../../main/shell/page-address.ts'
import type { ShellOptions } from '../../main/shell/port.ts'
import { nowReady } from './record.ts'

/**
 * The program under the double: the same Chromium engine as the other shell. Electron says ready only after the
 * entry module and everything it awaits has ended (its lib/browser/init.ts), so the double waits for that too.
 */
export const SCREENS = [
  { id: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 } },
  { id: 2, bounds: { x: 1920, y: 0, width: 1024, height: 600 } },
] as const

const loaded = Promise.withResolvers<undefined>()
let engine: Promise<Engine> | null = null
let ending = false

/** The start script says when the entry module has ended. */
export const entryEnded = (): void => loaded.resolve(undefined)

/** Without windows: the settings test asks what was set, and needs no browser for that. */
export const isDry = process.env['EMULATOR_DRY'] === '1'

const options = (folder: string): ShellOptions => {
  const attach = process.env['EMULATOR_ATTACH']
  const { width, height } = SCREENS[0].bounds
  return {
    folder,
    headless: process.env['EMULATOR_HEADED'] !== '1',
    kiosk: false,
    title: 'emulated',
    size: { width, height },
    ...(attach && { attach }),
  }
}

export async function becomeReady(folder: () => string): Promise<void> {
  await loaded.promise
  if (!isDry) {
    engine ??= startEngine(options(folder()), ORIGIN)
    const { gone } = await engine
    // In Electron the windows' program is this process.
    void gone.then(() => {
      if (!ending) process.exit(1)
    })
  }
  nowReady()
}

export async function theEngine(): Promise<Engine> {
  if (!engine) throw new Error('the double was used before it was ready')
  return engine
}

export async function exit(code: number): Promise<never> {
  ending = true
  const running = await engine
  if (running) await Promise.race([running.stop(), running.gone])
  process.exit(code)
}
