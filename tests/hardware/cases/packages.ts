import assert from 'node:assert/strict'
import { makeHidScanner } from '../../../drivers/gadget/hid-scanner.ts'
import { makeOdd } from '../../../drivers/gadget/odd.ts'
import { makeSerialScanner } from '../../../drivers/gadget/serial-scanner.ts'
import { until } from '../bench.ts'
import { foundAt, openAt, plugging, textOf, type Case, type Hands } from '../case.ts'
import { openRemote, type Remote } from '../remote.ts'
import { LIMIT_MS, SHORT_MS, VENDOR } from './odd.ts'

/** What a package did: bytes, or what it threw. */
type Did = { readonly bytes: string } | { readonly rejected: string; readonly type: string }
interface Heard {
  readonly heard: readonly string[]
  readonly ends: readonly { readonly type: string; readonly text: string }[]
}

const hex = (text: string | Uint8Array): string => Buffer.from(text).toString('hex')
const LONG = Buffer.alloc(64, 7)
const MORE = Buffer.alloc(64, 9)

/** One program for all, as each takes seconds to start. */
let program: Promise<Remote> | null = null
const packages = (hands: Hands): Promise<Remote> => (program ??= openRemote(hands.machine, { program: 'packages.ts' }))

/**
 * The packages themselves, then our pipe on the same device: that they still do what a pipe makes up for is seen here
 * when a version of them is another, as is a pipe that makes up for nothing any more.
 */
export const PACKAGE_CASES: readonly Case[] = [
  {
    name: 'package: usb finds, opens, transfers; alone it cuts, throws words and stays halted, where the pipe does not',
    run: (hands) => {
      const odd = makeOdd({ product: 0x77, serial: 'P-1' })
      return plugging(hands, [odd], async (plugged) => {
        const found = await foundAt(hands.real.usb, plugged)
        const { ask } = await packages(hands)
        assert.deepEqual(await ask('usb.open', { vendor: found.vendor, product: found.product }), {
          ...{ serial: found.serial, place: found.place, opened: true },
        })
        assert.equal(await ask('usb.send', { hex: hex('abc'), limitMs: LIMIT_MS }), 3)
        const receive = (length: number) => ask<Did>('usb.receive', { limitMs: SHORT_MS, length })
        assert.deepEqual(await receive(64), { bytes: hex('abc') })
        // What is asked for is all that is kept of a packet.
        odd.say(LONG)
        assert.deepEqual(await receive(8), { bytes: hex(LONG.subarray(0, 8)) })
        odd.say(MORE)
        assert.deepEqual(await receive(64), { bytes: hex(MORE) })
        assert.match(thrown(await receive(64)), /cancelled/i)
        odd.say('stalled')
        odd.say(Buffer.from('after'))
        assert.match(thrown(await receive(64)), /stall/i)
        assert.match(thrown(await receive(64)), /stall/i)
        await ask('usb.clearHalt', {})
        assert.deepEqual(await receive(64), { bytes: hex('after') })
        assert.deepEqual(await hands.real.usb.open(found, VENDOR), { ok: false, why: 'busy' })
        await ask('usb.close', {})
        const line = await openAt(hands.real.usb, plugged, VENDOR)
        odd.say(LONG)
        assert.deepEqual(await line.receive(LIMIT_MS), LONG)
        assert.equal(await line.receive(SHORT_MS), 'late')
        odd.say('stalled')
        odd.say(Buffer.from('after'))
        assert.equal(await line.receive(LIMIT_MS), 'stalled')
        assert.equal(textOf(await line.receive(LIMIT_MS)), 'after')
        await line.close()
      })
    },
  },
  {
    name: 'package: node-hid finds, opens and reads; it lets two in and throws a text, where the pipe does not',
    run: async (hands) => {
      const scanner = makeHidScanner({ serial: 'P-2' })
      const plugged = await hands.plug(scanner)
      const found = await foundAt(hands.real.hid, plugged)
      const { ask } = await packages(hands)
      const [listed] = await ask<Record<string, unknown>[]>('hid.list', { vendor: found.vendor })
      const { page, id } = found.usage ?? {}
      assert.deepEqual(
        [listed?.['path'], listed?.['productId'], listed?.['serialNumber'], listed?.['usagePage'], listed?.['usage']],
        [found.path, found.product, found.serial, page, id],
      )
      assert.deepEqual(
        [await ask('hid.open', { path: found.path }), await ask('hid.open', { path: found.path })],
        [0, 1],
      )
      scanner.scan('42')
      const { heard } = await heardBy(ask, ({ heard }) => heard.length === 2)
      const [first = '', second = ''] = [...heard].sort()
      // Report 2, two signs, `]E0`, the signs: to both.
      assert.match(first, /^0 02025d45303432/)
      assert.equal(second, `1${first.slice(1)}`)
      // The pipe knows who is in of its own; two programs it can not part, on Linux nobody can.
      const line = await openAt(hands.real.hid, plugged, null)
      assert.deepEqual(await hands.real.hid.open(found, null), { ok: false, why: 'busy' })
      let ended = 0
      line.onEnd(() => ended++)
      await plugged.unplug()
      const { ends } = await heardBy(ask, ({ ends }) => ends.length === 2)
      assert.deepEqual([ends[0]?.type, ends[1]?.type], ['string', 'string'])
      await until(() => (ended === 1 ? true : null), 'the pipe’s line does not end')
      await ask('hid.close', {})
      await line.close()
    },
  },
  {
    name: 'package: serialport finds, opens, writes and reads as the pipe does; pulled out, it says so',
    run: async (hands) => {
      const scanner = makeSerialScanner({ serial: 'P-3' })
      const plugged = await hands.plug(scanner)
      const found = await foundAt(hands.real.serial, plugged)
      await hands.shell('udevadm settle')
      const { ask } = await packages(hands)
      const all = await ask<Record<string, string>[]>('serial.list', {})
      const listed = all.find(({ path }) => path === found.path)
      assert.deepEqual(
        [parseInt(listed?.['vendorId'] ?? '', 16), parseInt(listed?.['productId'] ?? '', 16), listed?.['serialNumber']],
        [found.vendor, found.product, found.serial],
      )
      assert.equal(await ask('serial.open', { path: found.path }), true)
      assert.deepEqual(await hands.real.serial.open(found, { baud: 9_600 }), { ok: false, why: 'busy' })
      await ask('serial.write', { hex: hex('hello') })
      await until(() => (textOf(scanner.heard()) === 'hello' ? true : null), 'it is not heard')
      scanner.scan('42')
      const whole = hex('42\r')
      await heardBy(ask, ({ heard }) => heard.join('') === whole)
      await ask('serial.close', {})
      const line = await openAt(hands.real.serial, plugged, { baud: 9_600 })
      let same = ''
      line.onBytes((bytes) => (same += hex(bytes)))
      scanner.scan('42')
      await until(() => (same === whole ? true : null), 'the pipe does not hear the same')
      await line.close()
      assert.equal(await ask('serial.open', { path: found.path }), true)
      await plugged.unplug()
      await heardBy(ask, ({ ends }) => ends.length === 1)
      await ask('serial.close', {})
    },
  },
]

const thrown = (did: Did): string => ('rejected' in did ? did.rejected : `not thrown: ${did.bytes}`)

const heardBy = (ask: Remote['ask'], isEnough: (heard: Heard) => boolean): Promise<Heard> =>
  until(async () => {
    const now = await ask<Heard>('heard', {})
    return isEnough(now) ? now : null
  }, 'it is not heard')
