import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { bytesOf, DRAWER_PULSE, DRAWER_PULSE_AT_ONCE, textBytes } from './bytes.ts'
import { decode } from './decode.ts'
import type { PrintCommand, PrintLine } from './port.ts'

const line = (text: string, rest: Partial<PrintLine> = {}): PrintCommand => ({
  ...{ do: 'line', text, align: 'left', size: 'normal', bold: false },
  ...rest,
})
/** Bytes by their figures, with what they are for behind each line. */
const bytes = (listing: string) => listing.replace(/#.*/g, '').replace(/\s+/g, '').toLowerCase()

describe('a job in bytes', () => {
  it('is these, for a small slip', () => {
    const slip = [
      line('小麦店', { align: 'centre', size: 'large', bold: true }),
      line('水  3.50'),
      { do: 'qr', content: 'S01' },
      { do: 'cut' },
    ] as const
    expect(bytesOf(slip).toString('hex')).toBe(
      bytes(`
        1B 40                       # ESC @     reset
        1C 26                       # FS &      Chinese on
        1B 61 01                    # ESC a 1   centre
        1D 21 01                    # GS ! 1    double height
        1B 45 01                    # ESC E 1   bold
        D0 A1  C2 F3  B5 EA         #           小 麦 店, two bytes each
        0A                          # LF
        1B 45 00                    # ESC E 0   not bold
        1D 21 00                    # GS ! 0    normal size
        1B 61 00                    # ESC a 0   left
        CB AE 20 20 33 2E 35 30     #           水, two spaces, 3.50
        0A                          # LF
        1B 61 01                    # ESC a 1   centre
        1D 28 6B 04 00 31 41 32 00  # GS ( k    function 165: QR model 2
        1D 28 6B 03 00 31 43 06     # GS ( k    function 167: 6 dots a module
        1D 28 6B 03 00 31 45 31     # GS ( k    function 169: level M
        1D 28 6B 06 00 31 50 30     # GS ( k    function 180: store 6 - 3 bytes
        53 30 31                    #           S01
        1D 28 6B 03 00 31 51 30     # GS ( k    function 181: print it
        1B 61 00                    # ESC a 0   left
        1D 56 42 00                 # GS V 66 0 feed to the knife and cut`),
    )
  })

  it('opens the drawer by a pulse with its times', () => {
    expect(DRAWER_PULSE.toString('hex')).toBe(bytes('1B 70 00 19 FA # ESC p, pin 2, on 25 × 2 ms, off 250 × 2 ms'))
    expect(decode(DRAWER_PULSE).printed).toEqual([{ is: 'drawer', pin: 2, onMs: 50 }])
    expect(decode(DRAWER_PULSE_AT_ONCE)).toEqual({ ok: true, printed: [{ is: 'drawer', pin: 2, onMs: 100 }] })
  })

  it('never holds a character of four bytes, a single high byte, a control or a mark', () => {
    expect(textBytes('𠮷ñ🍎').toString()).toBe('???')
    expect(textBytes('a\u001b@\u0007\u202e\u0301\nb').toString()).toBe('a@b')
    expect(textBytes('¥€é').toString('hex')).toBe('3fa2e3a8a6')
    let worst = 0
    for (let code = 0; code <= 0xffff; code++) worst = Math.max(worst, textBytes(String.fromCharCode(code)).length)
    expect(worst).toBe(2)
  })

  it.each(['', 'a\n', '中', 'x'.repeat(252)])('takes no QR code of %j', (content) => {
    expect(() => bytesOf([{ do: 'qr', content }])).toThrow('not the content of a QR code')
  })

  it('takes a QR code of 251 letters, whose count takes a second look', () => {
    const content = 'x'.repeat(251)
    expect(decode(bytesOf([{ do: 'qr', content }])).printed).toEqual([
      { is: 'qr', content, align: 'centre', moduleDots: 6 },
    ])
  })
})

const read = (...parts: (string | number[])[]) =>
  decode(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? iconv.encode(part, 'gb18030') : Buffer.from(part)))),
  )

describe('the decoder', () => {
  it('reads Chinese only where it is on, and puts it off at a reset', () => {
    expect(read([0x1c, 0x26], '水', [0x0a])).toMatchObject({ ok: true, printed: [{ text: '水' }] })
    for (const before of [[], [0x1c, 0x26, 0x1c, 0x2e], [0x1c, 0x26, 0x1b, 0x40]])
      expect(read(before, '水', [0x0a])).toEqual({ ok: false, printed: [], offset: before.length, why: 'malformed' })
  })

  it.each([
    ['a command nobody knows', [0x1b, 0x4d, 0], 0, 'unknown'],
    ['a control', [0x61, 0x0a, 0x07], 2, 'unknown'],
    ['the package’s drawer pulse, which has no times', [0x1b, 0x70, 0, 0x1b, 0x70, 1], 5, 'unknown'],
    ['the package’s cut', [0x1b, 0x64, 4], 0, 'unknown'],
    ['a drawer that is never let go', [0x1b, 0x70, 0, 0, 0], 0, 'malformed'],
    ['a third drawer', [0x1b, 0x70, 2, 25, 250], 0, 'malformed'],
    ['a size in width', [0x1d, 0x21, 0x10], 0, 'malformed'],
    ['a style in the midst of a line', [0x61, 0x1b, 0x45, 1, 0x62, 0x0a], 1, 'malformed'],
    ['a cut in the midst of a line', [0x61, 0x1d, 0x56, 66, 0], 1, 'malformed'],
    ['a code that was not stored', [0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30], 0, 'malformed'],
    ['a character of four bytes', [0x1c, 0x26, 0x95, 0x34, 0xb2, 0x35, 0x0a], 2, 'malformed'],
    ['a high byte by itself', [0x1c, 0x26, 0x80, 0x0a], 2, 'malformed'],
    ['half a character at a line’s end', [0x1c, 0x26, 0xd0, 0x0a], 2, 'malformed'],
    ['a pair that is no character', [0x1c, 0x26, 0xa2, 0xa0, 0x0a], 2, 'malformed'],
    ['half a character at the end', [0x1c, 0x26, 0xd0], 2, 'cut-off'],
    ['half a command', [0x1b], 0, 'cut-off'],
    ['a command without its parameter', [0x0a, 0x1b, 0x61], 1, 'cut-off'],
    ['a code shorter than it says', [0x1d, 0x28, 0x6b, 6, 0, 0x31, 0x50, 0x30, 0x53], 0, 'cut-off'],
    ['a line without an end', [0x61, 0x62], 2, 'cut-off'],
  ])('fails at %s, and says where', (_name, job, offset, why) => {
    expect(read(job)).toMatchObject({ ok: false, offset, why })
  })

  it('gives what was done before it failed', () => {
    expect(read('one\n', [0x1b, 0x4d])).toMatchObject({ ok: false, printed: [{ is: 'line', text: 'one' }] })
  })
})
