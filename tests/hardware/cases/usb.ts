import assert from 'node:assert/strict'
import { makeOdd } from '../../../drivers/gadget/odd.ts'
import { until } from '../bench.ts'
import { foundAt, lineOf, openAt, plugging, textOf, type Case, type Hands } from '../case.ts'
import type { UsbLine } from '../../../drivers/pipe/port.ts'
import type { OddGadget } from '../../../drivers/gadget/odd.ts'
import type { Plugged } from '../bench.ts'

const VENDOR = { interfaceClass: 0xff }
const LIMIT_MS = 5_000
const SHORT_MS = 1_000

/** An odd device, plugged in and open. */
const withOdd = (hands: Hands, work: (line: UsbLine, odd: OddGadget, plugged: Plugged) => Promise<void>) => {
  const odd = makeOdd()
  return plugging(hands, [odd], async (plugged) => {
    const line = await openAt(hands.real.usb, plugged, VENDOR)
    try {
      await work(line, odd, plugged)
    } finally {
      await line.close()
    }
  })
}

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
  {
    name: 'usb: pulled out with a read pending, the read and the line end',
    run: async (hands) => {
      const plugged = await hands.plug(makeOdd())
      const line = await openAt(hands.real.usb, plugged, VENDOR)
      let ended = false
      line.onEnd(() => (ended = true))
      const [reading, notified] = [line.receive(20_000), line.notified(20_000)]
      await plugged.unplug()
      assert.deepEqual([await reading, await notified], ['gone', 'gone'])
      await until(() => ended || null, 'the line does not end')
      assert.deepEqual([await line.send(Buffer.from('x'), LIMIT_MS), await line.receive(LIMIT_MS)], ['none', 'gone'])
      await line.close()
    },
  },
  {
    name: 'usb: pulled out with nothing under way, the line ends as well',
    run: async (hands) => {
      const plugged = await hands.plug(makeOdd())
      const line = await openAt(hands.real.usb, plugged, VENDOR)
      let ended = false
      line.onEnd(() => (ended = true))
      await plugged.unplug()
      await until(() => ended || null, 'the line does not end')
      await line.close()
    },
  },
  {
    name: 'usb: closed with a read pending, it is given back; it opens again at once',
    run: (hands) =>
      plugging(hands, [makeOdd()], async (plugged) => {
        const line = await openAt(hands.real.usb, plugged, VENDOR)
        let ended = false
        line.onEnd(() => (ended = true))
        const reading = line.receive(20_000)
        const began = performance.now()
        await line.close()
        assert.ok(performance.now() - began < 12_000, 'closing waits for the whole read')
        assert.equal(await reading, 'gone')
        assert.equal(ended, false)
        const again = await openAt(hands.real.usb, plugged, VENDOR)
        assert.equal(await again.send(Buffer.from('x'), LIMIT_MS), 'all')
        await again.close()
      }),
  },
  {
    name: 'usb: one program has it: busy for the next, which does not take it away',
    run: (hands) =>
      withOdd(hands, async (line, odd, plugged) => {
        const found = await foundAt(hands.real.usb, plugged)
        assert.deepEqual(await hands.real.usb.open(found, VENDOR), { ok: false, why: 'busy' })
        const other = await hands.pipes()
        assert.deepEqual(await other.usb.open(found, VENDOR), { ok: false, why: 'busy' })
        await other.kill()
        odd.say(Buffer.from('still here'))
        assert.equal(textOf(await line.receive(LIMIT_MS)), 'still here')
      }),
  },
  {
    name: 'usb: no such interface is unsupported; a device that is gone, absent; plugged in again it is another',
    run: async (hands) => {
      const odd = makeOdd()
      const plugged = await hands.plug(odd)
      const found = await foundAt(hands.real.usb, plugged)
      assert.deepEqual(await hands.real.usb.open(found, { interfaceClass: 7 }), { ok: false, why: 'unsupported' })
      await plugged.unplug()
      assert.deepEqual(await hands.real.usb.open(found, VENDOR), { ok: false, why: 'absent' })
      await plugging(hands, [odd], async (again) => {
        const other = await foundAt(hands.real.usb, again)
        assert.deepEqual([other.place === found.place, other.path === found.path], [true, false])
        await lineOf(await hands.real.usb.open(other, VENDOR)).close()
      })
    },
  },
  {
    name: 'usb: two of the same make and serial number are told apart by where they are',
    run: (hands) => {
      const [one, two] = [makeOdd(), makeOdd()]
      return plugging(hands, [one, two], async (first, second) => {
        assert.notEqual(first.place, second.place)
        const lines = [
          await openAt(hands.real.usb, first, VENDOR),
          await openAt(hands.real.usb, second, VENDOR),
        ] as const
        one.say(Buffer.from('one'))
        two.say(Buffer.from('two'))
        assert.deepEqual(
          [textOf(await lines[0].receive(LIMIT_MS)), textOf(await lines[1].receive(LIMIT_MS))],
          ['one', 'two'],
        )
        for (const line of lines) await line.close()
      })
    },
  },
  {
    name: 'usb: plugging in and pulling out is told',
    run: async (hands) => {
      let told = 0
      hands.real.usb.onChange(() => told++)
      const plugged = await hands.plug(makeOdd())
      await until(() => (told > 0 ? true : null), 'nobody tells of what is plugged in')
      await foundAt(hands.real.usb, plugged)
      // It is told again a little later; all that is over before the next.
      await until(async () => ((await settled(() => told)) ? true : null), 'it is told on and on')
      const before = told
      await plugged.unplug()
      await until(() => (told > before ? true : null), 'nobody tells of what is pulled out')
    },
  },
]

async function settled(count: () => number): Promise<boolean> {
  const before = count()
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  return count() === before
}
