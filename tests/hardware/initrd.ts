import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Kernel } from './kernel.ts'
import { outputOf, program } from './system.ts'

/** What Debian builds as modules and a machine with USB needs. */
const MODULES = [
  ...['virtio_pci', 'virtio_net', 'virtio_rng', '9p', '9pnet_virtio', 'overlay'],
  ...['xhci-pci', 'usbhid', 'hid-generic', 'evdev', 'cdc-acm', 'usblp', 'ftdi_sio', 'vhci-hcd'],
]

/** The first thing that runs: loads the modules, and goes on in the file system of the host, which it can not write. */
const INIT = `#!/bin/busybox sh
b=/bin/busybox
$b mkdir -p /proc /sys /dev /host /over /root
$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
$b mount -t devtmpfs dev /dev
for module in $($b cat /modules/order); do $b insmod /modules/$module || echo "no module $module"; done
$b mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=loose,ro hostroot /host
$b mount -t tmpfs over /over
$b mkdir /over/upper /over/work
$b mount -t overlay -o lowerdir=/host,upperdir=/over/upper,workdir=/over/work root /root
for each in proc sys dev; do $b mount --move /$each /root/$each; done
$b mount -t tmpfs run /root/run
start=$($b httpd -d $($b sed -n 's/.*station.start=\\([^ ]*\\).*/\\1/p' /root/proc/cmdline))
exec $b switch_root /root /bin/sh "$start"
`

/** The initial RAM disk; made once for each kernel and each change here. Uncompressed: unpacking takes longer. */
export async function makeInitrd(kernel: Kernel): Promise<string> {
  const key = createHash('sha256').update(INIT).update(MODULES.join()).digest('hex').slice(0, 8)
  const path = join(kernel.folder, `initrd-${key}.cpio`)
  if (existsSync(path)) return path
  const order = orderOf(readFileSync(join(kernel.modules, 'modules.dep'), 'utf8'))
  const files: File[] = [
    ...['bin', 'modules'].map((name): File => ({ name, mode: 0o040755, bytes: Buffer.alloc(0) })),
    { name: 'bin/busybox', mode: 0o100755, bytes: readFileSync(program('busybox')) },
    { name: 'init', mode: 0o100755, bytes: Buffer.from(INIT) },
    { name: 'modules/order', mode: 0o100644, bytes: Buffer.from(order.map(flat).join('\n')) },
  ]
  for (const each of order) {
    const whole = join(kernel.modules, each)
    const bytes = each.endsWith('.xz') ? await outputOf('xz', ['-dc', whole]) : readFileSync(whole)
    files.push({ name: `modules/${flat(each)}`, mode: 0o100644, bytes })
  }
  writeFileSync(path, archiveOf(files))
  return path
}

const flat = (path: string): string => path.replaceAll('/', '-').replace(/\.xz$/, '')

/** The modules and what they need, in an order in which they load. */
function orderOf(dependencies: string): readonly string[] {
  const needs = new Map(
    dependencies.split('\n').flatMap((line) => {
      const [path = '', rest = ''] = line.split(':')
      return path === '' ? [] : [[path, rest.split(' ').filter((each) => each !== '')] as const]
    }),
  )
  const nameOf = (path: string) =>
    path
      .replace(/^.*\//, '')
      .replace(/\.ko.*$/, '')
      .replaceAll('_', '-')
  const paths = new Map([...needs.keys()].map((path) => [nameOf(path), path]))
  const ordered = new Set<string>()
  const visit = (path: string) => {
    // Of each module modules.dep names all it needs, the deepest last.
    for (const each of [...(needs.get(path) ?? [])].reverse()) ordered.add(each)
    ordered.add(path)
  }
  for (const name of MODULES) {
    const path = paths.get(name.replaceAll('_', '-'))
    // What is not a module is built in.
    if (path !== undefined) visit(path)
  }
  return [...ordered]
}

interface File {
  readonly name: string
  readonly mode: number
  readonly bytes: Buffer
}

/** The format `newc` (Documentation/driver-api/early-userspace/buffer-format). */
function archiveOf(files: readonly File[]): Buffer {
  const end: File = { name: 'TRAILER!!!', mode: 0, bytes: Buffer.alloc(0) }
  return Buffer.concat([...files, end].flatMap((file, index) => entryOf(file, index)))
}

function entryOf({ name, mode, bytes }: File, index: number): readonly Buffer[] {
  const fields = [index + 1, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0]
  const head = `070701${fields.map((each) => each.toString(16).padStart(8, '0')).join('')}${name}\0`
  return [padded(Buffer.from(head)), padded(bytes)]
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
