import fc from 'fast-check'
import { expect, it } from 'vitest'
import { framed, makeFrameReader, type Heard, MESSAGE_BYTES_MAX, SIGN_BYTES } from './frames.ts'

const text = (message: string): Uint8Array => Buffer.from(message, 'latin1')
const message = (of: string) => ({ is: 'message', message: Uint8Array.from(text(of)) })

it('frames as the makers write it', () => {
  // 'Z2' between STX and ETX: 5A ^ 32 ^ 03 = 6B.
  expect(framed(text('Z2'))).toEqual(Uint8Array.of(0x02, 0x5a, 0x32, 0x03, 0x6b))
})

it('reads an ACK that comes in one piece with the frame behind it', () => {
  expect(makeFrameReader().take(Uint8Array.of(SIGN_BYTES.ack, ...framed(text('71.0'))))).toEqual([
    { is: 'sign', sign: 'ack' },
    message('71.0'),
  ])
})

it.each([0x02, 0x03, 0x04, 0x06, 0x15])('reads a frame whose LRC is %i like any other', (lrc) => {
  // Two signs whose exclusive-or with ETX is the LRC wanted.
  const two = Uint8Array.of(0x41, 0x41 ^ lrc ^ 0x03)
  const reader = makeFrameReader()
  expect(framed(two).at(-1)).toBe(lrc)
  expect(reader.take(Uint8Array.of(...framed(two), SIGN_BYTES.eot))).toEqual([
    { is: 'message', message: two },
    { is: 'sign', sign: 'eot' },
  ])
})

it('says that a frame is damaged, and reads the next', () => {
  const wrong = framed(text('70.1'))
  wrong[2] = 0x58
  expect(makeFrameReader().take(Uint8Array.of(...wrong, ...framed(text('OK'))))).toEqual([
    { is: 'damaged' },
    message('OK'),
  ])
})

it('passes over noise between frames, and ends one that never ends', () => {
  const reader = makeFrameReader()
  expect(reader.take(text('noise'))).toEqual([])
  expect(reader.take(Uint8Array.of(0x02, ...new Uint8Array(MESSAGE_BYTES_MAX + 1).fill(0x41)))).toEqual([
    { is: 'damaged' },
  ])
  expect(reader.take(framed(text('after')))).toEqual([message('after')])
})

it('frames nothing that could not be read again', () => {
  expect(() => framed(Uint8Array.of(0x41, 0x03))).toThrow(RangeError)
  expect(() => framed(new Uint8Array(MESSAGE_BYTES_MAX + 1))).toThrow(RangeError)
})

it('reads what it framed, whatever the message and wherever the line is cut', () => {
  const content = fc.uint8Array({ maxLength: 60 }).map((bytes) => bytes.filter((byte) => byte !== 0x03))
  const contents = fc.array(content, { minLength: 1, maxLength: 5 })
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(contents, cuts, (all, sizes) => {
      const line = Buffer.concat(all.flatMap((each) => [Uint8Array.of(SIGN_BYTES.ack), framed(each)]))
      const reader = makeFrameReader()
      const heard: Heard[] = []
      for (let at = 0, cut = 0; at < line.length; cut++) {
        const size = sizes[cut % sizes.length] ?? 1
        heard.push(...reader.take(line.subarray(at, at + size)))
        at += size
      }
      expect(heard).toEqual(
        all.flatMap((each) => [
          { is: 'sign', sign: 'ack' },
          { is: 'message', message: each },
        ]),
      )
    }),
  )
})
