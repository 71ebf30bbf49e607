import type { ShellOptions } from '../port.ts'
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How Chromium is started: quiet, offline, driven by the pipe alone, and confined by the system. */
export const CUSTOMER_SCREEN = { width: 1024, height: 600 }

/** Below this Chromium fails for want of shared memory, as in a container with the usual 64 MB. */
const SHARED_MEMORY_BYTES_MIN = 1024 * 1024 * 1024

/** Parts of a browser that a till has no use for; the last four would start page processes beside ours. */
const UNWANTED = [
  ...['Translate', 'MediaRouter', 'OptimizationHints', 'AutofillServerCommunication', 'DialMediaRouteProvider'],
  ...['PreloadTopChromeWebUI', 'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'],
]

const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--noerrdialogs',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-pinch',
  '--disable-prompt-on-repost',
  '--disable-search-engine-choice-screen',
  '--disable-session-crashed-bubble',
  '--disable-sync',
  '--hide-crash-restore-bubble',
  '--media-router=0',
  '--metrics-recording-only',
  '--overscroll-history-navigation=0',
  '--password-store=basic',
  // The customer's display and a covered till must stay as quick as the window in front.
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  `--disable-features=${UNWANTED.join(',')}`,
]

/** The user's question mark answered by no: what a page could ask a person for, and what Chromium offers by itself. */
const PREFERENCES = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  translate: { enabled: false },
  browser: { enable_spellchecking: false },
}

export const runsAsRoot = (): boolean => process.getuid?.() === 0

/** An empty document that carries the mark by which its window is known; `about:blank` would be the New Tab page. */
export const markedPage = (title: string, mark: string): string =>
  `data:text/html,${encodeURIComponent(`<title>${title.replace(/[<&]/g, ' ')}</title>`)}${mark}`

function smallSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize < SHARED_MEMORY_BYTES_MIN
  } catch {
    // Not there at all: then it can certainly not be used.
    return true
  }
}

/** What both the first start and the start of a further window must say alike. */
function sharedArguments(options: ShellOptions): string[] {
  const profile = join(options.folder, 'profile')
  return [
    `--user-data-dir=${profile}`,
    ...(runsAsRoot() ? ['--no-sandbox', '--test-type'] : []),
    // Under Wayland a program may not place its windows, and the customer's must go to the customer's display.
    ...(!options.headless && process.env['DISPLAY'] ? ['--ozone-platform=x11'] : []),
    '--class=cashier-station',
  ]
}

/** The start of a further window: Chromium hands it to the one already running on this profile. */
export const furtherWindowArguments = (options: ShellOptions, mark: string): string[] => [
  ...sharedArguments(options),
  `--app=${markedPage(options.title, mark)}`,
]

export function startArguments(options: ShellOptions, mark: string, origin: string): string[] {
  const { width, height } = options.size
  const resolved = new URL(origin).hostname
  return [
    ...sharedArguments(options),
    ...QUIET,
    '--remote-debugging-pipe',
    `--disk-cache-dir=${join(options.folder, 'cache')}`,
    // No name is found but the development server's, where there is one: nothing leaves, whatever a page asks.
    `--host-resolver-rules=MAP * ~NOTFOUND${resolved === 'localhost' ? ', EXCLUDE localhost' : ''}`,
    ...(smallSharedMemory() ? ['--disable-dev-shm-usage'] : []),
    `--window-size=${width},${height}`,
    ...(options.headless
      ? [
          '--headless',
          '--no-startup-window',
          `--screen-info={${width}x${height}}{${CUSTOMER_SCREEN.width}x${CUSTOMER_SCREEN.height}}`,
        ]
      : [...(options.kiosk ? ['--kiosk'] : []), `--app=${markedPage(options.title, mark)}`]),
  ]
}

/** Folders for the station's user only, and Chromium's preferences before it writes its own. */
export function prepareProfile(folder: string): void {
  const profile = join(folder, 'profile', 'Default')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(join(profile, 'Preferences'), JSON.stringify(PREFERENCES), { flag: 'wx' })
  } catch (problem) {
    if (!(problem instanceof Error && 'code' in problem && problem.code === 'EEXIST')) throw problem
  }
}
