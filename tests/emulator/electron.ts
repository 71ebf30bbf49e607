import { keyFileSealing } from '#drivers/sealing/key-file'
import { channels, type Handler, protocolHandlers, sessionEvents, sessionHandlers } from './channels.ts'
import { becomeReady, exit, SCREENS } from './program.ts'
import { record } from './record.ts'
import { type Contents, madeContents, Stoppable } from './window.ts'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'

/**
 * A double of the `electron` module: only what main/shell/electron.ts uses, so that file's code runs where no
 * Electron can. It is never shipped. Each call is recorded; the windows are the Chromium engine's.
 */
export { BrowserWindow } from './window.ts'

const lifecycle = new EventEmitter()
let userData = ''
let whenReady: Promise<void> | null = null

export const app = {
  enableSandbox: () => record('app.enableSandbox'),
  setPath: (name: string, path: string) => {
    record('app.setPath', name, path)
    if (name === 'userData') userData = path
  },
  commandLine: { appendSwitch: (name: string, value?: string) => record('app.commandLine.appendSwitch', name, value) },
  whenReady: () => (whenReady ??= becomeReady(() => userData)),
  on: (name: string, listener: (...given: unknown[]) => void) => {
    record(`app.on ${name}`, listener)
    lifecycle.on(name, listener)
  },
  quit: () => {
    const event = new Stoppable()
    lifecycle.emit('before-quit', event)
    if (!event.defaultPrevented) void exit(0)
  },
  exit: (code: number) => {
    record('app.exit', code)
    void exit(code)
  },
}

madeContents.on('made', (contents: Contents) => lifecycle.emit('web-contents-created', {}, contents))
// Electron answers these signals by quitting (shell/browser/electron_browser_main_parts_posix.cc).
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, app.quit)

export const crashReporter = { start: (options: object) => record('crashReporter.start', options) }
export const Menu = { setApplicationMenu: (menu: unknown) => record('Menu.setApplicationMenu', menu) }

export const ipcMain = {
  handle: (channel: string, handler: Handler) => {
    record(`ipcMain.handle ${channel}`, handler)
    channels.handlers.set(channel, handler)
  },
  on: (channel: string, listener: Handler) => {
    record(`ipcMain.on ${channel}`, listener)
    channels.listeners.on(channel, listener)
  },
}

export const protocol = {
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    record('protocol.handle', scheme, handler)
    protocolHandlers.set(scheme, handler)
  },
}

const set = (name: string) => (handler: ((...given: unknown[]) => unknown) | null) => {
  record(`session.${name}`, handler)
  if (handler) sessionHandlers.set(name, handler)
}

export const session = {
  defaultSession: {
    setPermissionRequestHandler: set('setPermissionRequestHandler'),
    setPermissionCheckHandler: set('setPermissionCheckHandler'),
    setDevicePermissionHandler: set('setDevicePermissionHandler'),
    setDisplayMediaRequestHandler: set('setDisplayMediaRequestHandler'),
    webRequest: { onBeforeRequest: set('onBeforeRequest') },
    on: (name: string, listener: (...given: unknown[]) => void) => {
      record(`session.on ${name}`, listener)
      sessionEvents.on(name, listener)
    },
  },
}

export { utilityProcess } from './utility.ts'

export const screen = {
  getPrimaryDisplay: () => SCREENS[0],
  getAllDisplays: () => SCREENS,
}

/** No keychain here: the double seals with a file of its own, so that sealed things outlive a restart. */
const secrets = () => keyFileSealing(join(userData, 'emulated-keychain'))
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(process.env['EMULATOR_KEYCHAIN'] !== 'none'),
  getSelectedStorageBackend: () => (process.env['EMULATOR_KEYCHAIN'] === 'basic' ? 'basic_text' : 'gnome_libsecret'),
  encryptStringAsync: async (clear: string) => Buffer.from(await secrets().seal(clear), 'base64'),
  decryptStringAsync: async (sealed: Buffer) => {
    const result = await secrets().unseal(sealed.toString('base64'))
    if (result === null) throw new Error('Error while decrypting the ciphertext')
    return { result, shouldReEncrypt: false }
  },
}
