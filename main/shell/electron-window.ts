import { placeWindow } from './placement.ts'
import { type ShellOptions, ShellRefusal, type Station, type WindowRole } from './port.ts'
import { WindowLost } from './reopen.ts'
import { BrowserWindow, screen } from 'electron'

/** One window of Electron's: made, watched, and shown once its page is there. */
const LOAD_LIMIT_MS = 20_000
const NO_PAGE =
  'The window shows no page. Run "npm run build" and start again.\n窗口没有显示页面。请运行“npm run build”后重新启动。'

export interface Table {
  readonly windows: Map<WindowRole, BrowserWindow>
  stopping: boolean
}

export interface WindowParts {
  readonly role: WindowRole
  readonly url: string
  readonly options: ShellOptions
  readonly preferences: Electron.WebPreferences
  readonly table: Table
  readonly station: Station
}

function makeWindow({ role, options, preferences }: WindowParts): BrowserWindow {
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
    webPreferences: preferences,
  })
}

interface Watched {
  /** Rejects with a WindowLost when its page dies before `opened` was called. */
  readonly lost: Promise<never>
  readonly opened: () => void
}

/** Tells the station when an open window goes by itself; on a locked till nobody may close one. */
function watchWindow(window: BrowserWindow, { role, table, station, options }: WindowParts): Watched {
  let why: 'closed' | 'crashed' = 'closed'
  let isOpen = false
  const { promise: lost, reject } = Promise.withResolvers<never>()
  window.on('close', (event) => {
    if (options.kiosk && !table.stopping) event.preventDefault()
  })
  window.webContents.on('render-process-gone', () => {
    why = 'crashed'
    reject(new WindowLost(why))
    window.destroy()
  })
  window.on('closed', () => {
    if (table.windows.get(role) !== window) return
    table.windows.delete(role)
    // A person may be quicker than the page: the window was there, and is gone. A page that died then is tried again.
    if (!table.stopping && (isOpen || why === 'closed')) station.gone(role, why)
  })
  return { lost, opened: () => (isOpen = true) }
}

async function load(window: BrowserWindow, url: string, lost: Promise<never>): Promise<void> {
  let late: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new ShellRefusal('no-window', NO_PAGE)), LOAD_LIMIT_MS)
  })
  await Promise.race([lost, window.loadURL(url), tooLate]).finally(() => clearTimeout(late))
}

export async function openWindow(parts: WindowParts): Promise<void> {
  const { role, url, table, options } = parts
  if (table.stopping) throw new Error('the shell was stopped')
  const window = makeWindow(parts)
  table.windows.set(role, window)
  const { lost, opened } = watchWindow(window, parts)
  try {
    await load(window, url, lost)
    opened()
  } catch (problem) {
    // Closed by a person, and the station knows.
    if (window.isDestroyed() && !(problem instanceof WindowLost)) return
    table.windows.delete(role)
    window.destroy()
    throw problem
  }
  if (!options.headless) window.show()
}
