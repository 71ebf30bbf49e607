import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeVirtualRandom } from '../random/virtual.ts'
import { AES, aesDecrypt, aesEncrypt } from './aes.ts'
import { checkValue, xor, type BlockCipher } from './blocks.ts'
import { DES } from './des.ts'
import { SM4 } from './sm4.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const upper = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

/** Published: FIPS 81 and NBS 500-20 (DES), SP 800-67 and SP 800-20 (triple DES), GB/T 32907 annex A, FIPS 197. */
const VECTORS: readonly (readonly [string, BlockCipher, string, string, string])[] = [
  ['DES', DES, '0123456789ABCDEF', '4E6F772069732074', '3FA40E8A984D4815'],
  ['DES, all nought', DES, '0000000000000000', '0000000000000000', '8CA64DE9C1B123A7'],
  ['DES, weak key', DES, 'FFFFFFFFFFFFFFFF', 'FFFFFFFFFFFFFFFF', '7359B2163E4EDC58'],
  ['DES, two blocks', DES, '0123456789ABCDEF', '4E6F77206973207468652074696D6520', '3FA40E8A984D48156A271787AB8883F9'],
  [
    ...(['triple DES of three parts', DES, '0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123'] as const),
    ...(['5468652071756663', 'A826FD8CE53B855F'] as const),
  ],
  ['triple DES of two parts', DES, '0123456789ABCDEFFEDCBA9876543210', '0000000000000000', '08D7B4FB629D0885'],
  [
    ...(['SM4', SM4, '0123456789ABCDEFFEDCBA9876543210'] as const),
    ...(['0123456789ABCDEFFEDCBA9876543210', '681EDF34D206965E86B3E94F536E4246'] as const),
  ],
  [
    ...(['AES', AES, '000102030405060708090A0B0C0D0E0F'] as const),
    ...(['00112233445566778899AABBCCDDEEFF', '69C4E0D86A7B0430D8CDB78070B4C55A'] as const),
  ],
]

it.each(VECTORS)('%s gives the published block, and gives it back', (_name, cipher, key, plain, secret) => {
  expect(upper(cipher.encrypt(hex(key), hex(plain)))).toBe(secret)
  expect(upper(cipher.decrypt(hex(key), hex(secret)))).toBe(plain)
})

it('SM4 a thousand times over is node:crypto’s', () => {
  const key = hex('0123456789ABCDEFFEDCBA9876543210')
  let [ours, theirs] = [key, key]
  for (let round = 0; round < 1_000; round++) {
    ours = SM4.encrypt(key, ours)
    theirs = createCipheriv('sm4-ecb', key, null).setAutoPadding(false).update(theirs)
  }
  expect(upper(ours)).toBe(upper(theirs))
})

/** What `openssl enc` makes of it. */
function byCommand(name: string, key: Uint8Array, blocks: Uint8Array, way: '-e' | '-d'): string {
  const providers = name === 'des-ecb' ? ['-provider', 'legacy', '-provider', 'default'] : []
  const given = ['enc', `-${name}`, way, '-nopad', '-K', upper(key), ...providers]
  return upper(execFileSync('openssl', given, { input: blocks }))
}

const NAMES: readonly (readonly [string, BlockCipher, number])[] = [
  ...([
    ['des-ecb', DES, 8],
    ['des-ede-ecb', DES, 16],
    ['des-ede3-ecb', DES, 24],
    ['sm4-ecb', SM4, 16],
  ] as const),
]

describe.each(NAMES)('%s', (name, cipher, keyBytes) => {
  it('is what openssl makes of random keys and blocks', () => {
    const { below, bytes: random } = makeVirtualRandom(keyBytes)
    for (let round = 0; round < 24; round++) {
      const [key, blocks] = [random(keyBytes), random(cipher.blockBytes * (1 + below(6)))]
      expect(upper(cipher.encrypt(key, blocks))).toBe(byCommand(name, key, blocks, '-e'))
      expect(upper(cipher.decrypt(key, blocks))).toBe(byCommand(name, key, blocks, '-d'))
    }
  })

  it('is what node:crypto makes of them, and comes back', () => {
    // It refuses single DES; triple DES with one key three times is the same.
    const full = (key: Uint8Array) => (keyBytes === 8 ? Buffer.concat([key, key, key]) : key)
    const known = keyBytes === 8 ? 'des-ede3-ecb' : name
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    const input = fc.integer({ min: 1, max: 8 }).chain((count) => bytes(count * cipher.blockBytes))
    fc.assert(
      fc.property(bytes(keyBytes), input, (key, blocks) => {
        const secret = cipher.encrypt(key, blocks)
        expect(upper(secret)).toBe(upper(createCipheriv(known, full(key), null).setAutoPadding(false).update(blocks)))
        const open = createDecipheriv(known, full(key), null).setAutoPadding(false).update(blocks)
        expect(upper(cipher.decrypt(key, blocks))).toBe(upper(open))
        expect(upper(cipher.decrypt(key, secret))).toBe(upper(blocks))
      }),
    )
  })
})

it.each([
  ['DES', DES, 7, 8],
  ['DES', DES, 32, 8],
  ['DES', DES, 8, 7],
  ['DES', DES, 8, 0],
  ['SM4', SM4, 8, 16],
  ['SM4', SM4, 16, 24],
  ['AES', AES, 8, 16],
  ['AES', AES, 16, 32],
] as const)('%s takes no key or input of another length: %#', (_name, cipher, keyBytes, bytes) => {
  expect(() => cipher.encrypt(new Uint8Array(keyBytes), new Uint8Array(bytes))).toThrow(RangeError)
  expect(() => cipher.decrypt(new Uint8Array(keyBytes), new Uint8Array(bytes))).toThrow(RangeError)
})

it('AES of all three key lengths is node:crypto’s', () => {
  for (const length of [16, 24, 32]) {
    const [key, block] = [Buffer.alloc(length, 7), Buffer.alloc(16, 9)]
    const theirs = createCipheriv(`aes-${length * 8}-ecb`, key, null)
      .setAutoPadding(false)
      .update(block)
    expect(upper(aesEncrypt(key, block))).toBe(upper(theirs))
    expect(upper(aesDecrypt(key, theirs))).toBe(upper(block))
  }
})

it.each([
  [DES, '0123456789ABCDEFFEDCBA9876543210', 3, '08D7B4'],
  [DES, '807A23AD32B36D457AE91FDF927570EA', 4, '8D0A74B8'],
  [DES, '5BB5C72CD00B7338', 4, 'AB7153CA'],
  [AES, '00112233445566778899AABBCCDDEEFF', 3, 'FDE4FB'],
] as const)('a key is known by its check value: %#', (cipher, key, bytes, value) => {
  expect(upper(checkValue(cipher, hex(key), bytes))).toBe(value)
})

it('exclusive-or is as long as the first', () => {
  expect(upper(xor(hex('FF00AA'), hex('0F0F')))).toBe('F00FAA')
})
