import { startStation } from './shell/host.ts'

/**
 * The start: the same built file under Electron and under Node, where the system's Chromium shows the windows.
 * Nothing here may wait for the shell to be ready: Electron is ready only after this module has finished.
 */
const openShell =
  'electron' in process.versions
    ? (await import('./shell/electron.ts')).openElectron
    : (await import('./shell/chromium/index.ts')).openChromium

void startStation(openShell, process.argv.slice(2))
