import { makeSerialPrinter, makeUsbPrinter } from '#drivers/gadget/printer'
import { describe, expect, it } from 'vitest'
import { COLUMNS, onSerial, onUsb, type Cable } from '../../tests/world/printer-ways.ts'
import { bytesOf } from './bytes.ts'
import { COMMANDS_OF_OTHERS } from './decode-more.ts'
import { makeEscposPrinter } from './escpos.ts'
import type { PrintCommand } from './port.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const job = (text: string) => ({ id: text, commands: [line(text), line('谢谢'), { do: 'cut' } as const] })

const WIDTH_BYTES = 48
const HEIGHT = 100
/** `GS 8 L p1-p4 48 112 48 1 1 49 xL xH yL yH` (function 112): 384 by 100 dots, of bytes that would be text. */
const HEADER = Buffer.from([0x1d, 0x38, 0x4c, 0, 0, 0, 0, 48, 112, 48, 1, 1, 49, WIDTH_BYTES * 8, 1, HEIGHT, 0])
const DOTS = Buffer.alloc(WIDTH_BYTES * HEIGHT, '#')
HEADER.writeUInt32LE(HEADER.length - 7 + DOTS.length, 3)
const BEGIN = bytesOf([line('前一位顾客')])
const QR = bytesOf([{ do: 'qr', content: 'x'.repeat(200) }])

/** What the program that was killed had sent of its job. */
const HALVES: readonly (readonly [string, Buffer])[] = [
  ['in the middle of a picture', Buffer.concat([BEGIN, HEADER, DOTS.subarray(0, DOTS.length / 2)])],
  ['one byte before the end of a picture', Buffer.concat([BEGIN, HEADER, DOTS.subarray(1)])],
  ['in the head of a picture', Buffer.concat([BEGIN, HEADER.subarray(0, 9)])],
  ['in the middle of a QR code', Buffer.concat([BEGIN, QR.subarray(0, QR.length - 100)])],
  ['in the middle of a line', BEGIN.subarray(0, BEGIN.length - 3)],
]
const marks = () => {
  let count = 0
  return () => String(count++).padStart(4, '0')
}
const MARKS = [
  ['marks no questions', {}],
  ['marks its questions', { newMark: marks() }],
] as const
const make = { columns: COLUMNS, commands: COMMANDS_OF_OTHERS }
const killed = (way: Cable, half: Buffer) => way.printer.say(way.firmware.take(half))

describe.each(MARKS)('a printer that %s, when a program begins whose forerunner was killed', (_name, marking) => {
  it.each(HALVES)('%s, prints the next slip whole where its cable can reset it', async (_where, half) => {
    const way = await onUsb(makeUsbPrinter(make))
    killed(way, half)
    const printer = makeEscposPrinter({ ...way, ...marking, columns: COLUMNS })
    await way.soon(printer.look())
    expect(await way.soon(printer.print(job('two')))).toBe('printed')
    expect([way.firmware.sheets().at(-1), way.printer.resets()]).toEqual([['two', '谢谢'], 1])
    expect(await way.soon(printer.print(job('three')))).toBe('printed')
    expect([way.firmware.sheets().at(-1), way.printer.resets()]).toEqual([['three', '谢谢'], 1])
  })

  it.each(HALVES)('%s, prints nothing as the rest of that where it can not', async (_where, half) => {
    const way = await onSerial(makeSerialPrinter(COLUMNS, COMMANDS_OF_OTHERS))
    killed(way, half)
    const printer = makeEscposPrinter({ ...way, ...marking, columns: COLUMNS })
    await way.soon(printer.look())
    expect([await way.soon(printer.print(job('two'))), printer.status()]).toEqual(['refused', 'fault'])
    expect(way.firmware.sheets().flat()).not.toContain('two')
    // Switched off and on, as the screen says.
    way.firmware.connected()
    await way.soon(printer.look())
    expect(await way.soon(printer.print(job('three')))).toBe('printed')
    expect(way.firmware.sheets().at(-1)).toEqual(['three', '谢谢'])
  })

  it('opens the drawer all the same', async () => {
    const way = await onUsb(makeUsbPrinter(make))
    killed(way, Buffer.concat([HEADER, DOTS.subarray(1)]))
    const printer = makeEscposPrinter({ ...way, ...marking, columns: COLUMNS })
    expect([await way.soon(printer.openDrawer()), way.firmware.drawerOpenings()]).toEqual(['printed', 1])
  })

  it('with a whole slip waiting in it, prints that too, and is not reset', async () => {
    const way = await onUsb(makeUsbPrinter(make))
    way.set('slow')
    killed(way, bytesOf(job('one').commands))
    const printer = makeEscposPrinter({ ...way, ...marking, columns: COLUMNS })
    const printing = printer.print(job('two'))
    await way.clock.advance(10_000)
    way.set('fine')
    expect([await way.soon(printing), way.firmware.sheets().map(([text]) => text)]).toEqual(['printed', ['one', 'two']])
    expect([way.printer.resets(), way.firmware.complaints()]).toEqual([0, []])
  })
})
