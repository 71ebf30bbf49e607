import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesOfLength } from '../../tests/acquirer/arbitrary.ts'
import { fromHex, upper } from '../../tests/acquirer/vectors.ts'
import { chipData, REQUEST_TAGS, REVERSAL_TAGS, valueOf } from './chip-data.ts'
import { readTlv, TLV_BYTES_MAX, TLV_DEPTH_MAX, tlvBytes, type TlvObject } from './tlv.ts'

const refused = (why: string, field: number | null = null) => ({ ok: false, why, field })
const read = (hex: string) => readTlv(fromHex(hex))
function got(hex: string): readonly TlvObject[] {
  const objects = read(hex)
  if (!objects.ok) throw new Error(objects.why)
  return objects.value
}

/** A chip’s data as a reader gives it, with the card number and the track among it. */
const CHIP = `
  5A08 6212345678901232 57 11 6212345678901232D301220112345000 00 9F2608 1122334455667788 9F2701 80
  9F1013 07010103A00000010A010000000000AABBCCDD 9F3704 01020304 9F3602 0001 9505 0000000000 9A03 261122
  9C01 00 9F0206 000000012345 5F2A02 0156 8202 7C00 9F1A02 0156 9F0306 000000000000 9F3303 E0E1C8 DF3105 0000000000`

it('reads objects with tags of one and two bytes, and leaves out what fills up between them', () => {
  expect(got('00 00 9A03 261122 FF 9F3602 0001 00').map((o) => [o.tag, 'value' in o ? upper(o.value) : ''])).toEqual([
    ['9A', '261122'],
    ['9F36', '0001'],
  ])
  expect(got('DF8105 01 AA')[0]?.tag).toBe('DF8105')
  expect(got('')).toEqual([])
})

it('reads objects in objects, and twice the same tag', () => {
  const script = got('72 0F 9F1804 11223344 86 06 8424000004 AA 72 00')
  expect(script).toEqual([
    {
      tag: '72',
      children: [
        { tag: '9F18', value: fromHex('11223344') },
        { tag: '86', value: fromHex('8424000004AA') },
      ],
    },
    { tag: '72', children: [] },
  ])
})

it('reads lengths of one, two and three bytes, each as short as it can be', () => {
  for (const [length, hex] of [
    ...([
      [0x7f, '7F'],
      [0x80, '8180'],
      [0xff, '81FF'],
      [0x100, '820100'],
    ] as const),
  ])
    expect(got(`9A${hex}${'AA'.repeat(length)}`)).toEqual([{ tag: '9A', value: new Uint8Array(length).fill(0xaa) }])
})

it.each([
  ['a length longer than it has to be', `9A8103261122`, 'length'],
  ['the same in three bytes', `9A8200FF${'AA'.repeat(255)}`, 'length'],
  ['a length without an end', '9A80', 'length'],
  ['a length of four bytes', '9A8300000100', 'length'],
  ['an end within a tag', '9F', 'truncated'],
  ['an end within a length', '9A81', 'truncated'],
  ['no length', '9F36', 'truncated'],
  ['an end within a value', '9A032611', 'truncated'],
  ['a tag of four bytes', 'DF81810501AA', 'tag'],
  ['a tag that begins with noughts', '9F8005' + '01AA', 'tag'],
  ['an object that goes on behind its template', '7003 9A03261122', 'truncated'],
])('%s is refused', (_name, hex, why) => {
  expect(read(hex)).toEqual(refused(why))
})

it('goes no deeper and no further than its limits', () => {
  const nested = (depth: number): string => {
    let hex = ''
    for (let level = 0; level < depth; level++) hex = `70${upper(Uint8Array.of(hex.length / 2))}${hex}`
    return hex
  }
  expect(read(nested(TLV_DEPTH_MAX - 1)).ok).toBe(true)
  expect(read(nested(TLV_DEPTH_MAX))).toEqual(refused('depth'))
  expect(readTlv(new Uint8Array(TLV_BYTES_MAX)).ok).toBe(true)
  expect(readTlv(new Uint8Array(TLV_BYTES_MAX + 1))).toEqual(refused('too-long'))
  expect(tlvBytes([{ tag: '9A', value: new Uint8Array(TLV_BYTES_MAX) }])).toEqual(refused('too-long'))
})

it.each([
  ['a template with a value', { tag: '70', value: new Uint8Array(1) }],
  ['a value with children', { tag: '9A', children: [] }],
  ['half a tag', { tag: '9F', value: new Uint8Array(1) }],
  ['two tags', { tag: '9A9A', value: new Uint8Array(1) }],
  ['small letters', { tag: '9a', value: new Uint8Array(1) }],
  ['what would be filler', { tag: '00', value: new Uint8Array(1) }],
] satisfies readonly (readonly [string, TlvObject])[])('%s is not written', (_name, object) => {
  expect(tlvBytes([object])).toEqual(refused('tag'))
})

const tags = fc.constantFrom('9F26', '9F36', '95', '84', '9A', 'DF31', '5F2A', 'DF8105')
const { objects } = fc.letrec<{ readonly objects: readonly TlvObject[]; readonly object: TlvObject }>((tie) => ({
  objects: fc.array(tie('object'), { maxLength: 4 }),
  object: fc.oneof(
    { maxDepth: TLV_DEPTH_MAX - 1 },
    fc.record({ tag: tags, value: bytesOfLength(0, 200) }),
    fc.record({ tag: fc.constantFrom('70', '77', 'BF0C'), children: tie('objects') }),
  ),
}))
it('reads what it wrote, and writes what it read', () => {
  let written = 0
  fc.assert(
    fc.property(objects, (all) => {
      const bytes = tlvBytes(all)
      if (!bytes.ok) return
      written++
      expect(readTlv(bytes.value)).toEqual({ ok: true, value: all })
    }),
  )
  expect(written).toBeGreaterThan(50)
  const bytes = fc.array(fc.constantFrom(0x9a, 0x9f, 0x26, 0x70, 1, 2, 3, 0x81, 0x80), { maxLength: 20 })
  fc.assert(
    fc.property(bytes, (some) => {
      const again = readTlv(Uint8Array.from(some))
      if (again.ok) expect(tlvBytes(again.value)).toEqual({ ok: true, value: Buffer.from(some) })
    }),
    { numRuns: 2_000 },
  )
})

it('of a chip’s data only what the message asks for goes out: no card number, no track', () => {
  const objects = got(CHIP)
  const request = chipData(REQUEST_TAGS, objects)
  if (!request.ok) throw new Error(request.why)
  const sent = upper(request.value)
  expect(sent.startsWith('9F260811223344556677889F2701809F1013')).toBe(true)
  expect(sent).not.toContain('6212345678901232')
  expect(sent).not.toContain('DF31')
  const reversal = chipData(REVERSAL_TAGS, objects)
  expect(reversal.ok && upper(reversal.value)).toBe(
    '950500000000009F101307010103A00000010A010000000000AABBCCDD9F36020001DF31050000000000',
  )
  expect(upper(valueOf(objects, '82') ?? fromHex(''))).toBe('7C00')
  expect(valueOf(objects, '9F63')).toBeNull()
})

it('what is there twice, or too long for the field, is no chip data', () => {
  expect(chipData(['9A'], got('9A03261122 9A03261123'))).toEqual(refused('tag', 55))
  expect(chipData(['9F10'], [{ tag: '9F10', value: new Uint8Array(255) }])).toEqual(refused('too-long', 55))
})
