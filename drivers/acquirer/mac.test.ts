import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { bytesOfLength, messages, profiles } from '../../tests/acquirer/arbitrary.ts'
import { fromHex, LIVE, MAK, PACKETS, upper } from '../../tests/acquirer/vectors.ts'
import { xor } from '../cipher/blocks.ts'
import { DES } from '../cipher/des.ts'
import { SM4 } from '../cipher/sm4.ts'
import { initialKey, keyFor, transactionKey } from '../pin-pad/dukpt.ts'
import { makeVirtualRandom } from '../random/virtual.ts'
import { messageOf, unpack } from './codec/message.ts'
import { CUP_CLASSIC, type AcquirerProfile } from './codec/profile.ts'
import { macOf, seal, verify } from './mac.ts'

const signs = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

it('is that of a live message, with every step between', () => {
  expect(signs(macOf('unionpay-ecb', LIVE.mak, LIVE.mab))).toBe(LIVE.mac)
  // The published steps: R, E1, T, E2.
  let all: Buffer = Buffer.alloc(8)
  for (let at = 0; at < LIVE.mab.length; at += 8) all = xor(all, LIVE.mab.subarray(at, at + 8))
  expect(upper(all)).toBe('3761343619AC6492')
  const first = DES.encrypt(LIVE.mak, Buffer.from('37613436'))
  expect(upper(first)).toBe('DD662804CB30F348')
  const turned = xor(first, Buffer.from('19AC6492'))
  expect(upper(turned)).toBe('EC5F6947FD04CA7A')
  expect(upper(DES.encrypt(LIVE.mak, turned))).toBe('B3A092AEDACE4C88')
})

it.each([
  ['sale', 'C7D82B5A'],
  ['reversal', '6B08BA14'],
] as const)('of the packet of a %s is %s', (name, mac) => {
  const message = PACKETS[name].subarray(13)
  expect(signs(macOf('unionpay-ecb', MAK, message.subarray(0, -8)))).toBe(mac)
  expect(verify(message, CUP_CLASSIC, MAK)).toBe('good')
})

it('by X9.19 is the published one of each DUKPT key', () => {
  const base = fromHex('0123456789ABCDEFFEDCBA9876543210')
  const initial = initialKey(base, fromHex('FFFF9876543210E00000'))
  const macs = ['E00001', 'E00002', 'E00008'].map((end) => {
    const key = keyFor('macRequest', transactionKey(initial, fromHex(`FFFF9876543210${end}`)))
    return upper(macOf('x9.19', key, Buffer.from('4012345678909D987')))
  })
  expect(macs).toEqual(['9CCC78173FC4FB64', 'F608A9BCA6FFC311', '3679055BCCBE3D6B'])
})

/** `openssl enc` on whole blocks. */
function byCommand(name: string, key: Uint8Array, blocks: Uint8Array, way: '-e' | '-d' = '-e'): Buffer {
  const providers =
    name.startsWith('des-') && !name.includes('ede') ? ['-provider', 'legacy', '-provider', 'default'] : []
  const iv = name.endsWith('cbc') ? ['-iv', '0000000000000000'] : []
  const given = ['enc', `-${name}`, way, '-nopad', '-K', upper(key), ...iv, ...providers]
  return execFileSync('openssl', given, { input: blocks })
}
const filled = (mab: Uint8Array): Uint8Array => Buffer.concat([mab, Buffer.alloc((8 - (mab.length % 8)) % 8)])
/** UnionPay-style, step by step with the command. */
function unionPayByCommand(name: string, size: number, key: Uint8Array, mab: Uint8Array): string {
  const all = new Uint8Array(size)
  for (const [at, byte] of mab.entries()) all[at % size] = (all[at % size] ?? 0) ^ byte
  const [one, other] = [upper(all).slice(0, size), upper(all).slice(size)].map((text) => Buffer.from(text))
  if (!one || !other) throw new Error('no halves')
  const first = byCommand(name, key, one)
  return upper(byCommand(name, key, xor(first, other))).slice(0, 8)
}

describe('as the openssl command makes it, of random keys and messages', () => {
  const { below, bytes: random } = makeVirtualRandom(64)
  const cases = Array.from({ length: 12 }, () => random(10 + below(120)))

  it.each([
    ['unionpay-ecb', 'des-ecb', 8, 8],
    ['unionpay-ecb', 'des-ede-ecb', 16, 8],
    ['sm4', 'sm4-ecb', 16, 16],
  ] as const)('%s with %s', (kind, name, keyBytes, size) => {
    for (const mab of cases) {
      const key = random(keyBytes)
      expect(signs(macOf(kind, key, mab))).toBe(unionPayByCommand(name, size, key, mab))
    }
  })

  it('x9.9', () => {
    for (const mab of cases) {
      const key = random(8)
      expect(upper(macOf('x9.9', key, mab))).toBe(upper(byCommand('des-cbc', key, filled(mab)).subarray(-8)))
    }
  })

  it('x9.19', () => {
    for (const mab of cases) {
      const [left, right] = [random(8), random(8)]
      const last = byCommand('des-cbc', left, filled(mab)).subarray(-8)
      const mac = byCommand('des-ecb', left, byCommand('des-ecb', right, last, '-d'))
      expect(upper(macOf('x9.19', Buffer.concat([left, right]), mab))).toBe(upper(mac))
    }
  })
})

const makFor = (profile: AcquirerProfile) => bytesOfLength(profile.makBytes)
const sealed = profiles.chain((profile) =>
  fc.record({ profile: fc.constant(profile), mak: makFor(profile), message: messages(profile, [64]) }),
)

it('of whatever was sealed is good, and with any bit of the message changed it is bad or the message refused', () => {
  fc.assert(
    fc.property(sealed, fc.nat(), ({ profile, mak, message }, turn) => {
      const bytes = seal(message, profile, mak)
      if (!bytes.ok) throw new Error(bytes.why)
      expect(verify(bytes.value, profile, mak)).toBe('good')
      const read = unpack(bytes.value, profile)
      expect(read.ok && read.value.fields.has(64)).toBe(true)
      const bit = turn % (8 * bytes.value.length)
      const other = Uint8Array.from(bytes.value)
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
      expect(verify(other, profile, mak) === 'good' && unpack(other, profile).ok).toBe(false)
    }),
    { numRuns: 500 },
  )
})

it('no single bit of a sale can be changed', () => {
  const sale = PACKETS.sale.subarray(13)
  for (let bit = 0; bit < 8 * sale.length; bit++) {
    const other = Uint8Array.from(sale)
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
    expect(verify(other, CUP_CLASSIC, MAK)).not.toBe('good')
  }
})

it('is missing where the bitmap has none, and bad where there is no room for it', () => {
  expect(verify(PACKETS.echo.subarray(13), CUP_CLASSIC, MAK)).toBe('missing')
  expect(verify(fromHex('02000000000000000001'), CUP_CLASSIC, MAK)).toBe('bad')
  expect(verify(fromHex(''), CUP_CLASSIC, MAK)).toBe('missing')
})

it('is not put where there is one already, nor made with a key of another length', () => {
  const done = seal(messageOf('0200', { 64: new Uint8Array(8) }), CUP_CLASSIC, MAK)
  expect(done).toEqual({ ok: false, why: 'mac-field', field: 64 })
  expect(seal(messageOf('0200', { 4: '1' }), CUP_CLASSIC, MAK)).toEqual({ ok: false, why: 'length', field: 4 })
  expect(() => macOf('x9.19', MAK, LIVE.mab)).toThrow(RangeError)
  expect(() => macOf('x9.9', new Uint8Array(16), LIVE.mab)).toThrow(RangeError)
  expect(() => macOf('sm4', MAK, LIVE.mab)).toThrow(RangeError)
})

it('SM4 of the same message is sixteen bytes at a time', () => {
  const mak = fromHex('0123456789ABCDEFFEDCBA9876543210')
  const mab = Buffer.from('0200'.repeat(5))
  const all = xor(mab.subarray(0, 16), mab.subarray(16))
  const text = Buffer.from(upper(all))
  const last = SM4.encrypt(mak, xor(SM4.encrypt(mak, text.subarray(0, 16)), text.subarray(16)))
  expect(signs(macOf('sm4', mak, mab))).toBe(upper(last).slice(0, 8))
})
