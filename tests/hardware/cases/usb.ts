import assert from 'node:assert/strict'
import { makeOdd } from '../../../drivers/gadget/odd.ts'
import { foundAt, openAt, plugging, textOf, type Case } from '../case.ts'
import { LIMIT_MS, SHORT_MS, VENDOR, withOdd } from './odd.ts'
import type { UsbLine } from '../../../drivers/pipe/port.ts'

const receivedIn = async (line: UsbLine, bytes: number) => {
  const parts: Uint8Array[] = []
  let length = 0
  while (length < bytes) {
    const part = await line.receive(LIMIT_MS)
    if (typeof part === 'string') assert.fail(`${part} after ${length} bytes`)
    parts.push(part)
    length += part.length
  }
  return Buffer.concat(parts)
}

export const USB_CASES: readonly Case[] = [
  {
    name: 'usb: a device is found with all it says of itself, and where it is',
    run: (hands) =>
      plugging(hands, [makeOdd({ serial: 'S-42' })], async (plugged) => {
        const found = await foundAt(hands.real.usb, plugged)
        assert.deepEqual(
          { ...found, path: '' },
          {
            ...{ by: 'usb', vendor: 0x1209, product: 1, serial: 'S-42', place: plugged.place, path: '' },
            ...{ name: 'Odd device', usage: null, classes: [0xff] },
          },
        )
      }),
  },
  {
    name: 'usb: bytes go out and come back, at full and at high speed',
    run: async (hands) => {
      for (const packetBytes of [64, 512] as const) {
        const odd = makeOdd({ packetBytes })
        await plugging(hands, [odd], async (plugged) => {
          const line = await openAt(hands.real.usb, plugged, VENDOR)
          const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, at) => at % 251))
          assert.equal(await line.send(bytes, LIMIT_MS), 'all')
          assert.deepEqual(await receivedIn(line, bytes.length), bytes)
          await line.close()
        })
      }
    },
  },
  {
    name: 'usb: short transfers and those of whole packets arrive as they are',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        for (const length of [1, 8, 63, 64, 65, 128, 300]) {
          odd.say(Buffer.alloc(length, length))
          assert.deepEqual(await line.receive(LIMIT_MS), Buffer.alloc(length, length))
        }
      }),
  },
  {
    name: 'usb: a silent device is late at the limit, and heard afterwards',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        const began = performance.now()
        assert.equal(await line.receive(SHORT_MS), 'late')
        assert.ok(performance.now() - began >= SHORT_MS)
        odd.say(Buffer.from('now'))
        assert.equal(textOf(await line.receive(LIMIT_MS)), 'now')
      }),
  },
  {
    name: 'usb: a long wait made of several transfers still hears an answer',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        const waiting = line.receive(3 * LIMIT_MS)
        setTimeout(() => odd.say(Buffer.from('late')), LIMIT_MS + 700)
        assert.equal(textOf(await waiting), 'late')
      }),
  },
  {
    name: 'usb: a stall in is told, and the pipe works again',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        odd.say('stalled')
        assert.equal(await line.receive(LIMIT_MS), 'stalled')
        odd.say(Buffer.from('again'))
        assert.equal(textOf(await line.receive(LIMIT_MS)), 'again')
      }),
  },
  {
    name: 'usb: a stall out is never "all", and the pipe works again',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        odd.mood('stall')
        assert.equal(await line.send(Buffer.from('no'), LIMIT_MS), 'some')
        odd.mood('echo')
        assert.equal(await line.send(Buffer.from('yes'), LIMIT_MS), 'all')
        assert.equal(textOf(odd.taken()), 'yes')
      }),
  },
  {
    name: 'usb: what is not taken within its limit is "some", and never goes out later',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        odd.mood('deaf')
        assert.equal(await line.send(Buffer.from('too late'), SHORT_MS), 'some')
        odd.mood('echo')
        assert.equal(await line.send(Buffer.from('after'), LIMIT_MS), 'all')
        assert.equal(textOf(odd.taken()), 'after')
      }),
  },
  {
    name: 'usb: a device that takes a part and stops leaves "some"',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        odd.mood({ bite: 3 })
        assert.equal(await line.send(Buffer.from('abcdef'), SHORT_MS), 'some')
        odd.mood('echo')
        assert.equal(textOf(odd.taken()), 'abc')
      }),
  },
  {
    name: 'usb: endless data is heard in bounded parts, and closing ends it',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        odd.mood('endless')
        for (let part = 0; part < 5; part++) {
          const bytes = await line.receive(LIMIT_MS)
          assert.ok(bytes instanceof Uint8Array && bytes.length > 0 && bytes.length <= 16_384)
        }
        odd.mood('echo')
      }),
  },
  {
    name: 'usb: control requests are asked, told and refused',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        const request = { type: 'vendor', value: 0 } as const
        assert.deepEqual(await line.ask({ ...request, request: 1 }, 5), Buffer.alloc(5, 0xa5))
        assert.equal(await line.tell({ ...request, request: 2 }, Buffer.from('told')), true)
        assert.equal(textOf(odd.taken()), 'told')
        assert.equal(await line.ask({ ...request, request: 9 }, 5), null)
        assert.equal(await line.tell({ ...request, request: 9 }), false)
        // A refused one ends nothing.
        assert.equal(await line.send(Buffer.from('x'), LIMIT_MS), 'all')
      }),
  },
  {
    name: 'usb: notifications come beside transfers',
    run: (hands) =>
      withOdd(hands, async (line, odd) => {
        const [notified, received] = [line.notified(LIMIT_MS), line.receive(LIMIT_MS)]
        odd.notify(Buffer.from('bell'))
        odd.say(Buffer.from('data'))
        assert.deepEqual([textOf(await notified), textOf(await received)], ['bell', 'data'])
      }),
  },
]
