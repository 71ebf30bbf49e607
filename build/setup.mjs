/**
 * Gets a machine ready and then runs one of our scripts on the project's own Node:
 *   node build/setup.mjs MODE SCRIPT [arguments]
 * MODE: `run` needs only our packages · `start` and `demo` also a shell (Electron or Chromium) · `hub` a server where
 * one is to be started · `test` also that, and what the tests drive windows with. Plain JavaScript for Node 18 and
 * later, since nothing is installed when it starts.
 * What is there already is left alone, so the second time costs a fraction of a second.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => join(root, ...parts)

/** Fetching Electron may not hold up a first start for longer; Chromium is the other shell. */
const ELECTRON_LIMIT_MS = 90_000
/** A system package manager that hangs (a lock, a dead mirror) is given up after this. */
const PACKAGES_LIMIT_MS = 15 * 60_000

const CHROMIUM_PLACES = [
  process.env.STATION_CHROMIUM,
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const ourNode = process.platform === 'win32' ? at('node_modules/node/bin/node.exe') : at('node_modules/node/bin/node')

const say = (text) => process.stderr.write(`${text}\n`)
function stop(chinese, english) {
  say(chinese)
  say(english)
  process.exit(1)
}

/** True when every package the lock file names (but optional ones) is installed in that version. */
function packagesAreThere() {
  const listed = at('node_modules/.package-lock.json')
  if (!existsSync(listed) || !existsSync(ourNode)) return false
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
  const found = JSON.parse(readFileSync(listed, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || found[path]?.version === entry.version,
  )
}

function installPackages() {
  if (packagesAreThere()) return
  say('安装依赖包 / Installing packages: npm ci')
  const npm = process.env.npm_execpath
  const [program, first] = npm ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  const ended = spawnSync(program, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: program === 'npm.cmd',
  })
  if (ended.status !== 0) {
    stop(
      '依赖包安装失败。请检查网络和磁盘空间后再次运行同一命令。',
      'The packages could not be installed. Check the network and the disk space, then run the same command again.',
    )
  }
}

const electronIsThere = () => existsSync(at('node_modules/electron/path.txt'))
const chromiumIsThere = () => CHROMIUM_PLACES.some((place) => place && existsSync(place))

/** Tried once per installation: where downloads are closed, each later start would only wait again. */
function tryElectron() {
  const tried = at('node_modules/.electron-tried')
  if (electronIsThere() || process.env.CI || existsSync(tried)) return
  say('下载 Electron(只尝试一次)/ Fetching Electron (tried once)')
  spawnSync(process.execPath, [at('node_modules/electron/install.js')], { cwd: root, timeout: ELECTRON_LIMIT_MS })
  writeFileSync(tried, `${new Date().toISOString()}\n`)
  if (!electronIsThere()) say('没有得到 Electron，改用 Chromium / Electron is not to be had; using Chromium')
}

/** Where servers are, which not everybody's PATH names. */
const SERVER_PLACES = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin']
const has = (program, more = []) =>
  [...(process.env.PATH ?? '').split(delimiter), ...more].some((folder) => folder && existsSync(join(folder, program)))
const hubIsThere = () => has('nats-server', SERVER_PLACES)

/** Runs apt-get as whoever may: root, or a person whose sudo asks nothing. */
function aptGet(...rest) {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive']
  const [program, ...first] = [...sudo, 'apt-get']
  const ended = spawnSync(program, [...first, ...rest], {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: PACKAGES_LIMIT_MS,
  })
  return ended.status === 0
}

function installFromSystem(names) {
  if (process.platform !== 'linux' || !has('apt-get')) return false
  say(`安装系统软件 / Installing system packages: ${names.join(' ')}`)
  return aptGet('update', '-q') && aptGet('install', '-y', '-q', '--no-install-recommends', ...names)
}

function needShell() {
  if (electronIsThere() || chromiumIsThere()) return
  if (installFromSystem(['chromium']) && chromiumIsThere()) return
  stop(
    '没有 Electron 也没有 Chromium，而且这里无法自动安装。请安装 Chromium（Debian：apt-get install chromium）后再次运行。',
    'There is neither Electron nor Chromium, and neither can be installed from here. ' +
      'Install Chromium (on Debian: apt-get install chromium), then run the same command again.',
  )
}

/** Real windows and real key events for the tests; Linux only, elsewhere those parts say that they were left out. */
function needTestPrograms() {
  const missing = Object.entries({ Xvfb: 'xvfb', openbox: 'openbox', xdotool: 'xdotool' }).filter(
    ([name]) => !has(name),
  )
  if (!chromiumIsThere()) missing.push(['', 'chromium'])
  if (!hubIsThere()) missing.push(['', 'nats-server'])
  if (missing.length === 0 || process.platform !== 'linux') return
  const names = missing.map(([, name]) => name)
  if (installFromSystem(names)) return
  stop(
    `测试需要这些系统软件：${names.join(' ')}。请安装后再次运行。`,
    `The tests need these system packages: ${names.join(' ')}. Install them, then run the same command again.`,
  )
}

/** What a hub is run by; elsewhere than on Debian people install it themselves. */
function needHub() {
  if (hubIsThere() || (installFromSystem(['nats-server']) && hubIsThere())) return
  stop(
    '没有 nats-server，而且这里无法自动安装。请安装（Debian：apt-get install nats-server）后再次运行。',
    'There is no nats-server, and it can not be installed from here. ' +
      'Install it (on Debian: apt-get install nats-server), then run the same command again.',
  )
}

const [mode, script, ...rest] = process.argv.slice(2)
installPackages()
if (mode === 'start') tryElectron()
if (mode === 'start' || mode === 'demo') needShell()
if (mode === 'test') needTestPrograms()
// Verbs need none: they speak to servers that run elsewhere.
if (mode === 'hub' && (rest[0] ?? '--').startsWith('--')) needHub()

if (script) {
  const child = spawn(ourNode, [at(script), ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH: [at('node_modules/.bin'), process.env.PATH].join(delimiter) },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
