import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesOfLength } from '../../../tests/acquirer/arbitrary.ts'
import { fromHex, PACKETS, upper } from '../../../tests/acquirer/vectors.ts'
import { isAnswerTo, makeFrameCutter, packFrame, readHeader, swappedTpdu, unpackFrame } from './frame.ts'
import { CUP_CLASSIC } from './profile.ts'

const { tpdu, header, lengthLimit } = CUP_CLASSIC
const MESSAGE = PACKETS.echo.subarray(13)

it('an answer has the addresses of its request the other way round', () => {
  expect(swappedTpdu('6000030001')).toBe('6000010003')
  const read = unpackFrame(Uint8Array.from([...fromHex('6000000003'), ...PACKETS.echo.subarray(7)]))
  expect(read).toMatchObject({ ok: true, value: { tpdu: '6000000003', header } })
  expect(read.ok && isAnswerTo(CUP_CLASSIC, read.value)).toBe(true)
  const same = unpackFrame(PACKETS.echo.subarray(2))
  expect(same.ok && isAnswerTo(CUP_CLASSIC, same.value)).toBe(false)
})

it('the header says what the host wants done', () => {
  expect(readHeader('603103311003')).toEqual({
    ...{ application: '60', version: '31', isTest: false, asks: 'sign-in', rest: '311003' },
  })
  expect(readHeader('613210320072')).toMatchObject({ application: '61', isTest: true, asks: 'nothing' })
  expect(readHeader('603109311003').asks).toBe('unknown')
  expect(readHeader('603108311003').asks).toBe('rates')
})

it.each([
  ['a TPDU of another kind', '6100030000', header, MESSAGE, 'tpdu'],
  ['a TPDU that is too short', '60000300', header, MESSAGE, 'tpdu'],
  ['a header that is no digits', tpdu, '60310031100A', MESSAGE, 'digits'],
  ['a message without a bitmap', tpdu, header, MESSAGE.subarray(0, 9), 'truncated'],
  ['a message over the limit', tpdu, header, new Uint8Array(lengthLimit - 10), 'too-long'],
])('%s is not framed', (_name, to, head, message, why) => {
  expect(packFrame({ tpdu: to, header: head, message }, lengthLimit)).toEqual({ ok: false, why, field: null })
})

it.each([
  ['too short for a message', '60000300006031003110030820', 'truncated'],
  ['of another TPDU', `61${upper(PACKETS.echo.subarray(3))}`, 'tpdu'],
  ['of a header that is no digits', `6000030000A0${upper(PACKETS.echo.subarray(8))}`, 'digits'],
])('what is %s is refused', (_name, hex, why) => {
  expect(unpackFrame(fromHex(hex))).toEqual({ ok: false, why, field: null })
})

it('a message of the limit is framed and cut out again', () => {
  const framed = packFrame({ tpdu, header, message: new Uint8Array(lengthLimit - 11).fill(7) }, lengthLimit)
  expect(framed.ok && makeFrameCutter(lengthLimit).take(framed.value).contents[0]?.length).toBe(lengthLimit)
})

it('two messages in one piece are two, and one in two pieces is one', () => {
  const cutter = makeFrameCutter(lengthLimit)
  const line = Uint8Array.from([...PACKETS.echo, ...PACKETS.sale])
  expect(cutter.take(line.subarray(0, 1))).toEqual({ contents: [], trouble: null })
  expect(cutter.pending()).toBe(1)
  expect(cutter.take(line.subarray(1, 20)).contents).toEqual([])
  expect(cutter.pending()).toBe(20)
  expect(cutter.take(line.subarray(20)).contents.map(upper)).toEqual(
    [PACKETS.echo, PACKETS.sale].map((packet) => upper(packet.subarray(2))),
  )
  expect(cutter.pending()).toBe(0)
})

it.each([
  ['longer than the limit', '1001', 'too-long'],
  ['shorter than any message', '0014', 'broken'],
] as const)('a length that is %s ends the line for good, after what came before it', (_name, length, trouble) => {
  const cutter = makeFrameCutter(lengthLimit)
  const cut = cutter.take(Uint8Array.from([...PACKETS.echo, ...fromHex(length), ...PACKETS.echo]))
  expect(cut.contents.map(upper)).toEqual([upper(PACKETS.echo.subarray(2))])
  expect(cut.trouble).toBe(trouble)
  expect(cutter.take(PACKETS.echo)).toEqual({ contents: [], trouble })
})

it('cuts a line the same wherever its pieces end', () => {
  const contents = fc.array(bytesOfLength(21, 90), { minLength: 1, maxLength: 6 })
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(contents, sizes, (all, cuts) => {
      const line = Uint8Array.from(all.flatMap((content) => [0, content.length, ...content]))
      const cutter = makeFrameCutter(lengthLimit)
      const heard: Uint8Array[] = []
      for (let at = 0, turn = 0; at < line.length; turn++) {
        const size = cuts[turn % cuts.length] ?? 1
        heard.push(...cutter.take(line.subarray(at, at + size)).contents)
        at += size
      }
      expect(heard).toEqual(all)
    }),
  )
})
