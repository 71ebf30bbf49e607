import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../sources.ts'
import { outputOf, program } from './system.ts'

/** A kernel that is unpacked and never installed: Debian's full one, whose modules have USB, HID and USB/IP. */
export interface Kernel {
  /** Such as `6.1.0-56-amd64`. */
  readonly version: string
  /** Boots without a BIOS (PVH), which saves seconds. */
  readonly image: string
  readonly modules: string
  /** Where what is made of it is kept. */
  readonly folder: string
}

const CACHE = at('node_modules/.cache/hardware')
const META = 'linux-image-amd64'
/** Where an xz stream begins (the .xz file format, 2.1.1.1). */
const XZ = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])
const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46])
const IMAGE_BYTES_MAX = 512 * 1024 * 1024

/** The kernel that Debian has today; where its lists can not be read, the newest that was unpacked before. */
export async function findKernel(): Promise<Kernel> {
  mkdirSync(CACHE, { recursive: true })
  const wanted = await packageOfToday().catch(() => null)
  const name = wanted ?? newestKept()
  if (name === null) throw new Error(`apt knows no ${META}, and none was kept`)
  const folder = join(CACHE, name)
  if (!existsSync(folder)) await unpack(name, folder)
  const version = name.replace('linux-image-', '')
  return { version, folder, image: join(folder, 'vmlinux'), modules: join(folder, 'lib/modules', version) }
}

/** The image that the package of all images depends on; its name changes with each update. */
async function packageOfToday(): Promise<string | null> {
  const said = (await outputOf('apt-cache', ['depends', META])).toString()
  return /Depends: (linux-image-\S+)/.exec(said)?.[1] ?? null
}

const newestKept = (): string | null =>
  readdirSync(CACHE)
    .filter((name) => name.startsWith('linux-image-') && !name.endsWith('.part'))
    .sort()
    .at(-1) ?? null

async function unpack(name: string, folder: string): Promise<void> {
  const part = `${folder}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part)
  await outputOf('apt-get', ['download', '-q', name], { cwd: part })
  const [archive = ''] = readdirSync(part).filter((each) => each.endsWith('.deb'))
  await outputOf('dpkg-deb', ['-x', archive, '.'], { cwd: part })
  rmSync(join(part, archive))
  const version = name.replace('linux-image-', '')
  await outputOf('depmod', ['-b', part, version])
  writeFileSync(join(part, 'vmlinux'), imageIn(readFileSync(join(part, 'boot', `vmlinuz-${version}`))))
  for (const each of ['boot', 'usr']) rmSync(join(part, each), { recursive: true, force: true })
  renameSync(part, folder)
}

/** The kernel inside a packed image; the image itself where it is packed otherwise, which boots too, only later. */
function imageIn(packed: Buffer): Buffer {
  const from = packed.indexOf(XZ)
  if (from < 0) return packed
  // Ends with an error: behind the stream comes more.
  const { stdout } = spawnSync(program('xz'), ['-dc', '--single-stream'], {
    input: packed.subarray(from),
    maxBuffer: IMAGE_BYTES_MAX,
  })
  return stdout.subarray(0, 4).equals(ELF) ? stdout : packed
}
