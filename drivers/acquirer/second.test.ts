import fc from 'fast-check'
import { expect, it } from 'vitest'
import { messages, profiles } from '../../tests/acquirer/arbitrary.ts'
import { secondParse } from '../../tests/acquirer/second-parser.ts'
import { PACKETS, upper } from '../../tests/acquirer/vectors.ts'
import { packFrame, unpackFrame } from './codec/frame.ts'
import { pack, unpack, type Message } from './codec/message.ts'
import { CUP_CLASSIC } from './codec/profile.ts'

const { tpdu, header, lengthLimit } = CUP_CLASSIC
/** Signs that GB 18030 moved from the private area of Unicode to places of their own. */
const MOVED = /[\u9fb4-\u9fbb\ue000-\uf8ff]/
/** As the second reader says it. */
const said = ({ mti, fields }: Message) => ({
  ...{ to: tpdu.slice(2, 6), from: tpdu.slice(6), header, mti },
  fields: Object.fromEntries(
    [...fields].map(([field, value]) => [field, typeof value === 'string' ? value : upper(value)]),
  ),
})

it.each(Object.entries(PACKETS))('a second reader without tables reads the packet of %s alike', (_name, packet) => {
  const frame = unpackFrame(packet.subarray(2))
  const read = frame.ok ? unpack(frame.value.message, CUP_CLASSIC) : frame
  expect(read.ok && said(read.value)).toEqual(secondParse(packet))
})

it('both read every message alike', () => {
  fc.assert(
    fc.property(messages(CUP_CLASSIC), (message) => {
      const packed = pack(message, CUP_CLASSIC)
      const framed = packed.ok ? packFrame({ tpdu, header, message: packed.value }, lengthLimit) : packed
      if (!framed.ok) throw new Error(framed.why)
      expect(secondParse(framed.value)).toEqual(said(message))
    }),
    { numRuns: 500 },
  )
})

it('what the first reads of a message that was changed, the second reads alike', () => {
  const changed = messages(CUP_CLASSIC).chain((message) => fc.tuple(fc.constant(message), fc.nat(), fc.nat(255)))
  let both = 0
  fc.assert(
    fc.property(changed, ([message, turn, byte]) => {
      const packed = pack(message, CUP_CLASSIC)
      const framed = packed.ok ? packFrame({ tpdu, header, message: packed.value }, lengthLimit) : packed
      if (!framed.ok) throw new Error(framed.why)
      framed.value[13 + (turn % (framed.value.length - 13))] = byte
      const read = unpack(framed.value.subarray(13), CUP_CLASSIC)
      if (!read.ok) return
      // Newer tables of Chinese signs give some another place than older ones do: the two readers’ differ in age.
      if (Object.values(said(read.value).fields).some((text) => MOVED.test(text))) return
      both++
      expect(secondParse(framed.value)).toEqual(said(read.value))
    }),
    { numRuns: 1_000 },
  )
  expect(both).toBeGreaterThan(100)
})

it('under a host that packs otherwise the second does not read the same: it shares no table with the first', () => {
  const right = profiles.filter(({ f2Align }) => f2Align === 'right')
  fc.assert(
    fc.property(right, (profile) => {
      const packed = pack({ mti: '0200', fields: new Map([[2, '6222020000000000015']]) }, profile)
      const framed = packed.ok ? packFrame({ tpdu, header, message: packed.value }, lengthLimit) : packed
      expect(framed.ok && secondParse(framed.value)?.fields[2]).not.toBe('6222020000000000015')
    }),
  )
})
