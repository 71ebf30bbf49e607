import { readAsset, refusal } from './assets.ts'
import { readConfinement } from './confinement.ts'
import { openWindow, type Table } from './electron-window.ts'
import { startService } from './electron-service.ts'
import { type Keychain, keychainSealing } from './keychain.ts'
import { isOurPage, isOurs, ORIGIN, pageAddress } from './page-address.ts'
import { builtPlaces, type Places } from './places.ts'
import type { Shell, ShellOptions, Station, WindowRole } from './port.ts'
import { openPersistently } from './reopen.ts'
import {
  app,
  crashReporter,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  session,
  type WebContents,
  type WebFrameMain,
} from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The shell over Electron; only this and electron-window.ts know it. The page gets nothing of Node and nothing of the
 * network: what Electron allows by default and a till does not need is refused here, and tests/emulator/ checks it.
 */
const ENDING_LIMIT_MS = 30_000

/** What must be said before Electron is ready; ready comes only after the entry module has ended. */
function configure(options: ShellOptions): void {
  app.enableSandbox()
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', options.folder)
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE localhost')
  app.commandLine.appendSwitch('disable-pinch')
  // Under Wayland a program may not place its windows, and the customer's must go to the customer's display.
  if (process.env['DISPLAY']) app.commandLine.appendSwitch('ozone-platform', 'x11')
  crashReporter.start({ uploadToServer: false })
  Menu.setApplicationMenu(null)
}

/** Every page, whoever made it: no way out of our document. */
function confine(contents: WebContents, origin: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  const stay = (event: { readonly url: string; readonly preventDefault: () => void }): void => {
    if (!isOurPage(event.url, origin)) event.preventDefault()
  }
  contents.on('will-frame-navigate', stay)
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** The session: no permissions, no downloads, no requests but ours. Electron's own defaults allow all of these. */
function lockSession(places: Places, origin: string): void {
  const ours = session.defaultSession
  ours.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  ours.setPermissionCheckHandler(() => false)
  ours.setDevicePermissionHandler(() => false)
  ours.setDisplayMediaRequestHandler(null)
  ours.on('will-download', (event) => event.preventDefault())
  ours.webRequest.onBeforeRequest(({ url, resourceType }, decide) => {
    const tools = !places.packaged && url.startsWith('devtools://')
    const drawn = resourceType === 'image' && url.startsWith('data:')
    const live = origin !== ORIGIN && isOurs(url.replace(/^ws/, 'http'), origin)
    decide({ cancel: !(isOurs(url, origin) || drawn || tools || live) })
  })
  protocol.handle('https', async ({ method, url }) => {
    const { status, headers, body } = isOurs(url) ? await readAsset(places.renderer, method, url) : refusal(403)
    return new Response(body, { status, headers })
  })
}

const preferences = (places: Places): Electron.WebPreferences => ({
  preload: places.preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  spellcheck: false,
  devTools: !places.packaged,
  // A covered till and the customer's display must stay as quick as the window in front.
  backgroundThrottling: false,
})

const keychain: Keychain = {
  available: async () => {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
    // On Linux the words "basic_text" mean a password that is in everybody's copy of the program.
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
  },
  encrypt: (clear) => safeStorage.encryptStringAsync(clear),
  decrypt: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
}

/** Saves, then exits; asked again meanwhile, it still saves once. */
function endInOrder(station: Station): void {
  let asked = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (asked) return
    asked = true
    setTimeout(() => app.exit(1), ENDING_LIMIT_MS).unref()
    void station.ending().then(() => app.exit(Number(process.exitCode ?? 0)))
  })
}

/** Whose window asks, or null for anything that is not the top document of a window of ours. */
function roleOf(table: Table, contents: WebContents, frame: WebFrameMain | null, origin: string): WindowRole | null {
  if (frame?.parent !== null || !isOurPage(frame.url, origin)) return null
  return [...table.windows].find(([, window]) => window.webContents.id === contents.id)?.[0] ?? null
}

function listen(table: Table, station: Station, origin: string): void {
  ipcMain.handle('call', async (event, text: unknown) => {
    const role = roleOf(table, event.sender, event.senderFrame, origin)
    if (role === null || typeof text !== 'string') throw new Error('refused')
    return station.answer(role, text)
  })
  ipcMain.on('ready', (event) => {
    const role = roleOf(table, event.sender, event.senderFrame, origin)
    if (role !== null) event.sender.send('view', station.view(role))
  })
}

/** `attach` is not offered here: Playwright starts and drives Electron by means of its own. */
export function openElectron(options: ShellOptions, places: Places = builtPlaces()): Shell {
  const origin = places.origin ?? ORIGIN
  const table: Table = { windows: new Map(), stopping: false }
  let heard: Station | null = null
  configure(options)
  app.on('web-contents-created', (_event, contents) => confine(contents, origin))
  // Without a listener Electron would end with the last window; what then happens is the station's to decide.
  app.on('window-all-closed', () => undefined)

  return {
    kind: 'electron',
    packaged: places.packaged,
    sealing: keychainSealing(keychain, join(options.folder, 'keys')),
    warm: () => undefined,
    start: async (station) => {
      await app.whenReady()
      table.stopping = false
      if (heard) return
      heard = station
      lockSession(places, origin)
      listen(table, station, origin)
      endInOrder(station)
    },
    open: async (role) => {
      if (!heard) throw new Error('the shell is not running')
      const known = table.windows.get(role)
      if (known?.isMinimized()) known.restore()
      if (known) {
        known.focus()
        return
      }
      const parts = { ...{ role, options, table, preferences: preferences(places) }, url: pageAddress(role, origin) }
      const station = heard
      await openPersistently(() => openWindow({ ...parts, station }))
    },
    push: (role, view) => table.windows.get(role)?.webContents.send('view', view),
    stop: () => {
      table.stopping = true
      for (const window of table.windows.values()) window.destroy()
      table.windows.clear()
      return Promise.resolve()
    },
    facts: async () => ({
      program: `Electron ${process.versions.electron}`,
      node: process.versions.node,
      ...(await readConfinement([...table.windows.values()].map(({ webContents }) => webContents.getOSProcessId()))),
    }),
    service: (name, args) => startService(join(places.programs, `${name}.js`), args),
  }
}
