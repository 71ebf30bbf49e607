import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { at } from '../sources.ts'
import { AGENT_PORT } from './guest/words.ts'
import { makeInitrd } from './initrd.ts'
import { findKernel } from './kernel.ts'
import { openMonitor, type Monitor } from './qemu/monitor.ts'
import { runIn, type Ran, type Running } from './running.ts'
import { program } from './system.ts'

/** A virtual machine with a real kernel and USB, which sees the files of this one, and can not change them. */
export interface Machine {
  readonly kernel: string
  /** From its start to its agent's first answer. */
  readonly bootMs: number
  /** Ports of its own that are reached from outside, at 127.0.0.1. */
  readonly ports: readonly { readonly inside: number; readonly outside: number }[]
  /** Port at 127.0.0.1 at which programs inside are started (running.ts). */
  readonly agent: number
  /** Starts a program inside; `node` is ours. */
  readonly start: (run: readonly string[], user?: 'cashier') => Promise<Running>
  /** Runs a program inside to its end. */
  readonly run: (run: readonly string[], user?: 'cashier') => Promise<Ran>
  /** At which QEMU itself is told what to plug in. */
  readonly monitor: Monitor
  readonly stop: () => Promise<void>
}

/** What is there under this address inside is outside's loopback. */
export const OUTSIDE = '10.0.2.2'
/** One that has not answered by then is started once more, ms: a busy machine takes many times the usual. */
const BOOT_MS = 120_000
const BOOTS = 2
const ASK_AGAIN_MS = 50
const STOP_MS = 5_000
const MEBIBYTES = 1_024
/** Forwarded beside the agent's. */
const FREE_PORTS = [7_001, 7_002] as const

/** `folder`: where its console is written, for whoever looks for what went wrong. */
export async function bootMachine(folder: string): Promise<Machine> {
  const kernel = await findKernel()
  const initrd = await makeInitrd(kernel)
  mkdirSync(folder, { recursive: true })
  const kept = join(folder, 'console.txt')
  for (let boot = 1; ; boot++) {
    const began = performance.now()
    const forwarded = await Promise.all([AGENT_PORT, ...FREE_PORTS].map(forwardedPort))
    const path = join(folder, 'monitor')
    const child = start(
      [...argumentsOf(kernel.image, initrd, forwarded), '-qmp', `unix:${path},server=on,wait=off`],
      kept,
    )
    const [agent, ...ports] = forwarded
    if (agent && (await answers(agent.outside, child))) {
      const bootMs = Math.round(performance.now() - began)
      const run = (words: readonly string[], user?: 'cashier') => runIn(agent.outside, inside(words), user)
      const monitor = await openMonitor(path)
      const stop = () => {
        monitor.close()
        return end(child)
      }
      return {
        ...{ kernel: kernel.version, bootMs, ports, stop, start: run, agent: agent.outside, monitor },
        run: async (words, user) => (await run(words, user)).ended,
      }
    }
    await end(child)
    if (boot === BOOTS) throw new Error(`the machine did not start:\n${readFileSync(kept, 'utf8').slice(-2_000)}`)
  }
}

const inside = ([first = '', ...rest]: readonly string[]): readonly string[] => [
  first === 'node' ? process.execPath : first,
  ...rest,
]

type Forwarded = Machine['ports'][number]

async function forwardedPort(port: number): Promise<Forwarded> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return { inside: port, outside: typeof address === 'object' && address ? address.port : 0 }
}

/** Emulated, whatever the machine has: what is found of KVM inside of virtual machines often hangs. */
function argumentsOf(image: string, initrd: string, forwarded: readonly Forwarded[]): readonly string[] {
  const forwards = forwarded.map(({ inside, outside }) => `,hostfwd=tcp:127.0.0.1:${outside}-:${inside}`).join('')
  const settings = { start: at('tests/hardware/guest/start.sh'), node: process.execPath, agent: at(AGENT) }
  const said = Object.entries(settings).map(([name, value]) => `station.${name}=${encodeURIComponent(value)}`)
  const quick = 'quiet panic=-1 mitigations=off nokaslr audit=0 random.trust_cpu=1 tsc=reliable'
  return [
    // Node has ended inside with a fault in the pages of its own code, which it guards by protection keys (pku): a
    // likely cause, and of no use here.
    ...['-M', 'q35', '-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max,pku=off'],
    ...['-smp', '2', '-m', String(MEBIBYTES)],
    ...['-nodefaults', '-no-user-config', '-nographic', '-serial', 'stdio', '-no-reboot'],
    ...['-kernel', image, '-initrd', initrd, '-append', ['console=ttyS0', quick, ...said].join(' ')],
    ...['-fsdev', 'local,id=host,path=/,security_model=none,readonly=on,multidevs=remap'],
    ...['-device', 'virtio-9p-pci,fsdev=host,mount_tag=hostroot'],
    ...['-netdev', `user,id=net${forwards}`, '-device', 'virtio-net-pci,netdev=net,romfile='],
    ...['-object', 'rng-random,id=random,filename=/dev/urandom', '-device', 'virtio-rng-pci,rng=random'],
    ...['-device', 'qemu-xhci,id=xhci', '-device', 'usb-kbd,bus=xhci.0,id=keyboard'],
  ]
}
const AGENT = 'tests/hardware/guest/agent.ts'

function start(args: readonly string[], kept: string): ChildProcess {
  const child = spawn(program('qemu-system-x86_64'), args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const file = createWriteStream(kept)
  for (const stream of [child.stdout, child.stderr]) stream.pipe(file, { end: false })
  // It must not outlive whoever started it.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.removeListener('exit', kill))
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })])
}

async function answers(port: number, child: ChildProcess): Promise<boolean> {
  const until = performance.now() + BOOT_MS
  while (performance.now() < until && child.exitCode === null) {
    const ran = await runIn(port, ['/bin/true']).then(
      ({ ended }) => ended,
      () => null,
    )
    if (ran?.code === 0) return true
    await sleep(ASK_AGAIN_MS)
  }
  return false
}
