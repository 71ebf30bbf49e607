import { makeVirtualClock } from '#drivers/clock/virtual'
import type { Gadget } from '#drivers/gadget/port'
import { makeUsbPrinter } from '#drivers/gadget/printer'
import type { Trouble } from '#drivers/pipe/port'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { describe, expect, it } from 'vitest'
import { COLUMNS, onUsb } from '../../tests/world/printer-ways.ts'
import { bytesOf } from './bytes.ts'
import { WRITE_MS } from './connection.ts'
import { isOtherPrinter, readDeviceId } from './device-id.ts'
import { makeEscposPrinter } from './escpos.ts'
import type { PrintCommand } from './port.ts'
import { makeUsbWay } from './usb.ts'
import { PIECE_BYTES } from './usb-held.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const job = (text: string) => ({ id: text, commands: [line(text), { do: 'cut' } as const] })

describe('a printer on a USB cable', () => {
  it('that takes no more byte ends the job within its limit; the rest is thrown away, and not sent again', async () => {
    const inside = makeUsbPrinter({ columns: COLUMNS })
    let isFull = false
    const gadget: Gadget = {
      ...inside.gadget,
      out: (endpoint, bytes, stop) => {
        // Ready when it is asked; its buffer is full when the job comes.
        if (isFull && bytes.length > 3) inside.set('jam')
        return inside.gadget.out(endpoint, bytes, stop)
      },
    }
    const way = await onUsb({ ...inside, gadget })
    const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    await way.soon(printer.look())
    isFull = true
    const before = way.clock.elapsedMs()
    expect(await way.soon(printer.print(job('one')))).toBe('unknown')
    expect(way.clock.elapsedMs() - before).toBeLessThan(2 * WRITE_MS)
    isFull = false
    // The host gave up, so the reset finds it with nothing that it had taken.
    const next = printer.print(job('two'))
    await way.clock.advance(0)
    inside.set('fine')
    expect([await way.soon(next), way.firmware.sheets()]).toEqual(['printed', [['two']]])
    expect(inside.resets()).toBe(1)
  })

  it('whose job was taken in part is reset before the next', async () => {
    const inside = makeUsbPrinter({ columns: COLUMNS })
    let pieces = 0
    const sizes: number[] = []
    const hold = new Promise<'taken'>(() => undefined)
    const gadget: Gadget = {
      ...inside.gadget,
      // The second piece of the long job, and nothing after that until it is reset.
      out: (endpoint, bytes, stop) => {
        sizes.push(bytes.length)
        if (bytes.length > 64) pieces++
        return pieces === 2 && inside.resets() === 0 ? hold : inside.gadget.out(endpoint, bytes, stop)
      },
    }
    const way = await onUsb({ ...inside, gadget })
    const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    const commands = [...Array<PrintCommand>(600).fill(line('农夫山泉')), { do: 'cut' } as const]
    expect(bytesOf(commands).length).toBeGreaterThan(PIECE_BYTES)
    expect(await way.soon(printer.print({ id: 'long', commands }))).toBe('unknown')
    expect([Math.max(...sizes), inside.resets()]).toEqual([PIECE_BYTES, 0])
    expect(await way.soon(printer.print(job('two')))).toBe('printed')
    expect([inside.resets(), inside.firmware.sheets().at(-1), pieces]).toEqual([1, ['two'], 2])
    expect(await way.soon(printer.print(job('three')))).toBe('printed')
    expect(inside.resets()).toBe(1)
  })

  it.each([
    ['fine', 'unknown', 'ready'],
    ['paper-out', 'refused', 'paper-out'],
    ['cover-open', 'refused', 'fault'],
  ] as const)('without a way back is asked by its plug: %s', async (mood, outcome, status) => {
    const way = await onUsb(makeUsbPrinter({ columns: COLUMNS, oneWay: true }))
    way.printer.set(mood)
    const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    expect([await way.soon(printer.print(job('one'))), printer.status(), printer.tells()]).toEqual([
      ...[outcome, status, false],
    ])
    expect(way.firmware.sheets()).toHaveLength(outcome === 'unknown' ? 1 : 0)
  })

  it('that gives empty answers without end is still heard', async () => {
    const inside = makeUsbPrinter({ columns: COLUMNS })
    let empties = 0
    const gadget: Gadget = {
      ...inside.gadget,
      in: (endpoint, bytes, stop) =>
        ++empties % 3 === 0 ? inside.gadget.in(endpoint, bytes, stop) : Promise.resolve(new Uint8Array(0)),
    }
    const way = await onUsb({ ...inside, gadget })
    const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    expect(await way.soon(printer.print(job('one')))).toBe('printed')
  })

  it('that stalls each read is given up, and says nothing', async () => {
    const inside = makeUsbPrinter({ columns: COLUMNS })
    let reads = 0
    const stalling = () => {
      reads++
      return Promise.resolve('stalled' as const)
    }
    const way = await onUsb({ ...inside, gadget: { ...inside.gadget, in: stalling } })
    const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    expect([await way.soon(printer.print(job('one'))), printer.status()]).toEqual(['refused', 'fault'])
    expect(reads).toBe(8)
  })

  it.each(['busy', 'denied'] as const)('that is %s is absent, and says why', async (why) => {
    const clock = makeVirtualClock(0)
    const sockets = makeVirtualSockets(clock)
    sockets.plug(makeUsbPrinter({ columns: COLUMNS }).gadget, '1-1')
    sockets.hinder('1-1', why)
    const told: (Trouble | 'other-printer')[] = []
    const { connect } = makeUsbWay({
      ...{ usb: sockets.pipes.usb, pick: ([found]) => found ?? null, wait: clock.wait },
      onTrouble: (trouble) => told.push(trouble),
    })
    expect([await connect(), told]).toEqual([null, [why]])
    sockets.hinder('1-1', null)
    const connection = await connect()
    expect(connection?.answers).toBe(true)
    // Two at once have it never.
    expect(await connect()).toBe(null)
    await connection?.close()
    expect(await connect()).not.toBe(null)
    expect(told).toEqual([why])
  })

  it('says nothing any more of what was before a reset', async () => {
    const { gadget, say } = makeUsbPrinter({ columns: COLUMNS })
    say(Buffer.from([0x12]))
    const setup = { requestType: 0x21, request: 2, value: 0, index: 0, length: 0 }
    expect(gadget.control(setup, new Uint8Array(0))).toEqual(new Uint8Array(0))
    say(Buffer.from([0x16]))
    expect(await gadget.in(2, 64, new AbortController().signal)).toEqual(Buffer.from([0x16]))
  })

  it('that prints pages is not sent a slip', async () => {
    const deviceId = 'MFG:HP;MDL:LaserJet;CMD:PJL,PCL,POSTSCRIPT;'
    const way = await onUsb(makeUsbPrinter({ columns: COLUMNS, deviceId }))
    const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    expect([await way.soon(printer.print(job('one'))), printer.status(), way.firmware.sheets()]).toEqual([
      ...['refused', 'absent', []],
    ])
  })
})

describe('what a printer says it is', () => {
  const said = (text: string, length = text.length + 2) =>
    readDeviceId(Buffer.concat([Buffer.from([length >> 8, length & 255]), Buffer.from(text, 'latin1')]))

  it('is read from its pairs, in any order and case', () => {
    const made = { maker: 'EPSON', model: 'TM-T20II', languages: ['ESC/POS'] }
    expect(said('MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;')).toEqual(made)
    expect(said('model: TM-T20II;Command Set:ESC/POS;manufacturer:EPSON')).toEqual(made)
    expect(said('MFG:a:b;MFG:second;')).toEqual({ maker: 'a:b', model: '', languages: [] })
  })

  it('is nothing where there is nothing, and no longer than what came', () => {
    expect([said(''), said('rubbish'), readDeviceId(new Uint8Array(1))]).toEqual([null, null, null])
    expect(said('MFG:x;', 60_000)).toMatchObject({ maker: 'x' })
    expect(said('MFG:abcdef;MDL:y;', 10)).toMatchObject({ maker: 'abcd', model: '' })
    expect(said(`MFG:${'m'.repeat(900)};`)?.maker).toHaveLength(64)
  })

  it.each([
    ['ESC/POS', false],
    ['EPSON', false],
    ['', false],
    ['PCL,ESC/POS', false],
    ['XPP,XL', false],
    ['PJL,PCL', true],
    ['ZPL', true],
  ])('with languages %j is another printer: %s', (languages, is) => {
    expect(isOtherPrinter({ maker: 'x', model: 'y', languages: languages.split(',') })).toBe(is)
  })
})
