import type { CashierView } from '#contract/view'
import { makeBench } from '#drivers/bench/virtual'
import { makeRealClock } from '#drivers/clock/real'
import { runDeviceHost } from '#drivers/devices/host'
import { makeShelf } from '#drivers/gadget/shelf'
import { NO_FLOOR } from '#drivers/floor/none'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualMessenger } from '#drivers/messenger/virtual'
import { makeVirtualPrinter } from '#drivers/printer/virtual'
import { makeFork } from '#drivers/process/fork'
import { makeLoopback } from '#drivers/process/loopback'
import type { StartChild } from '#drivers/process/port'
import { supervise, type Supervised } from '#drivers/process/supervised'
import { makeVirtualScanner } from '#drivers/scanner/virtual'
import { trainingGoods } from '#main/catalogue/training-goods'
import { at } from '../sources.ts'
import { openOnDisk } from '../world/on-disk.ts'
import { AS_CASHIER, AS_MANAGER, staff } from '../world/people.ts'
import { printingRows, programRows } from './devices-alone.ts'
import { median, quantile, row, type Row } from './row.ts'
import { join } from 'node:path'

/** As it is built. */
const PROGRAM = at('out/main/devices.js')
const SCANS = 200
/** Turn by turn so many. */
const BLOCK = 20
/** Fifty reports a second: faster than any hand. */
const SCAN_MS = 20
/** For the last lines of a block to come. */
const BLOCK_MS = 10_000
const LOOK_MS = 5

const clock = makeRealClock()

/** The program that drives the devices, against the same work without it, and against a bare Node. */
export async function devicesRows(scratch: string): Promise<Row[]> {
  return [...(await scanRows(scratch)), ...(await printingRows()), ...(await programRows(PROGRAM, scratch))]
}

/** A scan until its line is in the sale and on the disk; the practice scanner is told to scan by a call, in both. */
async function scanRows(scratch: string): Promise<Row[]> {
  const shelf = makeShelf(clock)
  const inside = makeLoopback((parent) => runDeviceHost(parent, { pipes: shelf.pipes, clock, practice: shelf }))
  const beside = await openCounter(join(scratch, 'beside'), makeFork(PROGRAM, ['--practice']))
  const within = await openCounter(join(scratch, 'within'), inside)
  for (let scanned = 0; scanned < SCANS; scanned += BLOCK) {
    await within.scan()
    await beside.scan()
  }
  const [ours, theirs] = [beside.took(), within.took()]
  const lost = Math.abs(SCANS - beside.pieces())
  await beside.close()
  await within.close()
  const against = 'in this process'
  return [
    row('scan → line on the disk, p50', 'ms', median(ours), against, median(theirs), 2),
    row('scan → line on the disk, p99', 'ms', quantile(ours, 0.99), against, quantile(theirs, 0.99), null),
    row('scans lost, or more than once', '', lost, 'scanned', SCANS, 0),
  ]
}

interface Counter {
  /** Scans a block, and waits for its lines. */
  readonly scan: () => Promise<void>
  /** From each scan to its line, ms. */
  readonly took: () => readonly number[]
  /** Of goods in the sale. */
  readonly pieces: () => number
  readonly close: () => Promise<void>
}

/** A station on the disk whose scanner is the practice one of this program. */
async function openCounter(folder: string, start: StartChild): Promise<Counter> {
  let program: Supervised | null = null
  const startProgram = () => (program = supervise({ start, clock, log: SILENT, name: 'devices' }))
  const [scanner, printer, messenger] = [makeVirtualScanner(), makeVirtualPrinter(), makeVirtualMessenger(clock.wait)]
  const bench = makeBench({ scanner, printer: null, payments: null, messenger, neighbour: null })
  const devices = () => ({ scanner, printer, ports: {}, messenger, floor: NO_FLOOR, bench, startProgram })
  const { station, ask } = await openOnDisk(folder, { devices })
  const view = () => station.view('cashier') as CashierView // the cashier's role gives the cashier's view
  await staff(ask)
  await ask('operators.signIn', AS_MANAGER)
  await ask('devices.look', {})
  const [one] = (view().devices?.found ?? []).flatMap(({ device, makes }) =>
    makes.filter(({ role }) => role === 'scanner').map(({ make }) => ({ role: 'scanner', device, make })),
  )
  const assigned = await ask('devices.assign', one)
  if (!assigned.ok) throw new Error(assigned.why)
  await ask('operators.signIn', AS_CASHIER)
  await until(() => view().lamps.scanner === 'ready')

  const [code] = trainingGoods.flatMap((each) => each.code ?? [])
  const began: number[] = []
  const ended: number[] = []
  station.acts.onEvent(({ is }) => {
    if (is === 'goods-added') ended.push(clock.elapsedMs())
  })
  return {
    scan: async () => {
      for (let n = 0; n < BLOCK; n++) {
        began.push(clock.elapsedMs())
        // The answer is not waited for: the line is.
        void program?.call('practice.use', { name: 'scanner', isIn: true, text: code }, BLOCK_MS)
        await clock.wait(SCAN_MS)
      }
      await until(() => ended.length === began.length)
    },
    took: () => ended.map((endMs, n) => endMs - (began[n] ?? Number.NaN)),
    pieces: () => station.acts.till().sale.lines.reduce((all, { quantity }) => all + quantity, 0),
    close: () => station.close(),
  }
}

async function until(holds: () => boolean): Promise<void> {
  const endsAt = clock.elapsedMs() + BLOCK_MS
  while (!holds() && clock.elapsedMs() < endsAt) await clock.wait(LOOK_MS)
}
