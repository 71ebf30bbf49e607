import fc from 'fast-check'
import iconv from 'iconv-lite'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import { FLUSH_MS, makeHidPosReader, type HidPosReader } from './hid-pos.ts'

let clock: VirtualClock
let reader: HidPosReader
let codes: string[]
beforeEach(() => {
  clock = makeVirtualClock(0)
  codes = []
  reader = makeHidPosReader({ wait: clock.wait, onCode: (code) => codes.push(code) })
})

interface Layout {
  readonly aim?: string
  readonly continued?: boolean
  readonly length?: number
}
/** As the makers' manuals draw it. */
function reportOf(data: Uint8Array | string, { aim = '', continued = false, length }: Layout = {}): Uint8Array {
  const report = new Uint8Array(64)
  const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data
  report.set([2, length ?? bytes.length])
  report.set(Buffer.from(aim, 'latin1'), 2)
  report.set(bytes, 2 + aim.length)
  report[63] = continued ? 1 : 0
  return report
}

describe('a scanner in HID POS mode', () => {
  it('is read in both layouts: with the identifier of the symbology, and without', () => {
    reader.take(reportOf('6901234567892', { aim: ']E0' }))
    reader.take(reportOf('6901234567892'))
    expect(codes).toEqual([']E06901234567892', '6901234567892'])
  })

  it('goes by the length, not by noughts, and keeps a separator', () => {
    reader.take(reportOf('0109521234543213\x1d10AB\0CD', { aim: ']C1' }))
    reader.take(reportOf('12345', { length: 3 }))
    expect(codes).toEqual([']C10109521234543213\x1d10AB\0CD', '123'])
  })

  it('puts the parts of a long code together', () => {
    const parts = ['A'.repeat(56), 'B'.repeat(56), 'C'.repeat(5)]
    parts.forEach((part, place) => {
      reader.take(reportOf(part, { aim: ']Q1', continued: place < 2 }))
    })
    expect(codes).toEqual([`]Q1${parts.join('')}`])
  })

  it('takes a code for whole whose last report says that it goes on, after a while', async () => {
    reader.take(reportOf('A'.repeat(56), { aim: ']Q1', continued: true }))
    await clock.advance(FLUSH_MS - 1)
    expect(codes).toEqual([])
    await clock.advance(1)
    expect(codes).toEqual([`]Q1${'A'.repeat(56)}`])
    reader.take(reportOf('next'))
    await clock.advance(FLUSH_MS)
    expect(codes).toHaveLength(2)
  })

  it('makes no code of what was half read when it went away', async () => {
    reader.take(reportOf('A'.repeat(56), { continued: true }))
    reader.end()
    await clock.advance(FLUSH_MS)
    reader.take(reportOf('whole'))
    expect(codes).toEqual(['whole'])
  })

  it('reads Chinese in UTF-8 and in the national encoding', () => {
    reader.take(reportOf(Buffer.from('可口可乐'), { aim: ']Q2' }))
    reader.take(reportOf(iconv.encode('可口可乐𠮷', 'gb18030'), { aim: ']Q1' }))
    expect(codes).toEqual([']Q2可口可乐', ']Q1可口可乐𠮷'])
  })

  it('makes nothing of other reports, short ones, and lengths that lie', () => {
    reader.take(reportOf('123', { length: 57 }))
    reader.take(Uint8Array.of(2, 3, 0x31, 0x32, 0x33))
    reader.take(Uint8Array.from([3, ...reportOf('123').subarray(1)]))
    reader.take(new Uint8Array(0))
    reader.take(reportOf('', { length: 0 }))
    expect(codes).toEqual([])
  })

  it('hands on what never ends as what was lost, and no more of it than a code may have', () => {
    for (let part = 0; part < 1_000; part++) reader.take(reportOf('9'.repeat(56), { continued: true }))
    reader.take(reportOf('1'))
    expect(codes.map((code) => [code.length, code.at(-1)])).toEqual([[512, '�']])
  })

  it('gives back any text it was given, in any parts and either layout', () => {
    const text = fc.uint8Array({ min: 0x20, max: 0x7e, minLength: 1, maxLength: 300 })
    const aims = fc.constantFrom(']E0', ']C1', ']d2', ']Q3', '')
    fc.assert(
      fc.property(text, aims, fc.integer({ min: 1, max: 56 }), (bytes, aim, each) => {
        // A text of its own that begins like an identifier can not be told from one.
        fc.pre(aim !== '' || bytes[0] !== 0x5d)
        codes.length = 0
        for (let at = 0; at < bytes.length; at += each) {
          const isLast = at + each >= bytes.length
          reader.take(reportOf(bytes.subarray(at, at + each), { aim, continued: !isLast }))
        }
        expect(codes).toEqual([aim + Buffer.from(bytes).toString('latin1')])
      }),
    )
  })
})
