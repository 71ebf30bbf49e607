import { type Browser, chromium, type Page } from 'playwright-core'
import { connect, type Socket } from 'node:net'

/**
 * Joins Playwright to a running station over its attach socket. Each message is handed over in a turn of its own:
 * given several at once, Playwright mixes up which script world belongs to which page.
 */
const CONNECT_LIMIT_MS = 10_000
const PAGE_LIMIT_MS = 20_000
const LOOK_AGAIN_MS = 20

class AttachTransport {
  onmessage?: (message: object) => void
  onclose?: (reason?: string) => void
  readonly #socket: Socket
  #parts = ''

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => this.#take(text))
    socket.on('close', () => setImmediate(() => this.onclose?.()))
    socket.on('error', () => socket.destroy())
  }

  send(message: object): void {
    this.#socket.write(`${JSON.stringify(message)}\0`)
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(text: string): void {
    const [last = '', ...rest] = (this.#parts + text).split('\0').reverse()
    this.#parts = last
    // The browser's own messages, passed on by the station's relay.
    for (const whole of rest.reverse()) setImmediate(() => this.onmessage?.(JSON.parse(whole) as object))
  }
}

/** Closing the result ends the attachment; the station and its windows stay. */
export async function attach(socketPath: string): Promise<Browser> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const made = connect(socketPath, () => resolve(made))
    made.once('error', reject)
  })
  return chromium.connectOverCDP(new AttachTransport(socket), { noDefaults: true, timeout: CONNECT_LIMIT_MS })
}

/** The page of a role's window, as soon as it is there. */
export async function pageOf(browser: Browser, role: 'cashier' | 'customer'): Promise<Page> {
  const giveUpAt = Date.now() + PAGE_LIMIT_MS
  while (Date.now() < giveUpAt) {
    const pages = browser.contexts().flatMap((context) => context.pages())
    const found = pages.find((page) => page.url().endsWith(`#${role}`))
    if (found) {
      await found.waitForLoadState('domcontentloaded')
      return found
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error(`no ${role} window`)
}
