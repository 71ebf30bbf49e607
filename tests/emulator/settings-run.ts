import { openElectron } from '../../main/shell/electron.ts'
import type { Station } from '../../main/shell/port.ts'
import { channels, protocolHandlers, sessionEvents, sessionHandlers } from './channels.ts'
import { log } from './record.ts'
import { Contents, madeContents, Stoppable } from './window.ts'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Run by the settings test under the double, without a browser: opens the Electron shell, tries every handler it set
 * with what a hostile page would send, and prints what was set and what was answered.
 */
const FOREIGN = 'https://evil.example/'
const OURS = 'https://station.localhost/index.html#cashier'
const LIKE_OURS = 'https://station.localhost@evil.example/index.html'

const station: Station = {
  answer: (role) => Promise.resolve(`answered ${role}`),
  view: (role) => `view of ${role}`,
  gone: () => undefined,
  shellGone: () => undefined,
  ending: () => Promise.resolve(),
}

const all: Contents[] = []
madeContents.on('made', (contents: Contents) => all.push(contents))

/** Whether a listener of this event stopped it. */
function stops(source: { emit: (name: string, ...given: unknown[]) => boolean }, name: string, url: string): boolean {
  const event = new Stoppable(url)
  source.emit(name, event, url)
  return event.defaultPrevented
}

async function call(sender: unknown, senderFrame: unknown): Promise<unknown> {
  const handler = channels.handlers.get('call')
  try {
    return await handler?.({ sender, senderFrame }, 'text')
  } catch {
    return 'refused'
  }
}

const cancels = (url: string, resourceType: string): unknown => {
  let answer: unknown
  sessionHandlers.get('onBeforeRequest')?.({ url, resourceType }, (given: unknown) => (answer = given))
  return answer
}

const status = async (url: string): Promise<number | undefined> =>
  (await protocolHandlers.get('https')?.(new Request(url)))?.status

const leavings = (page: Contents, url: string) =>
  Object.fromEntries(
    ['will-navigate', 'will-redirect', 'will-frame-navigate'].map((name) => [name, stops(page, name, url)]),
  )

async function tryAll(page: Contents): Promise<object> {
  let permission: unknown
  sessionHandlers.get('setPermissionRequestHandler')?.(page, 'media', (given: unknown) => (permission = given))
  return {
    windowOpen: page.openHandler?.({ url: OURS }),
    leavesForForeign: leavings(page, FOREIGN),
    leavesForLikeness: leavings(page, LIKE_OURS),
    leavesForOurs: leavings(page, OURS),
    webview: stops(page, 'will-attach-webview', FOREIGN),
    download: stops(sessionEvents, 'will-download', OURS),
    permission,
    permissionCheck: sessionHandlers.get('setPermissionCheckHandler')?.(page, 'media'),
    device: sessionHandlers.get('setDevicePermissionHandler')?.({ deviceType: 'usb' }),
    requests: [
      FOREIGN,
      LIKE_OURS,
      'http://station.localhost/',
      'file:///etc/passwd',
      'devtools://x/',
      'data:text/html,x',
    ].map((url) => cancels(url, 'mainFrame')),
    ourRequest: cancels(OURS, 'mainFrame'),
    served: [await status(FOREIGN), await status('https://station.localhost/..%2f..%2fpackage.json')],
    callFromUs: await call(page, { url: OURS, parent: null }),
    callsFromOthers: await Promise.all([
      call(page, null),
      call(page, { url: FOREIGN, parent: null }),
      call(page, { url: LIKE_OURS, parent: null }),
      call(page, { url: 'https://station.localhost/assets/a.js', parent: null }),
      call(page, { url: OURS, parent: {} }),
      call(new Contents(), { url: OURS, parent: null }),
    ]),
  }
}

async function run(): Promise<void> {
  const folder = join(tmpdir(), `station-settings-${process.pid}`)
  const options = { folder, headless: true, kiosk: false, title: 'settings', size: { width: 800, height: 600 } }
  const places = { renderer: folder, preload: join(folder, 'none.cjs'), programs: folder, packaged: true }
  const shell = openElectron(options, places)
  await shell.start(station)
  await shell.open('cashier')
  const [page] = all
  if (!page) throw new Error('no window was made')
  const tried = await tryAll(page)
  const { rmSync } = await import('node:fs')
  rmSync(folder, { recursive: true, force: true })
  process.stdout.write(JSON.stringify({ log, tried }), () => process.exit())
}

// Not awaited: nothing is ready before this module has ended.
void run()
