import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { serialInterfaces } from '../../../drivers/gadget/acm.ts'
import { configurationDescriptor, deviceDescriptor } from '../../../drivers/gadget/descriptors.ts'
import { makeHidScanner } from '../../../drivers/gadget/hid-scanner.ts'
import { makeOdd } from '../../../drivers/gadget/odd.ts'
import { makeSerialScanner } from '../../../drivers/gadget/serial-scanner.ts'
import type { Gadget } from '../../../drivers/gadget/port.ts'
import { makeRealClock } from '../../../drivers/clock/real.ts'
import { driveHidScanner } from '../../../drivers/scanner/over-hid.ts'
import { driveSerialScanner } from '../../../drivers/scanner/over-serial.ts'
import { at } from '../../sources.ts'
import type { Pipe } from '../../../drivers/pipe/port.ts'
import { until, type Plugged } from '../bench.ts'
import type { RemotePipes } from '../remote-pipes.ts'
import { foundAt, openAt, plugging, textOf, type Case, type Hands } from '../case.ts'

const { wait } = makeRealClock()
const PRINTER = [7, 1, 2] as const
const LIMIT_MS = 5_000
const RULES = '70-cashier-station.rules'

/** Waits for a file of the machine to be there, or to be gone. */
const seen = (hands: Hands, path: string, isThere: boolean) =>
  until(
    async () => ((await hands.shell(`test -e ${path} && echo yes || echo no`)).trim() === 'yes') === isThere || null,
    `${path} is ${isThere ? 'not there' : 'still there'}`,
  )

export const SYSTEM_CASES: readonly Case[] = [
  {
    name: 'system: a printer is taken from the kernel’s driver and given back to it',
    run: (hands) => {
      const odd = makeOdd({ is: PRINTER })
      return plugging(hands, [odd], async (plugged) => {
        await seen(hands, '/dev/usb/lp0', true)
        await hands.shell('printf kernel > /dev/usb/lp0')
        await until(() => (textOf(odd.taken()) === 'kernel' ? true : null), 'usblp does not reach it')
        const line = await openAt(hands.real.usb, plugged, { interfaceClass: 7 })
        await seen(hands, '/dev/usb/lp0', false)
        assert.equal(await line.send(Buffer.from(' station'), LIMIT_MS), 'all')
        await line.close()
        await seen(hands, '/dev/usb/lp0', true)
        assert.equal(textOf(odd.taken()), 'kernel station')
      })
    },
  },
  {
    name: 'system: an interface of HID can be taken from the kernel and given back',
    run: (hands) => {
      const scanner = makeHidScanner()
      return plugging(hands, [scanner], async (plugged) => {
        const { path } = await foundAt(hands.real.hid, plugged)
        const line = await openAt(hands.real.usb, plugged, { interfaceClass: 3 })
        await seen(hands, path, false)
        scanner.scan('1')
        const report = await line.notified(LIMIT_MS)
        assert.ok(report instanceof Uint8Array && report.length === 64 && report[0] === 2)
        await line.close()
        await foundAt(hands.real.hid, plugged)
      })
    },
  },
  {
    name: 'system: the kernel alone hears the gadgets: hidraw and a terminal',
    run: (hands) => {
      const [hid, serial] = [makeHidScanner(), makeSerialScanner()]
      return plugging(hands, [hid, serial], async (first, second) => {
        const raw = await foundAt(hands.real.hid, first)
        const terminal = await foundAt(hands.real.serial, second)
        const read = hands.shell(`busybox timeout 20 head -c 64 ${raw.path} | od -An -tx1 -v | tr -d ' \\n'`)
        await wait(LIMIT_MS / 5)
        hid.scan('12')
        assert.match(await read, /^02025d453031320{2}/)
        const lines = hands.shell(`stty -F ${terminal.path} raw -echo; busybox timeout 20 head -c 5 ${terminal.path}`)
        await wait(LIMIT_MS / 5)
        serial.scan('abcd')
        assert.equal(await lines, 'abcd\r')
      })
    },
  },
  {
    name: 'system: a device of several parts: scanner by HID and serial line at one place, both at once',
    run: (hands) => {
      const [hid, serial] = [makeHidScanner(), makeSerialScanner()]
      return plugging(hands, [composite(hid, serial)], async (plugged) => {
        const codes: string[] = []
        const one = await openAt(hands.real.hid, plugged, null)
        const other = await openAt(hands.real.serial, plugged, { baud: 9_600 })
        driveHidScanner(one, { wait, onCode: (code) => codes.push(code) })
        driveSerialScanner(other, { wait, onCode: (code) => codes.push(code) })
        hid.scan('by hid')
        await until(() => (codes.length === 1 ? true : null), 'it is not heard by HID')
        serial.scan('by serial')
        await until(() => (codes.length === 2 ? true : null), 'it is not heard by its serial line')
        assert.deepEqual(codes, [']E0by hid', 'by serial'])
        await one.close()
        await other.close()
      })
    },
  },
  {
    name: 'system: a user without our rules may open nothing, and is told so',
    run: (hands) =>
      plugging(hands, DEVICES(), async (...plugged) => {
        assert.deepEqual(await openings(hands, plugged), ['denied', 'denied', 'denied'])
      }),
  },
  {
    name: 'system: by our udev rules a user of the group may open what a till has',
    run: async (hands) => {
      await hands.shell(`mkdir -p /run/udev/rules.d && cp ${at('build/linux', RULES)} /run/udev/rules.d/`)
      await hands.shell('udevadm control --reload')
      try {
        await plugging(hands, DEVICES(), async (...plugged) => {
          assert.deepEqual(await openings(hands, plugged), ['ok', 'ok', 'ok'])
          await seen(hands, '/dev/cashier/tty-SCANNER-2', true)
        })
        await plugging(hands, [makeSerialScanner({ serial: '' })], async (plugged) => {
          const { path } = await foundAt(hands.real.serial, plugged)
          await hands.shell('udevadm settle')
          assert.equal((await hands.shell(`stat -c %G ${path}`)).trim(), 'cashier')
          assert.equal((await hands.shell('ls /dev/cashier 2>/dev/null || true')).trim(), '')
        })
        await plugging(hands, [makeOdd()], async (plugged) => {
          const user = await asCashier(hands)
          const found = await foundAt(user.usb, plugged)
          await hands.shell('udevadm settle')
          assert.deepEqual(await user.usb.open(found, { interfaceClass: 0xff }), { ok: false, why: 'denied' })
        })
      } finally {
        await hands.shell(`rm /run/udev/rules.d/${RULES}; udevadm control --reload`)
      }
    },
  },
  {
    name: 'system: a program of this repository runs inside and is reached from outside',
    run: async (hands) => {
      const [port] = hands.machine.ports
      assert.ok(port)
      const program = `require('node:net').createServer((s) => s.end('inside')).listen(${port.inside}, '0.0.0.0')`
      const running = await hands.machine.start(['node', '-e', program])
      try {
        assert.equal(await until(() => heardAt(port.outside), 'it is not reached'), 'inside')
      } finally {
        running.kill()
        await running.ended
      }
      // What is written there is not written here.
      await hands.shell(`echo x > ${at('written-inside')}`)
      assert.equal(existsSync(at('written-inside')), false)
    },
  },
  {
    name: 'system: a program that is killed gives back what it held',
    run: (hands) =>
      plugging(hands, [makeOdd({ is: PRINTER }), makeSerialScanner()], async (printer, serial) => {
        const other = await hands.pipes()
        await openAt(other.usb, printer, { interfaceClass: 7 })
        await openAt(other.serial, serial, { baud: 9_600 })
        await other.kill()
        await (await givenBack(hands.real.usb, printer, { interfaceClass: 7 })).close()
        await (await givenBack(hands.real.serial, serial, { baud: 9_600 })).close()
      }),
  },
]

/** Opens it once it can be: a program ends a little after the line to it is cut. */
const givenBack = <Line, Options>(pipe: Pipe<Line, Options>, plugged: Plugged, options: Options): Promise<Line> =>
  until(async () => {
    const opened = await pipe.open(await foundAt(pipe, plugged), options)
    return opened.ok ? opened.line : null
  }, 'it is not given back')

/** What is said at a port of this machine; null where nobody is there. */
const heardAt = (port: number): Promise<string | null> =>
  new Promise((resolve) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1')
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(heard === '' ? null : heard))
  })

/** The pipes of one who is nobody's root; one program for all, as each takes seconds to start. */
let user: Promise<RemotePipes> | null = null
const asCashier = (hands: Hands): Promise<RemotePipes> => (user ??= hands.pipes('cashier'))

/** One that went is not asked again. */
async function withCashier<Value>(hands: Hands, work: (pipes: RemotePipes) => Promise<Value>): Promise<Value> {
  try {
    return await work(await asCashier(hands))
  } catch (cause) {
    user = null
    throw cause
  }
}

/** Of USB, HID and serial: one each that our rules name. */
const DEVICES = () => [makeOdd({ is: PRINTER }), makeHidScanner(), makeSerialScanner()]

const openings = (hands: Hands, plugged: readonly { readonly place: string }[]): Promise<readonly string[]> =>
  withCashier(hands, (pipes) => openedBy(pipes, hands, plugged))

async function openedBy(user: RemotePipes, hands: Hands, plugged: readonly { readonly place: string }[]) {
  const [usb, hid, serial] = plugged
  assert.ok(usb && hid && serial)
  const found = [
    await foundAt(user.usb, usb),
    await foundAt(user.hid, hid),
    await foundAt(user.serial, serial),
  ] as const
  await hands.shell('udevadm settle')
  const opened = [
    await user.usb.open(found[0], { interfaceClass: 7 }),
    await user.hid.open(found[1], null),
    await user.serial.open(found[2], { baud: 9_600 }),
  ]
  for (const each of opened) if (each.ok) await each.line.close()
  return opened.map((each) => (each.ok ? 'ok' : each.why))
}

/** The interface of the one, then those of the other, behind one plug. */
function composite(hid: Gadget, serial: Gadget): Gadget {
  const [NOTIFY, DATA] = [2, 3]
  const report = { address: 0x81, type: 'interrupt', bytes: 64, interval: 1 } as const
  const described = Buffer.from([9, 0x21, 0x11, 0x01, 0, 1, 0x22, hid.reportDescriptor?.length ?? 0, 0])
  const endpointOf = (endpoint: number) => endpoint - 1
  return {
    ...hid,
    device: deviceDescriptor({ vendor: 0x1209, product: 3, deviceClass: [0xef, 2, 1], strings: [1, 2, 3] }),
    configuration: configurationDescriptor([
      { number: 0, is: [3, 0, 0], extra: described, endpoints: [report] },
      ...serialInterfaces(1, NOTIFY, DATA),
    ]),
    control: (setup, data) => (setup.index === 0 ? hid : serial).control(setup, data),
    out: (endpoint, bytes, stop) => serial.out(endpointOf(endpoint), bytes, stop),
    in: (endpoint, bytes, stop) =>
      endpoint === 1 ? hid.in(endpoint, bytes, stop) : serial.in(endpointOf(endpoint), bytes, stop),
  }
}
