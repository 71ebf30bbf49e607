import assert from 'node:assert/strict'
import { makeRealClock } from '../../../drivers/clock/real.ts'
import { makeSerialScanner } from '../../../drivers/gadget/serial-scanner.ts'
import { driveSerialScanner } from '../../../drivers/scanner/over-serial.ts'
import type { ByteLine, Opened } from '../../../drivers/pipe/port.ts'
import { until } from '../bench.ts'
import { foundAt, openAt, plugging, textOf, type Case } from '../case.ts'

const { wait } = makeRealClock()
const OPTIONS = { baud: 9_600 }
const LIMIT_MS = 5_000
const SHORT_MS = 1_000
const LET_GO_MS = 60_000
const MANY_BYTES = 20_000

const lineIn = (opened: Opened<ByteLine>): ByteLine | null => (opened.ok ? opened.line : null)

export const SERIAL_CASES: readonly Case[] = [
  {
    name: 'serial: a scanner is found with all it says of itself; set up as asked; its codes come',
    run: (hands) => {
      const scanner = makeSerialScanner({ serial: 'C-3', suffix: '\r\n' })
      return plugging(hands, [scanner], async (plugged) => {
        const found = await foundAt(hands.real.serial, plugged)
        const said = { by: 'serial', vendor: 0x05e0, product: 0x1701, serial: 'C-3', place: plugged.place, usage: null }
        assert.deepEqual({ ...found, path: '' }, { ...said, path: '', name: 'Serial scanner', classes: [2, 10] })
        const line = await openAt(hands.real.serial, plugged, { baud: 19_200, parity: 'even', dataBits: 7 })
        await until(() => (scanner.isListenedTo() ? true : null), 'it is not told that somebody listens')
        assert.deepEqual(scanner.coding(), { baud: 19_200, parity: 2, dataBits: 7 })
        const codes: string[] = []
        driveSerialScanner(line, { wait, onCode: (code) => codes.push(code) })
        scanner.scan('6901234567892')
        scanner.scan('4006381333931')
        await until(() => (codes.length === 2 ? true : null), 'the codes do not come')
        assert.deepEqual(codes, ['6901234567892', '4006381333931'])
        await line.close()
        await until(() => (scanner.isListenedTo() ? null : true), 'it is not told that nobody listens')
      })
    },
  },
  {
    name: 'serial: many bytes both ways, whole and in order, and no byte changed on its way',
    run: (hands) => {
      const scanner = makeSerialScanner()
      return plugging(hands, [scanner], async (plugged) => {
        const line = await openAt(hands.real.serial, plugged, OPTIONS)
        const bytes = Buffer.from(Array.from({ length: MANY_BYTES }, (_, at) => (at * 7) & 0xff))
        const heard: Uint8Array[] = []
        line.onBytes((part) => heard.push(part))
        scanner.say(bytes)
        assert.equal(await line.write(bytes, LIMIT_MS), 'all')
        await until(() => (scanner.heard().length >= MANY_BYTES ? true : null), 'not all goes out')
        await until(() => (Buffer.concat(heard).length >= MANY_BYTES ? true : null), 'not all comes in')
        assert.deepEqual([Buffer.concat(heard), scanner.heard()], [bytes, bytes])
        await line.close()
      })
    },
  },
  {
    name: 'serial: pulled out while it is read, the line ends; in again, it opens again',
    run: async (hands) => {
      const scanner = makeSerialScanner()
      const plugged = await hands.plug(scanner)
      const line = await openAt(hands.real.serial, plugged, OPTIONS)
      let ended = 0
      line.onEnd(() => ended++)
      await plugged.unplug()
      await until(() => (ended === 1 ? true : null), 'the line does not end')
      assert.equal(await line.write(Buffer.from('x'), LIMIT_MS), 'none')
      await line.close()
      await plugging(hands, [scanner], async (again) => {
        const next = await openAt(hands.real.serial, again, OPTIONS)
        assert.equal(await next.write(Buffer.from('back'), LIMIT_MS), 'all')
        await until(() => (textOf(scanner.heard()) === 'back' ? true : null), 'it is not heard')
        await next.close()
      })
    },
  },
  {
    name: 'serial: held once, by this program and by others; closed, it is silent and opens again',
    run: (hands) => {
      const scanner = makeSerialScanner()
      return plugging(hands, [scanner], async (plugged) => {
        const line = await openAt(hands.real.serial, plugged, OPTIONS)
        const found = await foundAt(hands.real.serial, plugged)
        assert.deepEqual(await hands.real.serial.open(found, OPTIONS), { ok: false, why: 'busy' })
        let heard = 0
        line.onBytes(() => heard++)
        line.onEnd(() => heard++)
        await line.close()
        scanner.scan('nobody')
        await (await openAt(hands.real.serial, plugged, OPTIONS)).close()
        assert.equal(heard, 0)
        const gone = { ...found, path: '/dev/ttyACM99' }
        assert.deepEqual(await hands.real.serial.open(gone, OPTIONS), { ok: false, why: 'absent' })
      })
    },
  },
]

/**
 * Beside cases without serial lines: as long as the kernel does not let go of one that has bytes to send, it does not
 * take note that another was pulled out.
 */
export const SERIAL_WAITING_CASES: readonly Case[] = [
  {
    name: 'serial: what a device does not take in time is "some", and nothing of it comes once the line is open again',
    isWaiting: true,
    run: async (hands) => {
      const scanner = makeSerialScanner()
      await plugging(hands, [scanner], async (plugged) => {
        const line = await openAt(hands.real.serial, plugged, OPTIONS)
        let ended = false
        line.onEnd(() => (ended = true))
        scanner.refuse(true)
        assert.equal(await line.write(Buffer.alloc(200_000, 0x31), SHORT_MS), 'some')
        await until(() => ended || null, 'the line does not end')
        assert.equal(await line.write(Buffer.from('x'), SHORT_MS), 'none')
        await line.close()
        // Linux holds on to it, and to what it has not sent, for half a minute.
        const found = await foundAt(hands.real.serial, plugged)
        const opened = () => hands.real.serial.open(found, OPTIONS)
        const again = await until(async () => lineIn(await opened()), 'it does not open again', LET_GO_MS)
        scanner.refuse(false)
        assert.equal(await again.write(Buffer.from('after'), LIMIT_MS), 'all')
        await until(() => (textOf(scanner.heard()).endsWith('after') ? true : null), 'it is not heard')
        assert.equal(textOf(scanner.heard()), 'after')
        await again.close()
      })
    },
  },
]
