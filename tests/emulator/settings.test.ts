import { faults, type Run } from './settings.ts'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Each run is a Node of its own, where `electron` is the double and, for the planted ones, the shell has one fault. */
const RUN_LIMIT_MS = 20_000

async function run(plant?: { find: string; put: string }): Promise<Run> {
  const script = [join(import.meta.dirname, 'run.ts'), join(import.meta.dirname, 'settings-run.ts')]
  const env = { ...process.env, EMULATOR_DRY: '1', ...(plant && { EMULATOR_PLANT: JSON.stringify(plant) }) }
  const { stdout } = await promisify(execFile)(process.execPath, script, { env, timeout: RUN_LIMIT_MS })
  // Printed by settings-run.ts.
  return JSON.parse(stdout) as Run
}

test('the Electron shell sets everything a till requires', { timeout: RUN_LIMIT_MS }, async () => {
  expect(faults(await run())).toEqual([])
})

test.concurrent.each([
  ['sandbox: true', 'sandbox: false', 'webPreferences.sandbox'],
  ['contextIsolation: true', 'contextIsolation: false', 'webPreferences.contextIsolation'],
  ['nodeIntegration: false', 'nodeIntegration: true', 'webPreferences.nodeIntegration'],
  ["contents.setWindowOpenHandler(() => ({ action: 'deny' }))", '', 'windowOpen'],
  ["contents.on('will-redirect', stay)", '', 'leavesForForeign'],
  ["contents.on('will-attach-webview', (event) => event.preventDefault())", '', 'webview'],
  ["ours.on('will-download', (event) => event.preventDefault())", '', 'download'],
  ['ours.setPermissionCheckHandler(() => false)', '', 'permissionCheck'],
  ['decide(false)', 'decide(true)', 'permission'],
  ['app.enableSandbox()', '', 'app.enableSandbox'],
  ['frame?.parent !== null || ', 'frame === null || ', 'callsFromOthers'],
  ['devTools: !places.packaged', 'devTools: true', 'webPreferences.devTools'],
  ['uploadToServer: false', 'uploadToServer: true', 'crash reports stay here'],
  ['Menu.setApplicationMenu(null)', '', 'no menu'],
])('the check sees it when %s becomes %j', { timeout: RUN_LIMIT_MS }, async (find, put, fault) => {
  expect(faults(await run({ find, put }))).toContain(fault)
})
