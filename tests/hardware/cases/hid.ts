import assert from 'node:assert/strict'
import { makeHidGadget } from '../../../drivers/gadget/hid.ts'
import { makeHidScanner } from '../../../drivers/gadget/hid-scanner.ts'
import { makeStripeReader } from '../../../drivers/gadget/stripe-reader.ts'
import { makeRealClock } from '../../../drivers/clock/real.ts'
import { driveStripeReader } from '../../../drivers/reader/over-hid.ts'
import { driveHidScanner } from '../../../drivers/scanner/over-hid.ts'
import { until } from '../bench.ts'
import { foundAt, openAt, plugging, type Case } from '../case.ts'

const { wait } = makeRealClock()
const LONG = '0112345678901231'.repeat(8)
const LOSSES = 200

export const HID_CASES: readonly Case[] = [
  {
    name: 'hid: a scanner is found with what it is for, and where it is',
    run: (hands) =>
      plugging(hands, [makeHidScanner({ serial: 'H-7' })], async (plugged) => {
        const found = await foundAt(hands.real.hid, plugged)
        assert.deepEqual(
          { ...found, path: '' },
          {
            ...{ by: 'hid', vendor: 0x0c2e, product: 0x0b81, serial: 'H-7', place: plugged.place, path: '' },
            ...{ name: 'Bar code scanner', usage: { page: 0x8c, id: 2 }, classes: [3] },
          },
        )
      }),
  },
  ...(['aim', 'plain'] as const).map((layout): Case => ({
    name: `hid: codes of a scanner in HID POS mode, layout ${layout}, short and in parts`,
    run: (hands) => {
      const scanner = makeHidScanner({ layout })
      return plugging(hands, [scanner], async (plugged) => {
        const line = await openAt(hands.real.hid, plugged, null)
        const codes: string[] = []
        driveHidScanner(line, { wait, onCode: (code) => codes.push(code) })
        scanner.scan('6901234567892')
        scanner.scan(LONG)
        await until(() => (codes.length === 2 ? true : null), 'the codes do not come')
        const aim = layout === 'aim' ? ']E0' : ''
        assert.deepEqual(codes, [`${aim}6901234567892`, `${aim}${LONG}`])
        await line.close()
      })
    },
  })),
  {
    name: `hid: ${LOSSES} reports in a row, none lost, none twice, in order`,
    run: (hands) => {
      const scanner = makeHidScanner()
      return plugging(hands, [scanner], async (plugged) => {
        const line = await openAt(hands.real.hid, plugged, null)
        const codes: string[] = []
        driveHidScanner(line, { wait, onCode: (code) => codes.push(code) })
        const wanted = Array.from({ length: LOSSES }, (_, at) => `]E0${at}`)
        for (const code of wanted) {
          scanner.scan(code.slice(3))
          await wait(1)
        }
        await until(() => (codes.length >= LOSSES ? true : null), `${codes.length} of ${LOSSES} reports`)
        assert.deepEqual(codes, wanted)
        await line.close()
      })
    },
  },
  {
    name: 'hid: reports of several packets: encrypted swipes',
    run: (hands) => {
      const keys = { baseKey: Buffer.from('0123456789ABCDEFFEDCBA9876543210', 'hex'), serial: 'R-1' }
      const reader = makeStripeReader({ layout: 'magnesafe', ...keys, ksn: Buffer.from('FFFF9876543210E00000', 'hex') })
      return plugging(hands, [reader], async (plugged) => {
        const line = await openAt(hands.real.hid, plugged, null)
        let swipes = 0
        driveStripeReader(line, { layout: 'magnesafe', onSwipe: (swipe) => (swipes += 'fault' in swipe ? 0 : 1) })
        reader.swipe('4111111111111111=30121010000000000')
        reader.swipe('4111111111111111=30121010000000000')
        await until(() => (swipes === 2 ? true : null), `${swipes} swipes of 2`)
        await line.close()
      })
    },
  },
  {
    name: 'hid: feature reports, with a number and without; refused ones',
    run: (hands) => {
      const descriptor = makeHidScanner().reportDescriptor
      const feature = (id: number) => (id === 7 ? Buffer.from([7, 1, 2]) : id === 0 ? Buffer.from([3, 4]) : null)
      const words = { vendor: 0x1209, product: 2, manufacturer: 'Station', name: 'Features', serial: 'F-1' }
      const gadget = makeHidGadget({ ...words, feature, reportDescriptor: descriptor ?? new Uint8Array(0) })
      return plugging(hands, [gadget], async (plugged) => {
        const line = await openAt(hands.real.hid, plugged, null)
        assert.deepEqual(await line.feature(7, 3), Buffer.from([7, 1, 2]))
        assert.deepEqual(await line.feature(0, 2), Buffer.from([3, 4]))
        assert.equal(await line.feature(9, 3), null)
        assert.equal(await line.sendFeature(Buffer.from([7, 5])), false)
        await line.close()
      })
    },
  },
  {
    name: 'hid: pulled out while it is read, the line ends; in again, it is heard again',
    run: async (hands) => {
      const scanner = makeHidScanner()
      const plugged = await hands.plug(scanner)
      const line = await openAt(hands.real.hid, plugged, null)
      let ended = 0
      line.onEnd(() => ended++)
      await plugged.unplug()
      await until(() => (ended === 1 ? true : null), 'the line does not end')
      assert.deepEqual([await line.feature(1, 8), await line.sendFeature(Buffer.from([1, 2]))], [null, false])
      await line.close()
      await plugging(hands, [scanner], async (again) => {
        const next = await openAt(hands.real.hid, again, null)
        const codes: string[] = []
        driveHidScanner(next, { wait, onCode: (code) => codes.push(code) })
        scanner.scan('back')
        await until(() => (codes[0] === ']E0back' ? true : null), 'it is not heard')
        await next.close()
      })
    },
  },
  {
    name: 'hid: held once; closed, it is silent and opens again',
    run: (hands) => {
      const scanner = makeHidScanner()
      return plugging(hands, [scanner], async (plugged) => {
        const line = await openAt(hands.real.hid, plugged, null)
        const found = await foundAt(hands.real.hid, plugged)
        assert.deepEqual(await hands.real.hid.open(found, null), { ok: false, why: 'busy' })
        let heard = 0
        line.onReport(() => heard++)
        line.onEnd(() => heard++)
        await line.close()
        await line.close()
        scanner.scan('nobody')
        const again = await openAt(hands.real.hid, plugged, null)
        const codes: string[] = []
        driveHidScanner(again, { wait, onCode: (code) => codes.push(code) })
        scanner.scan('somebody')
        await until(() => (codes.includes(']E0somebody') ? true : null), 'it is not heard')
        assert.equal(heard, 0)
        await again.close()
      })
    },
  },
  {
    name: 'hid: a second of the same make is told apart by where it is',
    run: (hands) => {
      const scanners = [makeHidScanner(), makeHidScanner()] as const
      return plugging(hands, scanners, async (...plugged) => {
        const codes: string[] = []
        const lines = await Promise.all(
          plugged.map(async (each, at) => {
            const line = await openAt(hands.real.hid, each, null)
            driveHidScanner(line, { wait, onCode: (code) => codes.push(`${at}${code}`) })
            return line
          }),
        )
        scanners[1].scan('b')
        await until(() => (codes.length === 1 ? true : null), 'it is not heard')
        scanners[0].scan('a')
        await until(() => (codes.length === 2 ? true : null), 'it is not heard')
        assert.deepEqual(codes, ['1]E0b', '0]E0a'])
        for (const line of lines) await line.close()
      })
    },
  },
]
