import type { Recorded } from './record.ts'

/** What a till requires of Electron, each as a sentence that is true of the record or is a fault. */
export interface Run {
  readonly log: readonly Recorded[]
  readonly tried: Readonly<Record<string, unknown>>
}

const PREFERENCES: Readonly<Record<string, unknown>> = {
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
  devTools: false,
}

const stopsAll = (stops: boolean) => ({ 'will-navigate': stops, 'will-redirect': stops, 'will-frame-navigate': stops })

const ANSWERS: Readonly<Record<string, unknown>> = {
  windowOpen: { action: 'deny' },
  leavesForForeign: stopsAll(true),
  leavesForLikeness: stopsAll(true),
  leavesForOurs: stopsAll(false),
  webview: true,
  download: true,
  permission: false,
  permissionCheck: false,
  device: false,
  requests: Array.from({ length: 6 }, () => ({ cancel: true })),
  ourRequest: { cancel: false },
  served: [403, 404],
  callFromUs: 'answered cashier',
  callsFromOthers: Array.from({ length: 6 }, () => 'refused'),
}

/** Calls that count only before ready. */
const EARLY = ['app.enableSandbox', 'app.setPath', 'crashReporter.start', 'Menu.setApplicationMenu']

/** Names of what is not as it must be; empty is good. */
export function faults({ log, tried }: Run): string[] {
  const find = (call: string) => log.filter((each) => each.call === call)
  const same = (is: unknown, must: unknown) => JSON.stringify(is) === JSON.stringify(must)
  const windows = find('new BrowserWindow').map(({ given: [options] }) => {
    // The double records what the shell gave; a window without preferences fails each of them below.
    return (options as { webPreferences?: Record<string, unknown> }).webPreferences ?? {}
  })
  const firstWindow = log.findIndex(({ call }) => call === 'new BrowserWindow')
  const before = (call: string) => log.findIndex((each) => each.call === call) < firstWindow
  return [
    ...EARLY.filter((call) => !find(call).some(({ ready }) => !ready)),
    ...Object.entries(PREFERENCES).flatMap(([name, must]) =>
      windows.length > 0 && windows.every((given) => given[name] === must) ? [] : [`webPreferences.${name}`],
    ),
    ...Object.entries(ANSWERS).flatMap(([name, must]) => (same(tried[name], must) ? [] : [name])),
    ...(same(find('crashReporter.start')[0]?.given, [{ uploadToServer: false }]) ? [] : ['crash reports stay here']),
    ...(same(find('Menu.setApplicationMenu')[0]?.given, [null]) ? [] : ['no menu']),
    // A page that loads before its session is locked could ask for anything.
    ...[
      'protocol.handle',
      'session.onBeforeRequest',
      'session.setPermissionRequestHandler',
      'ipcMain.handle call',
    ].filter((call) => !before(call)),
  ]
}
