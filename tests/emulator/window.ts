import { isOurs, ORIGIN } from '../../main/shell/page-address.ts'
import type { Page } from '../../main/shell/chromium/page.ts'
import { WindowLost } from '../../main/shell/reopen.ts'
import { channels, protocolHandlers } from './channels.ts'
import { isDry, theEngine } from './program.ts'
import { record } from './record.ts'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'

/** `BrowserWindow` and `webContents` of the double, over a page of the engine. */
interface WindowOptions {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly fullscreen?: boolean
  readonly kiosk?: boolean
  readonly webPreferences: { readonly preload: string }
}

export class Stoppable {
  defaultPrevented = false
  readonly url: string
  constructor(url = '') {
    this.url = url
  }
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

export const madeContents = new EventEmitter()
let ids = 0

export class Contents extends EventEmitter {
  readonly id = ++ids
  page: Promise<Page> | null = null
  openHandler: ((details: { url: string }) => unknown) | null = null
  address = ''

  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    record('webContents.setWindowOpenHandler', handler)
    this.openHandler = handler
  }

  send(channel: string, text: string): void {
    // A page that is gone gets nothing, as in Electron.
    void this.page?.then(
      (page) => page.push(channel, text),
      () => undefined,
    )
  }

  getOSProcessId(): number {
    return process.pid
  }
}

function received(contents: Contents, channel: string, given: readonly unknown[], asked: boolean): unknown {
  const event = { sender: contents, senderFrame: { url: contents.address, parent: null } }
  if (asked) {
    const handler = channels.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...given)
  }
  channels.listeners.emit(channel, event, ...given)
  return undefined
}

async function serve(method: string, url: string) {
  const handler = protocolHandlers.get('https')
  if (!handler) throw new Error('no handler for https')
  const response = await handler(new Request(url, { method }))
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new Contents()
  readonly #options: WindowOptions
  #over = false

  constructor(options: WindowOptions) {
    super()
    record('new BrowserWindow', options)
    this.#options = options
    madeContents.emit('made', this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    record('loadURL', url)
    this.webContents.address = url
    if (isDry) return
    if (!isOurs(url)) throw new Error('the double serves the station only')
    const { x, y, width, height, fullscreen, kiosk, webPreferences } = this.#options
    const engine = await theEngine()
    this.webContents.page = engine.open({
      url,
      origin: ORIGIN,
      preload: readFileSync(webPreferences.preload, 'utf8'),
      place: () => ({ x, y, width, height, full: fullscreen === true || kiosk === true }),
      serve,
      // In a promise's turn, so that a handler that throws is a refusal.
      received: (channel, given, asked) =>
        Promise.resolve().then(() => received(this.webContents, channel, given, asked)),
      gone: (why) => this.#lose(why),
    })
    await this.webContents.page.catch((problem: unknown) => {
      // To Electron a window that has not shown its page yet is a window like any other.
      if (problem instanceof WindowLost) this.#lose(problem.why)
      throw problem instanceof WindowLost ? new Error(`ERR_FAILED (-2) loading '${url}'`) : problem
    })
  }

  isDestroyed(): boolean {
    return this.#over
  }

  show(): void {
    record('show')
  }

  focus(): void {
    record('focus')
    void this.webContents.page?.then((page) => page.raise())
  }

  isMinimized(): boolean {
    return false
  }

  close(): void {
    const event = new Stoppable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    // The page of a crashed renderer is closed already.
    void this.webContents.page?.then((page) => page.close()).catch(() => undefined)
    this.#end()
  }

  #lose(why: 'closed' | 'crashed'): void {
    if (why === 'crashed') this.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    else this.#end()
  }

  #end(): void {
    if (this.#over) return
    this.#over = true
    this.emit('closed')
  }
}
