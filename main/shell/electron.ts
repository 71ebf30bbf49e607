import { readAsset, refusal } from './assets.ts'
import { readConfinement } from './confinement.ts'
import { type Keychain, keychainSecrets } from './keychain.ts'
import { isOurPage, isOurs, ORIGIN, pageAddress } from './page-address.ts'
import { builtPlaces, type Places } from './places.ts'
import { placeWindow } from './placement.ts'
import { type Shell, type ShellOptions, ShellRefusal, type Station, type WindowRole } from './port.ts'
import {
  app,
  BrowserWindow,
  crashReporter,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  screen,
  session,
  type WebContents,
  type WebFrameMain,
} from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The shell over Electron, and the only file that knows it. The page gets nothing of Node and nothing of the network:
 * whatever Electron allows by default and a till does not need is refused here, and tests/emulator/ checks each line.
 */
const LOAD_LIMIT_MS = 20_000
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

function makeWindow(role: WindowRole, options: ShellOptions, places: Places): BrowserWindow {
  const first = screen.getPrimaryDisplay()
  const screens = screen.getAllDisplays().map(({ id, bounds }) => ({ ...bounds, primary: id === first.id }))
  const place = placeWindow(role, screens, options)
  if (!place)
    throw new ShellRefusal(
      'no-window',
      'There is no display for the customer window beside the till. Connect one, or do not open it.\n' +
        '没有可用于顾客窗口的第二个显示器。请连接显示器，或不打开该窗口。',
    )
  const { full, ...bounds } = place
  return new BrowserWindow({
    ...bounds,
    title: options.title,
    useContentSize: true,
    fullscreen: full,
    kiosk: options.kiosk,
    show: false,
    autoHideMenuBar: true,
    webPreferences: preferences(places),
  })
}

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

interface Table {
  readonly windows: Map<WindowRole, BrowserWindow>
  stopping: boolean
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

/** Tells the station when a window goes by itself; on a locked till nobody may close one. */
function watchWindow(role: WindowRole, window: BrowserWindow, table: Table, station: Station, kiosk: boolean): void {
  let why: 'closed' | 'crashed' = 'closed'
  window.on('close', (event) => {
    if (kiosk && !table.stopping) event.preventDefault()
  })
  window.webContents.on('render-process-gone', () => {
    why = 'crashed'
    window.destroy()
  })
  window.on('closed', () => {
    if (table.windows.get(role) !== window) return
    table.windows.delete(role)
    if (!table.stopping) station.gone(role, why)
  })
}

async function load(window: BrowserWindow, url: string): Promise<void> {
  let late: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new ShellRefusal('no-window', NO_PAGE)), LOAD_LIMIT_MS)
  })
  await Promise.race([window.loadURL(url), tooLate]).finally(() => clearTimeout(late))
}

const NO_PAGE =
  'The window shows no page. Run "npm run build" and start again.\n窗口没有显示页面。请运行“npm run build”后重新启动。'

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
    secrets: keychainSecrets(keychain, join(options.folder, 'keys')),
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
      const window = makeWindow(role, options, places)
      table.windows.set(role, window)
      watchWindow(role, window, table, heard, options.kiosk)
      try {
        await load(window, pageAddress(role, origin))
      } catch (problem) {
        table.windows.delete(role)
        window.destroy()
        throw problem
      }
      if (!options.headless) window.show()
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
  }
}
