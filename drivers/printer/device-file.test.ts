import { makeRealClock } from '#drivers/clock/real'
import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { bytesOf, DRAWER_PULSE } from './bytes.ts'
import { makeDeviceFileConnect } from './device-file.ts'
import { makeEscposPrinter } from './escpos.ts'
import type { PrintCommand } from './port.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const SLIP = { id: '1', commands: [line('农夫山泉'), line('2.00')] }
/** More than Linux keeps for a reader who does not come, 64 kB. */
const LONG = { id: '2', commands: Array<PrintCommand>(20).fill(line('水'.repeat(5_000))) }

const scratch = mkdtempSync(join(tmpdir(), 'printer-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let paths = 0
let path = ''
beforeEach(() => {
  path = join(scratch, String(paths++))
})

const FASTER = 100
const clock = makeRealClock()
const quick = (ms: number, signal?: AbortSignal) => clock.wait(Math.ceil(ms / FASTER), signal)
const printerAt = (at: string) =>
  makeEscposPrinter({ connect: makeDeviceFileConnect(at, quick), wait: quick, columns: 32 })

/** A FIFO with somebody at its other end who reads when told to. */
function fifo() {
  execFileSync('mkfifo', [path])
  const end = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const read = (): Buffer => {
    const bytes = Buffer.alloc(1 << 20)
    try {
      return bytes.subarray(0, readSync(end, bytes))
    } catch {
      return Buffer.alloc(0) // EAGAIN: it is open, and nothing is written yet
    }
  }
  return { read, hangUp: () => closeSync(end) }
}

describe('a printer behind a file', () => {
  it('takes whole jobs through a FIFO, of which nobody can know more', async () => {
    const { read, hangUp } = fifo()
    const printer = printerAt(path)
    expect([await printer.openDrawer(), await printer.print(SLIP), printer.status()]).toEqual([
      ...['unknown', 'unknown', 'ready'],
    ])
    expect(read()).toEqual(Buffer.concat([DRAWER_PULSE, bytesOf(SLIP.commands)]))
    hangUp()
  })

  it('refuses where nobody reads the FIFO, and leaves nothing in it', async () => {
    fifo().hangUp()
    const printer = printerAt(path)
    expect([await printer.print(SLIP), printer.status()]).toEqual(['refused', 'absent'])
    const end = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    expect(readSync(end, Buffer.alloc(10))).toBe(0)
    closeSync(end)
  })

  it('gives up a job that is not taken in time, of which a part is out', async () => {
    const { read, hangUp } = fifo()
    expect(await printerAt(path).print(LONG)).toBe('unknown')
    const part = read()
    expect(part.length).toBeGreaterThan(0)
    expect(bytesOf(LONG.commands).subarray(0, part.length).equals(part)).toBe(true)
    hangUp()
  })

  it('does not know of a job whose reader leaves in its midst', async () => {
    const { read, hangUp } = fifo()
    const work = printerAt(path).print(LONG)
    while (read().length === 0) await clock.wait(1)
    hangUp()
    expect(await work).toBe('unknown')
  })

  it('refuses a file that is not there, and one that is no printer, whose text stays', async () => {
    expect(await printerAt(path).print(SLIP)).toBe('refused')
    writeFileSync(path, 'accounts')
    expect(await printerAt(path).print(SLIP)).toBe('refused')
    expect(readFileSync(path, 'utf8')).toBe('accounts')
  })

  it('refuses a device that takes everything and says nothing', async () => {
    const printer = printerAt('/dev/null')
    expect([await printer.print(SLIP), printer.status()]).toEqual(['refused', 'fault'])
  })
})
