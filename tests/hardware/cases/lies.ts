import assert from 'node:assert/strict'
import { configurationDescriptor } from '../../../drivers/gadget/descriptors.ts'
import { makeHidScanner } from '../../../drivers/gadget/hid-scanner.ts'
import { makeOdd } from '../../../drivers/gadget/odd.ts'
import type { Gadget, Setup } from '../../../drivers/gadget/port.ts'
import { until } from '../bench.ts'
import type { Found } from '../../../drivers/pipe/port.ts'
import { foundAt, type Case, type Hands } from '../case.ts'
import type { Meddle } from '../usbip/control.ts'

/** Whatever a device says of itself, it takes down nobody, holds up nobody, and is answered within these, ms. */
const LIST_MS = 5_000
const OPEN_MS = 15_000
const TEXT_CHARACTERS = 64

interface Lie {
  readonly says: string
  readonly gadget?: () => Gadget
  readonly meddle?: Meddle
  /** How opening it may end. */
  readonly opens: readonly string[]
}

const isDescriptor = (setup: Setup, kind: number) => setup.request === 6 && setup.value >> 8 === kind
const [CONFIGURATION, STRING] = [2, 3]
const honest = makeOdd()

/** The configuration of an odd device, with some bytes changed. */
const changed = (...changes: readonly (readonly [at: number, byte: number])[]): Buffer => {
  const bytes = Buffer.from(honest.configuration)
  for (const [at, byte] of changes) bytes[at] = byte
  return bytes
}
/** Said whenever the configuration is asked for. */
const saying =
  (bytes: Uint8Array): Meddle =>
  (setup) =>
    isDescriptor(setup, CONFIGURATION) ? bytes.subarray(0, setup.length) : undefined

const ANY = ['ok', 'absent', 'unsupported', 'fault', 'busy']
const LIES: readonly Lie[] = [
  { says: 'a configuration longer than it gives', meddle: saying(changed([2, 0xff], [3, 0x0f])), opens: ANY },
  { says: 'a configuration of 65535 bytes', meddle: saying(changed([2, 0xff], [3, 0xff])), opens: ANY },
  { says: 'a configuration shorter than its head', meddle: saying(changed([2, 4])), opens: ANY },
  { says: 'five interfaces, and has one', meddle: saying(changed([4, 5])), opens: ['ok'] },
  { says: 'an interface with the number 200', meddle: saying(changed([11, 200])), opens: ANY },
  { says: 'nine endpoints, and has three', meddle: saying(changed([13, 9])), opens: ['ok'] },
  { says: 'an interface descriptor of no length', meddle: saying(changed([9, 0])), opens: ANY },
  { says: 'an endpoint descriptor that reaches beyond the end', meddle: saying(changed([32, 200])), opens: ANY },
  { says: 'packets of no bytes', meddle: saying(changed([22, 0], [29, 0])), opens: ANY },
  { says: 'packets of 2047 bytes', meddle: saying(changed([22, 0xff], [23, 7])), opens: ANY },
  { says: 'an endpoint with the number 0', meddle: saying(changed([20, 0x80])), opens: ANY },
  {
    says: 'nothing, when it is asked for its strings',
    meddle: (setup) => (isDescriptor(setup, STRING) ? 'silence' : undefined),
    opens: ['ok'],
  },
  {
    says: 'strings longer than they are',
    meddle: (setup) => (isDescriptor(setup, STRING) ? Buffer.from([255, STRING, 0x41, 0, 0x42]) : undefined),
    opens: ['ok'],
  },
  { says: 'a name of 126 characters', gadget: () => ({ ...makeOdd({ serial: '长'.repeat(126) }) }), opens: ['ok'] },
  {
    says: 'a configuration of nothing but interfaces',
    gadget: () => ({
      ...makeOdd(),
      configuration: configurationDescriptor(
        Array.from({ length: 32 }, (_, number) => ({ number, is: [0xff, 0, 0], endpoints: [] })),
      ),
    }),
    opens: ['ok'],
  },
  {
    says: 'a report descriptor of noise',
    gadget: () => ({ ...makeHidScanner(), reportDescriptor: Buffer.alloc(70, 0xa5) }),
    opens: ['unsupported'],
  },
]

export const LIE_CASES: readonly Case[] = LIES.map(({ says, gadget, meddle, opens }): Case => ({
  name: `lies: a device that says ${says}`,
  run: async (hands) => {
    const plugged = await hands.plug(gadget?.() ?? makeOdd(), meddle)
    try {
      await quiet(hands)
      const began = performance.now()
      const all = (await Promise.all([hands.real.usb.list(), hands.real.hid.list(), hands.real.serial.list()])).flat()
      assert.ok(performance.now() - began < LIST_MS, 'it holds up a list')
      for (const { serial, name } of all)
        assert.ok((serial ?? '').length <= TEXT_CHARACTERS && (name ?? '').length <= TEXT_CHARACTERS)
      const isIt = ({ place, by }: Found) => place === plugged.place && by === 'usb'
      // One the kernel will have nothing to do with is not seen at all.
      const found = opens.includes('absent') ? all.find(isIt) : await foundAt(hands.real.usb, plugged)
      if (!found) return
      const opening = performance.now()
      const opened = await hands.real.usb.open(found, { interfaceClass: 0xff })
      assert.ok(performance.now() - opening < OPEN_MS, 'it holds up being opened')
      assert.ok(opens.includes(opened.ok ? 'ok' : opened.why), `opening it: ${opened.ok ? 'ok' : opened.why}`)
      if (!opened.ok) return
      // Whatever it is, this ends.
      await opened.line.send(Buffer.from('x'), 500)
      await opened.line.receive(1_000)
      await opened.line.notified(1_000)
      await opened.line.close()
    } finally {
      await plugged.unplug()
    }
    assert.ok(Array.isArray(await hands.real.usb.list()))
  },
}))

/** The kernel has asked all it asks of a new device. */
const quiet = (hands: Hands) =>
  until(async () => {
    await hands.shell('udevadm settle')
    return true
  }, 'udev does not settle')
