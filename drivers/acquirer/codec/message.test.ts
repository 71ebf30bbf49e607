import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messages, profiles } from '../../../tests/acquirer/arbitrary.ts'
import { taken } from '../../../tests/acquirer/reading.ts'
import { F62_OF_SIGN_IN, fromHex, LIVE, MAK, PACKETS, PIK, upper } from '../../../tests/acquirer/vectors.ts'
import { pinBlock0 } from '../../pin-pad/pin-block.ts'
import { seal } from '../mac.ts'
import { f60Text, financialF60, managementF60 } from './f60.ts'
import { f63Request } from './f63.ts'
import { packFrame, unpackFrame } from './frame.ts'
import { answerMti, bytesOf, messageOf, pack, textOf, unpack, type Message } from './message.ts'
import { CUP_CLASSIC, type AcquirerProfile } from './profile.ts'

const HERE = { 41: '12345678', 42: '898310058120001' }
const f60 = (network: string, batch: string) => taken(f60Text(managementF60(batch, network)))
const financial = taken(f60Text(financialF60(CUP_CLASSIC, { type: '22', batch: '000012', ability: '5' })))
const CARD = '6212345678901232'

const BUILT: readonly (readonly [keyof typeof PACKETS, Message, boolean])[] = [
  [
    ...(['signIn'] as const),
    messageOf('0800', { 11: '000001', ...HERE, 60: f60('003', '000001'), 63: taken(f63Request('01')) }),
    false,
  ],
  ['echo', messageOf('0820', { 11: '000008', ...HERE, 60: f60('301', '000012') }), false],
  [
    ...(['sale'] as const),
    messageOf('0200', {
      ...{ 2: CARD, 3: '000000', 4: '000000012345', 11: '000002', 14: '3012', 22: '021', 25: '00', 26: '12' },
      ...{ 35: `${CARD}=3012201123450000000`, ...HERE, 49: '156', 53: '2600000000000000', 60: financial },
      52: pinBlock0({ pin: '123456', pan: CARD }, PIK),
    }),
    true,
  ],
  [
    ...(['reversal'] as const),
    messageOf('0400', {
      ...{ 2: CARD, 3: '000000', 4: '000000012345', 11: '000002', 14: '3012', 22: '021', 25: '00', 39: '98' },
      ...{ ...HERE, 49: '156', 60: financial },
    }),
    true,
  ],
  [
    ...(['signInAnswer'] as const),
    messageOf('0810', {
      ...{ 11: '000001', 12: '093015', 13: '1122', 32: '03050000', 37: '112200000001', 39: '00', ...HERE },
      ...{ 60: f60('003', '000012'), 62: F62_OF_SIGN_IN },
    }),
    false,
  ],
  ['signOff', messageOf('0820', { 11: '000007', ...HERE, 60: f60('002', '000012') }), false],
]

describe.each(BUILT)('the packet of %s', (name, message, isSealed) => {
  it('is built from its fields, byte for byte', () => {
    const packed = taken(isSealed ? seal(message, CUP_CLASSIC, MAK) : pack(message, CUP_CLASSIC))
    const { tpdu, header, lengthLimit } = CUP_CLASSIC
    expect(upper(taken(packFrame({ tpdu, header, message: packed }, lengthLimit)))).toBe(upper(PACKETS[name]))
  })

  it('is read into its fields, and gives the same bytes again', () => {
    const frame = taken(unpackFrame(PACKETS[name].subarray(2)))
    expect(frame).toMatchObject({ tpdu: '6000030000', header: '603100311003' })
    const read = taken(unpack(frame.message, CUP_CLASSIC))
    expect(read.mti).toBe(message.mti)
    expect(plain(read).filter(([field]) => field !== 64)).toEqual(plain(message))
    expect(read.fields.has(64)).toBe(isSealed)
    expect(upper(taken(pack(read, CUP_CLASSIC)))).toBe(upper(frame.message))
  })
})
const plain = ({ fields }: Message) =>
  [...fields].map(([field, value]) => [field, typeof value === 'string' ? value : upper(value)] as const)

it('reads a live message of a host with 19 digits of F60, and gives the same bytes again', () => {
  const bytes = Uint8Array.from([...LIVE.mab, ...Buffer.from(LIVE.mac)])
  const read = taken(unpack(bytes, { ...CUP_CLASSIC, f60Digits: 19 }))
  expect(textOf(read, 60)).toBe('2600000100060000000')
  expect(textOf(read, 22)).toBe('030')
  expect(upper(bytesOf(read, 64) ?? fromHex(''))).toBe('4233413039324145')
  expect(upper(taken(pack(read, CUP_CLASSIC)))).toBe(upper(bytes))
})

/** The traps of odd lengths: where the digits stand, and what fills the half byte. */
const ODD: readonly (readonly [string, number, string | Uint8Array, string, Partial<AcquirerProfile>])[] = [
  ['F22 stands left', 22, '021', '0210', {}],
  ['F23 stands right', 23, '001', '0001', {}],
  ['F22 is filled with nought, whatever the nibble', 22, '021', '0210', { padNibble: 'F' }],
  ['F2 of 19 digits stands left', 2, '6222020000000000015', '1962220200000000000150', {}],
  ['F2 of 19 digits, filled with F', 2, '6222020000000000015', '196222020000000000015F', { padNibble: 'F' }],
  [
    'F2 of 19 digits of a host that has it right',
    2,
    '6222020000000000015',
    '1906222020000000000015',
    { f2Align: 'right' },
  ],
  ['F32 goes with F2', 32, '12345678901', '11012345678901', { f2Align: 'right' }],
  ['F35 of 37 signs stands left', 35, `${CARD}=30122011234500000001`, `37${CARD}D301220112345000000010`, {}],
  [
    ...(['F35 of a host that has it right', 35, `${CARD}=30122011234500000001`] as const),
    ...([`370${CARD}D30122011234500000001`, { f35Align: 'right' }] as const),
  ],
  ['F36 stands left always', 36, '1=2', '00031D20', { f2Align: 'right', f35Align: 'right' }],
  ['F60 of 13 digits', 60, '2200001200050', '001322000012000500', {}],
  ['F60 of 11 digits, filled with F', 60, '00000012301', '001100000012301F', { padNibble: 'F' }],
  ['F60 of 19 digits', 60, '2600000100060000000', '001926000001000600000000', {}],
  ['F61 of 29 digits', 61, '12'.repeat(14) + '1', `0029${'12'.repeat(14)}10`, {}],
  ['F61 in ASCII', 61, '123', '0003313233', { f61: 'ascii' }],
  ['F48 in BCD', 48, '0012', '00040012', {}],
  ['F48 in ASCII', 48, '0012', '000430303132', { f48: 'ascii' }],
  ['F41 is filled with spaces', 41, 'T1', '5431202020202020', {}],
  ['F54 counts bytes', 54, '0202156C000000012345', `0020${Buffer.from('0202156C000000012345').toString('hex')}`, {}],
  ['F44 counts bytes of GBK', 44, '银', '02D2F8', {}],
]
it.each(ODD)('%s', (_name, field, value, hex, switches) => {
  const profile = { ...CUP_CLASSIC, ...switches }
  const packed = taken(pack(messageOf('0200', { [field]: value }), profile))
  expect(upper(packed.subarray(10))).toBe(hex.toUpperCase())
  expect(taken(unpack(packed, profile)).fields.get(field)).toEqual(value)
})

const bitmapOf = (field: number): string => (1n << BigInt(64 - field)).toString(16).padStart(16, '0')
it.each([
  ['another half byte than nought in F22', 22, '0211', 'padding', 22],
  ['another half byte than nought before F23', 23, '1001', 'padding', 23],
  ['another half byte than the profile’s behind F2', 2, '1962220200000000000150'.replace(/0$/, 'F'), 'padding', 2],
  ['a digit that is none', 4, '00000000A345', 'digits', 4],
  ['a track’s separator among digits', 2, '0412D3', 'digits', 2],
  ['more digits than F2 may have', 2, '2062220200000000000150', 'length', 2],
  ['a length that is no digits', 2, '0A6222020000', 'length', 2],
  ['an end within a field', 4, '0000000123', 'truncated', 4],
  ['an end within a length', 60, '00', 'truncated', 60],
  ['something behind the last field', 4, '00000001234500', 'surplus', null],
  ['a sign that is not printable', 41, '0031323334353637', 'characters', 41],
  ['a sign that is no letter in F38', 38, '31322A343536', 'characters', 38],
  ['half a sign of GBK', 44, '01D2', 'characters', 44],
  ['a control in GBK', 44, '021B40', 'characters', 44],
  ['a field that there is not', 5, '000000012345', 'unknown-field', 5],
  ['a second bitmap', 1, '', 'second-bitmap', null],
])('%s is refused, with the field and the reason', (_name, field, hex, why, named) => {
  expect(unpack(fromHex(`0200${bitmapOf(field)}${hex}`), CUP_CLASSIC)).toEqual({ ok: false, why, field: named })
})

it('a type that is of no version of 1987, or not digits, is refused; so is what is shorter than a bitmap', () => {
  expect(unpack(fromHex(`1200${bitmapOf(3)}000000`), CUP_CLASSIC)).toMatchObject({ why: 'mti' })
  expect(unpack(fromHex(`02A0${bitmapOf(3)}000000`), CUP_CLASSIC)).toMatchObject({ why: 'mti' })
  expect(unpack(fromHex('020000'), CUP_CLASSIC)).toMatchObject({ why: 'truncated' })
})

it.each([
  [4, '12345', 'length'],
  [4, 'A00000012345', 'digits'],
  [2, '6'.repeat(20), 'length'],
  [41, '123456789', 'length'],
  [41, 'T1 ', 'characters'],
  [39, '0ü', 'characters'],
  [44, '银'.repeat(13), 'length'],
  [44, '😀', 'characters'],
  [52, '1234567890123456', 'kind'],
  [52, new Uint8Array(7), 'length'],
  [4, new Uint8Array(6), 'kind'],
  [55, new Uint8Array(256), 'length'],
  [7, '1122093015', 'unknown-field'],
])('F%i is not packed as it could not be read: %#', (field, value, why) => {
  expect(pack(messageOf('0200', { [field]: value }), CUP_CLASSIC)).toEqual({ ok: false, why, field })
})

it('says nothing of what stood in a field that it refuses', () => {
  const refused = unpack(fromHex(`0200${bitmapOf(2)}19622202000000000001AF`), CUP_CLASSIC)
  expect(JSON.stringify(refused)).toBe('{"ok":false,"why":"padding","field":2}')
})

it('reads every message that it packs, under every profile', () => {
  const both = profiles.chain((profile) => messages(profile).map((message) => ({ profile, message })))
  fc.assert(
    fc.property(both, ({ profile, message }) => {
      const packed = taken(pack(message, profile))
      const turned = { mti: message.mti, fields: new Map([...message.fields].reverse()) }
      expect(upper(taken(pack(turned, profile)))).toBe(upper(packed))
      const read = taken(unpack(packed, profile))
      expect(read.mti).toBe(message.mti)
      expect([...read.fields]).toEqual([...message.fields].sort(([one], [other]) => one - other))
      expect(upper(taken(pack(read, profile)))).toBe(upper(packed))
    }),
    { numRuns: 400 },
  )
})

it('packs to the same bytes whatever it reads, and else refuses', () => {
  const both = profiles.chain((profile) =>
    messages(profile).chain((message) =>
      fc.record({ profile: fc.constant(profile), bytes: changed(taken(pack(message, profile))) }),
    ),
  )
  let read = 0
  fc.assert(
    fc.property(both, ({ profile, bytes }) => {
      const again = unpack(bytes, profile)
      if (!again.ok) return
      read++
      expect(upper(taken(pack(again.value, profile)))).toBe(upper(bytes))
    }),
    { numRuns: 600 },
  )
  expect(read).toBeGreaterThan(20)
})
const changed = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }).map((changes) => {
    const other = Uint8Array.from(bytes)
    for (const [at, byte] of changes) other[at] = byte
    return other
  })

it('an answer has the type of its request and ten more', () => {
  expect(['0200', '0400', '0800', '0820', '0320'].map(answerMti)).toEqual(['0210', '0410', '0810', '0830', '0330'])
})
