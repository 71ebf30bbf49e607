import { NO_FLOOR } from '#drivers/floor/none'
import { makeBench } from '#drivers/bench/virtual'
import { makeRealClock } from '#drivers/clock/real'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualMessenger } from '#drivers/messenger/virtual'
import type { Connect } from '#drivers/printer/connection'
import { decode } from '#drivers/printer/decode'
import { makeDeviceFileConnect } from '#drivers/printer/device-file'
import { makeEscposPrinter, type EscposPrinter } from '#drivers/printer/escpos'
import { makeTcpConnect } from '#drivers/printer/tcp'
import { linesOf, sheetsOf } from '#drivers/printer/paper'
import { makeVirtualScanner } from '#drivers/scanner/virtual'
import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startNetworkPrinter, type NetworkPrinter } from '../../tests/world/network-printer.ts'
import { makePlugged } from '../../tests/world/plugged.ts'
import { openOnDisk, type OnDisk } from '../../tests/world/on-disk.ts'
import { staff, undo, voidOf } from '../../tests/world/people.ts'

/** The whole station on this machine's disk with the driver a shop has, over a socket and over a FIFO. */
const COLUMNS = 32
const PATIENT = { timeout: 5_000 }

let folder: string
let opened: OnDisk
let printer: EscposPrinter

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'printing-'))
})
afterEach(async () => {
  await opened.station.close()
  rmSync(folder, { recursive: true, force: true })
})

async function openWith(connect: Connect): Promise<void> {
  const { wait } = makeRealClock()
  printer = makeEscposPrinter({ connect, wait, columns: COLUMNS })
  const scanner = makeVirtualScanner()
  const messenger = makeVirtualMessenger(wait)
  const bench = makeBench({ scanner, printer: null, payments: null, messenger, neighbour: null })
  const { startProgram } = makePlugged(makeRealClock(), SILENT)
  const devices = () => ({ scanner, printer, ports: {}, messenger, floor: NO_FLOOR, bench, startProgram })
  opened = await openOnDisk(join(folder, 'data'), { devices })
  await staff(opened.ask)
}

async function sell(): Promise<string> {
  await opened.ask('sale.add', { sku: 'DRK001', quantity: 2 })
  const paid = await opened.ask('sale.payCash', { due: 300, given: 500 })
  return paid.ok ? (paid.value as { receipt: string }).receipt : '' // the contract's
}

const view = () => opened.station.view('cashier')
const printState = () => {
  const now = view()
  return 'paid' in now ? now.paid?.print : null
}

describe('a station whose printer is on the network', () => {
  let there: NetworkPrinter
  const numbers = () => there.firmware.sheets().map((sheet) => /\[QR (.*)\]/.exec(sheet.join('\n'))?.[1])

  beforeEach(async () => {
    there = await startNetworkPrinter(COLUMNS)
    await openWith(makeTcpConnect({ host: '127.0.0.1', port: there.port }, makeRealClock().wait))
  })
  afterEach(() => there.unplug())

  it('prints what was sold and voided, and opens the drawer for both', async () => {
    const receipt = await sell()
    await expect.poll(printState, PATIENT).toBe('printed')
    await undo(opened.ask, voidOf(receipt))
    await expect.poll(numbers, PATIENT).toEqual([receipt, receipt])
    await expect.poll(printState, PATIENT).toBe('printed')
    expect([there.firmware.drawerOpenings(), there.firmware.complaints()]).toEqual([2, []])
    expect(there.firmware.sheets()[1]?.join('\n')).toContain('撤销')
  })

  it('sells without paper, owes the slips, and prints each once when there is paper again', async () => {
    there.firmware.set('paper-out')
    const receipts = [await sell(), await sell()]
    await expect.poll(printState, PATIENT).toBe('refused')
    expect([numbers(), there.firmware.drawerOpenings()]).toEqual([[], 2])
    there.firmware.set('fine')
    await printer.look()
    await expect.poll(numbers, PATIENT).toEqual(receipts)
    await expect.poll(printState, PATIENT).toBe('printed')
    await printer.look()
    expect(numbers()).toEqual(receipts)
  })

  it('sells where nobody listens, and says so', async () => {
    await there.unplug()
    await sell()
    await expect.poll(printState, PATIENT).toBe('refused')
    expect(view()).toMatchObject({ lamps: { printer: 'absent' }, notice: { why: 'receipt-refused' } })
  })
})

describe('a station whose printer is behind a file', () => {
  it('sells all day at one that never answers: every slip is out, and nothing is said at each', async () => {
    const path = join(folder, 'lp0')
    execFileSync('mkfifo', [path])
    const end = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    await openWith(makeDeviceFileConnect(path, makeRealClock().wait))
    const receipts = [await sell(), await sell()]
    await expect.poll(printState, PATIENT).toBe('unknown')
    expect(view()).toMatchObject({ notice: null })
    const bytes = Buffer.alloc(1 << 16)
    const decoded = decode(bytes.subarray(0, readSync(end, bytes)))
    closeSync(end)
    expect(decoded.ok).toBe(true)
    expect(decoded.printed.filter(({ is }) => is === 'drawer')).toHaveLength(2)
    const sheets = sheetsOf(decoded.printed).map((sheet) => linesOf(sheet, COLUMNS).join('\n'))
    for (const [place, receipt] of receipts.entries()) expect(sheets[place]).toContain(`[QR ${receipt}]`)
  })
})
