import assert from 'node:assert/strict'
import { makeRealClock } from '../../../drivers/clock/real.ts'
import { makeCcidReader } from '../../../drivers/chip/reader.ts'
import { makeCardReader } from '../../../drivers/gadget/card-reader.ts'
import { makeSerialPrinter, makeUsbPrinter } from '../../../drivers/gadget/printer.ts'
import { AID, makeSmartCard } from '../../../drivers/gadget/smart-card.ts'
import type { Gadget } from '../../../drivers/gadget/port.ts'
import type { Found } from '../../../drivers/pipe/port.ts'
import { makeEscposPrinter } from '../../../drivers/printer/escpos.ts'
import { COMMANDS_OF_OTHERS } from '../../../drivers/printer/decode-more.ts'
import type { PrintCommand } from '../../../drivers/printer/port.ts'
import { makeSerialConnect } from '../../../drivers/printer/serial.ts'
import { makeUsbWay } from '../../../drivers/printer/usb.ts'
import { until, type Plugged } from '../bench.ts'
import { foundAt, plugging, type Case, type Hands } from '../case.ts'
import { startService } from '../pcsc/service.ts'
import { programAt } from '../system.ts'

const clock = makeRealClock()
const { wait } = clock
const COLUMNS = 32
const ROWS = 40
const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const job = (id: string, rows = 1) => ({
  id,
  commands: [...Array.from({ length: rows }, (_, row) => line(`${id} ${row}`)), { do: 'cut' } as const],
})
const sheetOf = (id: string, rows = 1) => Array.from({ length: rows }, (_, row) => `${id} ${row}`)
const SELECT = Uint8Array.of(0x00, 0xa4, 0x04, 0x00, AID.length, ...AID, 0x00)
const READ = Uint8Array.of(0x00, 0xb0, 0, 0, 0)
const ASKED = { min: 4, max: 6, seconds: 20 }

/** A reader of Gemalto's, which libccid knows by its numbers. */
const [VENDOR_AT, GEMALTO] = [8, Uint8Array.of(0xe6, 0x08, 0x37, 0x34)]
export const asGemalto = (gadget: Gadget): Gadget => {
  const device = Uint8Array.from(gadget.device)
  device.set(GEMALTO, VENDOR_AT)
  return { ...gadget, device }
}

/** `GS 8 L` (function 112): 384 by 100 dots are 4,800 bytes, of which there are so few. */
const HALF_A_PICTURE = Buffer.from([
  ...[0x1d, 0x38, 0x4c, 0xca, 0x12, 0, 0, 48, 112, 48, 1, 1, 49, 0x80, 1, 100, 0],
  ...Buffer.alloc(1_000, '#'),
])

/** The station's driver on the printer that is plugged in there. */
async function usbPrinterAt({ real: { usb } }: Hands, plugged: Plugged) {
  await foundAt(usb, plugged)
  const pick = (all: readonly Found[]) => all.find(({ place }) => place === plugged.place) ?? null
  const { connect, release } = makeUsbWay({ usb, pick, wait })
  return { printer: makeEscposPrinter({ connect, wait, columns: COLUMNS }), release }
}

export const DEVICE_CASES: readonly Case[] = [
  {
    name: 'devices: a USB printer prints each slip once, says when it is out of paper, and prints again',
    run: (hands) => {
      const inside = makeUsbPrinter({ columns: COLUMNS })
      return plugging(hands, [inside.gadget], async (plugged) => {
        const { printer, release } = await usbPrinterAt(hands, plugged)
        assert.equal(await printer.print(job('a')), 'printed')
        assert.equal(await printer.print(job('long', ROWS)), 'printed')
        inside.set('paper-out')
        assert.equal(await printer.print(job('b')), 'refused')
        assert.equal(printer.status(), 'paper-out')
        inside.set('fine')
        assert.equal(await printer.print(job('c')), 'printed')
        await release()
        assert.deepEqual(inside.firmware.sheets(), [sheetOf('a'), sheetOf('long', ROWS), sheetOf('c')])
      })
    },
  },
  {
    name: 'devices: a USB printer pulled out in the middle of a slip leaves it unknown, and the next one is printed',
    run: async (hands) => {
      const inside = makeUsbPrinter({ columns: COLUMNS })
      const { usb } = hands.real
      const pick = (all: Awaited<ReturnType<typeof usb.list>>) => all.find(({ vendor }) => vendor === 0x0416) ?? null
      const { connect, release } = makeUsbWay({ usb, pick, wait })
      const printer = makeEscposPrinter({ connect, wait, columns: COLUMNS })
      const plugged = await hands.plug(inside.gadget)
      await foundAt(usb, plugged)
      inside.set('fine')
      await printer.look()
      const printing = printer.print(job('cut', 400))
      inside.set('jam')
      await wait(500)
      await plugged.unplug()
      assert.notEqual(await printing, 'printed')
      inside.set('fine')
      await plugging(hands, [inside.gadget], async (again) => {
        await foundAt(usb, again)
        assert.equal(await printer.print(job('next')), 'printed')
        await release()
        assert.deepEqual(inside.firmware.sheets().at(-1)?.at(-1), 'next 0')
      })
    },
  },
  {
    name: 'devices: a USB printer with half a picture of a program that was killed is reset, and prints the next slip',
    run: (hands) => {
      const inside = makeUsbPrinter({ columns: COLUMNS, commands: COMMANDS_OF_OTHERS })
      inside.say(inside.firmware.take(HALF_A_PICTURE))
      return plugging(hands, [inside.gadget], async (plugged) => {
        const { printer, release } = await usbPrinterAt(hands, plugged)
        assert.equal(await printer.print(job('a')), 'printed')
        assert.equal(await printer.print(job('b')), 'printed')
        await release()
        assert.deepEqual([inside.firmware.sheets(), inside.resets()], [[sheetOf('a'), sheetOf('b')], 1])
      })
    },
  },
  {
    name: 'devices: a serial printer prints each slip once',
    run: (hands) => {
      const inside = makeSerialPrinter(COLUMNS)
      return plugging(hands, [inside.gadget], async (plugged) => {
        const found = await foundAt(hands.real.serial, plugged)
        const { serial } = hands.real
        const connect = makeSerialConnect({ serial, pick: () => found, options: { baud: 9_600 }, answers: true, wait })
        const printer = makeEscposPrinter({ connect, wait, columns: COLUMNS })
        assert.equal(await printer.print(job('a', ROWS)), 'printed')
        assert.equal(await printer.print(job('b')), 'printed')
        assert.deepEqual(inside.firmware.sheets(), [sheetOf('a', ROWS), sheetOf('b')])
      })
    },
  },
  ...(['tpdu', 'short', 'extended'] as const).map((level): Case => ({
    name: `devices: a chip card is read and its PIN taken on the reader’s keys, at the level ${level}`,
    run: (hands) => chipCase(hands, level),
  })),
  {
    name: 'devices: the system’s own service for chip cards reads our reader, and holds it',
    run: async (hands) => {
      // A daemon is not put on a machine for this.
      if (programAt('pcscd') === null) return 'pcscd with libccid is not installed'
      for (const protocol of [0, 1] as const)
        for (const level of ['tpdu', 'short'] as const) await serviceCase(hands, level, protocol)
      return undefined
    },
  },
]

async function chipCase(hands: Hands, level: 'tpdu' | 'short' | 'extended'): Promise<void> {
  const gadget = makeCardReader({ level, automatic: false, pinPad: true, interrupt: true }, clock)
  await plugging(hands, [gadget.gadget], async (plugged) => {
    await foundAt(hands.real.usb, plugged)
    const isOurs = ({ place }: { readonly place: string | null }) => place === plugged.place
    const reader = makeCcidReader({ usb: hands.real.usb, clock, isOurs })
    const stop = new AbortController()
    const watching = reader.watch(stop.signal)
    try {
      await until(() => (reader.status() === 'empty' ? true : null), `the reader is ${reader.status()}`)
      for (const protocol of [0, 1] as const) {
        const card = makeSmartCard({ protocol })
        gadget.insert(card)
        await until(() => (reader.status() === 'card' ? true : null), 'the card is not seen')
        const on = await reader.powerOn()
        assert.deepEqual(on, { is: 'on', atr: card.atr, protocol })
        assert.equal(statusOf(await reader.exchange(SELECT)), 0x9000)
        const read = await reader.exchange(READ)
        assert.ok(read.is === 'answer' && read.data.length === 256 && read.data[3] === 21)
        const verifying = reader.verifyPin(ASKED)
        await wait(1_000)
        gadget.press('1234')
        assert.equal(statusOf(await verifying), 0x9000)
        gadget.remove()
        await until(() => (reader.status() === 'empty' ? true : null), 'the card is still seen')
      }
    } finally {
      stop.abort()
      await watching
      await reader.close()
    }
  })
}

const statusOf = (exchanged: { readonly is: string; readonly status?: number }) => exchanged.status ?? exchanged.is

/** libccid, an independent driver of such readers, gives the card power and hears its answer to reset. */
async function serviceCase(hands: Hands, level: 'tpdu' | 'short', protocol: 0 | 1): Promise<void> {
  const gadget = makeCardReader({ level, automatic: true, pinPad: true, interrupt: true }, clock)
  const card = makeSmartCard({ protocol })
  await plugging(hands, [asGemalto(gadget.gadget)], async (plugged) => {
    const found = await foundAt(hands.real.usb, plugged)
    await hands.shell('udevadm settle')
    const { heard, stop } = await startService(hands, [])
    try {
      gadget.insert(card)
      const atr = [...card.atr].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')
      await heard(`Card ATR: ${atr}`)
      assert.deepEqual(await hands.real.usb.open(found, { interfaceClass: 11 }), { ok: false, why: 'busy' })
      gadget.remove()
      await heard('Card Removed From')
    } finally {
      await stop()
    }
  })
}
