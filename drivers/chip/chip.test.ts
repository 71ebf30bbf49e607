import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAtr } from './atr.ts'
import { commandBytes, faultOf, readAnswer, readSlotChange } from './ccid.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

describe('messages of CCID', () => {
  it('are sent as chapter 6.1 draws them', () => {
    const on = commandBytes({ command: 'powerOn', slot: 0, sequence: 1, special: [1, 0, 0] })
    expect(on.toString('hex')).toBe('62000000000001010000')
    const select = hex('00 A4 04 00 07 A0 00 00 03 33 01 01')
    const exchange = commandBytes({ command: 'exchange', slot: 1, sequence: 258, data: select })
    expect(exchange.toString('hex')).toBe(`6f0c0000000102000000${Buffer.from(select).toString('hex')}`)
  })

  it('are read: a card’s answer, a slot without a card, a card that needs longer', () => {
    expect(readAnswer(hex('80 02000000 00 07 00 00 00 9000'))).toEqual({
      ...{ is: 'data', slot: 0, sequence: 7, card: 'active', ended: 'ok', error: 0, chain: 0, data: hex('9000') },
    })
    expect(readAnswer(hex('81 00000000 00 08 42 fe 00'))).toMatchObject({ is: 'slot', card: 'absent', ended: 'failed' })
    expect(readAnswer(hex('80 00000000 00 09 80 03 00'))).toMatchObject({ ended: 'wait', error: 3 })
  })

  it.each([
    ['no answer at all', ''],
    ['a kind that is not known', '99 00000000 00 00 00 00 00'],
    ['more data said than there is', '80 05000000 00 00 00 00 00 9000'],
    ['a length beyond any', '80 ffffffff 00 00 00 00 00 9000'],
    ['a card that is in no state', '80 00000000 00 00 03 00 00'],
    ['an end that is none', '80 00000000 00 00 c0 00 00'],
  ])('are nothing where there is %s', (_name, text) => {
    expect(readAnswer(hex(text))).toBeNull()
  })

  it('tell which slots have a card', () => {
    expect(readSlotChange(hex('50 03'))).toEqual([true, false, false, false])
    expect(readSlotChange(hex('50 02'))).toEqual([false, false, false, false])
    expect(readSlotChange(hex('51 03'))).toBeNull()
  })

  it('have a word for what failed', () => {
    expect([0xfe, 0xf0, 0xef, 0x05, 0xaa].map((error) => faultOf({ error }))).toEqual([
      ...['mute', 'pin-late', 'pin-cancelled', 'unsupported', 'misread'],
    ])
  })
})

describe('an answer to reset', () => {
  it.each<readonly [string, string, object]>([
    ['a card of T=0 alone, without a check byte', '3B 65 00 00 9C 11 01 01 03', { protocols: [0], rates: 0x11 }],
    ['one of T=1', '3B 80 80 01 01', { protocols: [0, 1], historical: new Uint8Array(0) }],
    ['one whose bits come the other way round', '3F 65 25 00 2C 09 69 90 00', { inverse: true, guard: 0 }],
    ['one with global interface bytes', '3B 90 11 1F 00 9E', { protocols: [0], rates: 0x11 }],
  ])('is read of %s', (_name, text, expected) => {
    expect(readAtr(hex(text))).toMatchObject(expected)
  })

  it.each([
    ['nothing', ''],
    ['another first byte', '3C 00'],
    ['a check byte that is wrong', '3B 80 80 01 02'],
    ['one that is cut off', '3B 65 00 00 9C'],
    ['one that announces more than there is', '3B 80 90 01 10'],
    ['one that goes on', '3B 65 00 00 9C 11 01 01 03 00'],
    ['one that is too long', `3B ${'FF'.repeat(40)}`],
  ])('is none: %s', (_name, text) => {
    expect(readAtr(hex(text))).toBeNull()
  })
})

it('whatever a reader says ends as an answer or as nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const answer = readAnswer(bytes)
      if (answer) expect(answer.data.length).toBeLessThanOrEqual(bytes.length - 10)
      const atr = readAtr(bytes)
      if (atr) expect(atr.historical.length).toBeLessThanOrEqual(15)
    }),
  )
})
