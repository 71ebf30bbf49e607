import { ShellRefusal } from '../port.ts'
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Finds the system's Chromium, and what on this machine would keep it from being used. */
const KNOWN = [
  // Debian's own program; the script of the same name in /usr/bin costs a tenth of a second more.
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/usr/bin/microsoft-edge-stable',
]
const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const POLICY_FOLDERS = ['chromium', 'opt/chrome', 'chromium-browser', 'opt/edge'].map(
  (name) => `/etc/${name}/policies/managed`,
)

/** Oldest Chromium the screens and this shell are built for. */
export const OLDEST_MAJOR = 140

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Missing or not executable: either way not a browser for us.
    return false
  }
}

export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const named = env['STATION_CHROMIUM']
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) => ON_PATH.map((name) => join(folder, name)))
  const found = (named ? [named] : [...KNOWN, ...onPath]).find(runs)
  if (found !== undefined) return found
  const where = named ? ` at ${named} (STATION_CHROMIUM)` : ''
  const whereZh = named ? `（STATION_CHROMIUM 指的是 ${named}）` : ''
  throw new ShellRefusal(
    'no-browser',
    `Neither Electron nor Chromium was found${where}. Install one (Debian: "apt install chromium"), ` +
      `or name the program in STATION_CHROMIUM.\n` +
      `找不到 Electron 或 Chromium${whereZh}。请安装其一（Debian：“apt install chromium”），或用 STATION_CHROMIUM 指明程序。`,
  )
}

/** `product` is such as `Chrome/156.0.8078.79`. Gives the version, if it is new enough. */
export function checkVersion(product: string): string {
  const version = /\/([\d.]+)/.exec(product)?.[1] ?? ''
  if (Number(version.split('.')[0]) >= OLDEST_MAJOR) return version
  throw new ShellRefusal(
    'too-old',
    `This Chromium (${product}) is too old; version ${OLDEST_MAJOR} or newer is needed. Update it, or name another ` +
      `in STATION_CHROMIUM.\n` +
      `此 Chromium（${product}）版本过旧，需要 ${OLDEST_MAJOR} 或更新版本。请升级，或用 STATION_CHROMIUM 指明另一个。`,
  )
}

const readPolicies = (folder: string): { path: string; text: string }[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
  } catch {
    // No such folder is the usual case; an unreadable one is not readable for the browser either.
    return []
  }
}

/**
 * Two managed policies forbid what this shell lives on, and Chromium then fails without a word. A search of the text
 * is enough: the files are JSON with comments and trailing commas, as Chromium reads them.
 */
export function checkPolicies(folders: readonly string[] = POLICY_FOLDERS): void {
  const forbids = /"(DeveloperToolsAvailability)"\s*:\s*2|"(RemoteDebuggingAllowed)"\s*:\s*false/
  for (const { path, text } of folders.flatMap(readPolicies)) {
    const found = forbids.exec(text)
    const name = found?.[1] ?? found?.[2]
    if (name === undefined) continue
    throw new ShellRefusal(
      'policy',
      `The policy ${name} in ${path} keeps the station from using Chromium. Remove it there; the station itself ` +
        `keeps developer tools shut.\n` +
        `${path} 中的策略 ${name} 使收银台无法使用 Chromium。请删除该策略；收银台自身会关闭开发者工具。`,
    )
  }
}
