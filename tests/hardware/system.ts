import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** Programs and files of the system that the bench is made of, and the Debian packages that bring them. */
const NEEDED = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  usbip: 'usbip',
  udevadm: 'udev',
  depmod: 'kmod',
  xz: 'xz-utils',
  'dpkg-deb': 'dpkg',
} as const
/** What single cases need; they say so where it is not to be had. */
const WISHED = {
  // The system's own service for chip cards with its driver of readers, and one whose cards are programs.
  pcscd: 'pcscd',
  '/usr/lib/pcsc/drivers/serial/libifdvpcd.so': 'vsmartcard-vpcd',
  // To compile the package that speaks to that service.
  '/usr/include/PCSC/winscard.h': 'libpcsclite-dev',
  python3: 'python3',
  make: 'make',
  'g++': 'g++',
} as const

/** A package manager that hangs (a lock, a dead mirror) is given up after this. */
const PACKAGES_LIMIT_MS = 10 * 60_000
/** Daemons lie where a user's path does not lead. */
const MORE_FOLDERS = ['/usr/sbin', '/sbin', '/usr/lib/systemd', '/lib/systemd']

/** Where a program is, or a file by its path; null where it is not. */
export function programAt(name: string): string | null {
  if (isAbsolute(name)) return existsSync(name) ? name : null
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...MORE_FOLDERS]
  return (
    folders
      .filter((each) => each !== '')
      .map((each) => join(each, name))
      .find(existsSync) ?? null
  )
}

export function program(name: string): string {
  const found = programAt(name)
  if (found === null) throw new Error(`there is no ${name}`)
  return found
}

const missing = (of: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(of).flatMap(([name, brought]) => (programAt(name) === null ? [brought] : []))

/** Null when all is there, also after it was installed; else why the bench can not be. */
export function lacking(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it runs on 64-bit Intel Linux only'
  const wanted = missing({ ...NEEDED, ...WISHED })
  if (wanted.length > 0 && programAt('apt-get') !== null) {
    process.stderr.write(`安装系统软件 / Installing system packages: ${wanted.join(' ')}\n`)
    aptGet('update', '-q')
    aptGet('install', '-y', '-q', '--no-install-recommends', ...wanted)
  }
  const still = missing(NEEDED)
  return still.length === 0 ? null : `not installed, and not to be: apt-get install ${still.join(' ')}`
}

/** Runs apt-get as whoever may: root, or a person whose sudo asks nothing. */
function aptGet(...rest: readonly string[]): boolean {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive']
  const [first = 'apt-get', ...more] = [...sudo, 'apt-get', ...rest]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(first, more, { stdio: ['ignore', 'ignore', 2], env, timeout: PACKAGES_LIMIT_MS }).status === 0
}

interface Output {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly limitMs?: number
}

/** What a program prints; rejects with what it complained of. */
export function outputOf(name: string, args: readonly string[], { limitMs = 0, ...options }: Output = {}) {
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    const complaints: Buffer[] = []
    const child = spawn(program(name), args, { ...options, timeout: limitMs, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks))
      else reject(new Error(`${name} ${args.join(' ')}: ${Buffer.concat(complaints).toString().trim()}`))
    })
  })
}
