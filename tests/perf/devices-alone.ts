import { makeRealClock } from '#drivers/clock/real'
import { CLASS } from '#drivers/gadget/descriptors'
import { makeUsbPrinter } from '#drivers/gadget/printer'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { bytesOf } from '#drivers/printer/bytes'
import { WRITE_MS, type Connect } from '#drivers/printer/connection'
import { makeEscposPrinter } from '#drivers/printer/escpos'
import { makeUsbWay } from '#drivers/printer/usb'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { COLUMNS, LINES, longSlip } from './receipt.ts'
import { median, row, type Row } from './row.ts'

const SLIPS = 10
const STARTS = 10
const SETTLE_MS = 1_000

/** A long slip through the driver, against its bytes handed to another such printer with nothing asked. */
export async function printingRows(): Promise<Row[]> {
  const clock = makeRealClock()
  const sockets = makeVirtualSockets(clock)
  const [driven, other] = [makeUsbPrinter({ columns: COLUMNS }), makeUsbPrinter({ columns: COLUMNS })]
  sockets.plug(driven.gadget, '1-1')
  sockets.plug(other.gadget, '1-2')
  const { usb } = sockets.pipes
  let saidMs = 0
  const { connect: open, release } = makeUsbWay({ usb, pick: ([found]) => found ?? null, wait: clock.wait })
  const connect: Connect = async () => {
    const way = await open()
    if (!way) return null
    const close = () => {
      saidMs = clock.elapsedMs()
      return way.close()
    }
    return { ...way, close }
  }
  const printer = makeEscposPrinter({ connect, wait: clock.wait, columns: COLUMNS })
  const commands = longSlip()
  // What a program before may have asked is settled with the first look.
  await printer.look()
  const [said, whole, raw]: number[][] = [[], [], []]
  for (let slip = 0; slip < SLIPS; slip++) {
    driven.firmware.connected()
    let began = clock.elapsedMs()
    const outcome = await printer.print({ id: String(slip), commands })
    if (outcome !== 'printed') throw new Error(outcome)
    said?.push(saidMs - began)
    whole?.push(clock.elapsedMs() - began)
    other.firmware.connected()
    began = clock.elapsedMs()
    const [, found] = await usb.list()
    const opened = found && (await usb.open(found, { interfaceClass: CLASS.printer }))
    if (!opened?.ok) throw new Error('the printer is held')
    await opened.line.send(bytesOf(commands), WRITE_MS)
    await opened.line.close()
    raw?.push(clock.elapsedMs() - began)
  }
  await release()
  if ([driven, other].some(({ firmware }) => firmware.sheets().length !== SLIPS))
    throw new Error('not every slip came out')
  const against = 'its bytes, raw'
  return [
    row(`slip of ${LINES} lines until done, p50`, 'ms', median(said ?? []), against, median(raw ?? []), null),
    row('the same until it is told, p50', 'ms', median(whole ?? []), against, median(raw ?? []), null),
  ]
}

/** The program by itself: its memory, and how soon it says that it is ready, against a Node that says only that. */
export async function programRows(program: string, scratch: string): Promise<Row[]> {
  const bare = join(scratch, 'bare.mjs')
  writeFileSync(bare, 'process.send("ready"); process.on("message", () => undefined)\n')
  const [ours, theirs]: number[][] = [[], []]
  for (let start = 0; start < STARTS; start++) {
    theirs?.push(await readyIn(bare))
    ours?.push(await readyIn(program))
  }
  const against = 'a bare forked Node'
  return [
    row('start of the devices’ program, p50', 'ms', median(ours ?? []), against, median(theirs ?? []), null),
    row('memory of the devices’ program', 'MiB', await memoryOf(program), against, await memoryOf(bare), null),
  ]
}

const begin = (path: string): ChildProcess =>
  fork(path, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function readyIn(path: string): Promise<number> {
  const began = performance.now()
  const child = begin(path)
  await once(child, 'message')
  const took = performance.now() - began
  await end(child)
  return took
}

/** Resident set size, as the kernel counts it, MiB. */
async function memoryOf(path: string): Promise<number> {
  const child = begin(path)
  await once(child, 'message')
  await wait(SETTLE_MS)
  const text = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8')
  await end(child)
  return Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1024
}
