import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLASS, configurationDescriptor } from '../gadget/descriptors.ts'
import { readAtr, type Atr } from './atr.ts'
import { readChipClass } from './class-descriptor.ts'
import { agreedRates, limitMs, ppsBytes, protocolOf, ratesOf } from './parameters.ts'
import { pinVerification } from './secure.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

/** A class descriptor as table 5.1-1 has it: 1.10, one slot, 5 and 3 V, T=0 and T=1, 4 MHz, and so on. */
const READER =
  '36 21 1001 00 03 03000000 A00F0000 A00F0000 00 002A0000 80A90300 00 FE000000 00000000 00000000' +
  ' BA040100 0F010000 FF FF 0000 01 01'
const within = (extra: string, of: number = CLASS.chip): Uint8Array =>
  configurationDescriptor([{ number: 0, is: [of, 0, 0], extra: hex(extra), endpoints: [] }])

describe('what a reader says of itself', () => {
  it('is read', () => {
    expect(readChipClass(within(READER))).toEqual({
      ...{ lastSlot: 0, voltages: [2, 1], protocols: [0, 1], clockKhz: 4_000, bitsMax: 240_000, ifsd: 254 },
      ...{ automatic: { parameters: true, voltage: true, rates: true, size: true }, level: 'tpdu' },
      ...{ messageBytesMax: 271, pin: true },
    })
  })

  it.each([
    ['an interface of another class', within(READER, CLASS.printer)],
    ['a descriptor that is too short', within(READER.slice(0, -3).replace('36', '35'))],
    ['a level there is none of', within(READER.replace('BA040100', 'BA040300'))],
    ['messages too short for a command', within(READER.replace('0F010000', '0A000000'))],
    ['a descriptor without a length', Uint8Array.of(0, 4)],
  ])('is nothing: %s', (_name, configuration) => {
    expect(readChipClass(configuration)).toBeNull()
  })

  it('is never more than can be', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), (bytes) => {
        const read = readChipClass(bytes)
        if (read) expect(read.messageBytesMax).toBeLessThanOrEqual(65_554)
      }),
    )
  })
})

describe('how a card is spoken to', () => {
  const atr = (text: string): Atr => {
    const read = readAtr(hex(text))
    if (!read) throw new Error('no answer to reset')
    return read
  }
  const reader = { protocols: [0, 1] as const, clockKhz: 4_000, bitsMax: 344_086 }

  it('is in the first protocol it offers, or its only one', () => {
    expect(protocolOf(atr('3B 80 80 01 01'), reader)).toBe(0)
    // TA2 01: T=1 and nothing else.
    expect(protocolOf(atr('3B 80 91 01 31 20 45 44'), reader)).toBe(1)
    expect(protocolOf(atr('3B 80 81 31 20 45 55'), reader)).toBe(1)
    expect(protocolOf(atr('3B 80 81 31 20 45 55'), { protocols: [0] })).toBeNull()
    // TC of T=1, bit 0: blocks that end with a CRC.
    expect(protocolOf(atr('3B 80 81 41 01 41'), reader)).toBeNull()
  })

  it('is at its own rates where the reader can, by the request of clause 9', () => {
    expect([ratesOf(atr('3B 10 94'), reader), ratesOf(atr('3B 10 97'), reader)]).toEqual([0x94, 0x11])
    expect(ratesOf(atr('3B 10 F7'), reader)).toBe(0x11)
    const asked = ppsBytes(1, 0x95)
    expect(asked).toEqual(hex('FF 11 95 7B'))
    expect(agreedRates(asked, asked)).toBe(0x95)
    expect(agreedRates(asked, hex('FF 01 FE'))).toBe(0x11)
    expect(agreedRates(asked, hex('FF 11 96 78'))).toBeNull()
  })

  it('is waited for as long as it says, within bounds', () => {
    const at = (text: string) => limitMs(atr(text), protocolOf(atr(text), reader) ?? 0, 0x11, reader)
    expect(at('3B 00')).toBe(3_000)
    // BWI 9: 512 times 960 times 372 clocks at 4 MHz, and half again.
    expect(at('3B 80 81 31 20 95 85')).toBe(68_568)
    expect(at('3B 80 81 31 20 F5 E5')).toBe(120_000)
  })
})

it('asks for a PIN as chapter 6.1.11 has it', () => {
  expect(pinVerification({ min: 4, max: 12, seconds: 30 }, [0, 0x40, 13])).toEqual(
    Buffer.from(hex('00 1E 89 47 04 0C 04 02 01 09 04 00 00 40 0D 00 20 00 80 08 20 FF FF FF FF FF FF FF')),
  )
  expect(() => pinVerification({ min: 3, max: 12, seconds: 30 }, [0, 0, 0])).toThrow(RangeError)
  expect(() => pinVerification({ min: 4, max: 12, seconds: 0 }, [0, 0, 0])).toThrow(RangeError)
})
