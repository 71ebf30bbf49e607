import assert from 'node:assert/strict'
import { makeOdd } from '../../../drivers/gadget/odd.ts'
import { until } from '../bench.ts'
import { foundAt, lineOf, openAt, plugging, textOf, type Case } from '../case.ts'
import { LIMIT_MS, VENDOR, withOdd } from './odd.ts'

/** Who holds a USB device, and until when: pulled out, closed, taken by another. */
export const USB_HOLDING_CASES: readonly Case[] = [
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
