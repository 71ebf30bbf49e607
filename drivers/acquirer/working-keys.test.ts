import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOfLength } from '../../tests/acquirer/arbitrary.ts'
import { F62_OF_SIGN_IN, fromHex, MAK, PIK, TMK, upper } from '../../tests/acquirer/vectors.ts'
import { aesEncrypt } from '../cipher/aes.ts'
import { xor } from '../cipher/blocks.ts'
import { desDecrypt, desEncrypt } from '../cipher/des.ts'
import { SM4 } from '../cipher/sm4.ts'
import { aesDerivationKey, aesInitialKey, aesKeyFor } from '../pin-pad/aes-dukpt.ts'
import { initialKey, keyFor, transactionKey } from '../pin-pad/dukpt.ts'
import { pinBlock0 } from '../pin-pad/pin-block.ts'
import { CUP_CLASSIC, type KeyLayout } from './codec/profile.ts'
import { openWorkingKeys, wrapWorkingKeys } from './working-keys.ts'

describe('working keys', () => {
  it('of a published sign-in are opened under its TMK', () => {
    const opened = openWorkingKeys(CUP_CLASSIC, F62_OF_SIGN_IN, TMK)
    expect(opened.ok && [opened.keys.pik, opened.keys.mak].map(upper)).toEqual([PIK, MAK].map(upper))
    expect(opened.ok && opened.keys.tdk).toBeNull()
    expect([desEncrypt(PIK, new Uint8Array(8)), desEncrypt(MAK, new Uint8Array(8))].map(upper)).toEqual([
      ...['8D0A74B8C5EF66C6', 'AB7153CA985B10C2'],
    ])
    const wrapped = wrapWorkingKeys(CUP_CLASSIC, { pik: PIK, mak: MAK, tdk: null }, TMK)
    expect(wrapped.ok && upper(wrapped.value)).toBe(upper(F62_OF_SIGN_IN))
  })

  it('are none where one bit of any of them, or of a check value, is another', () => {
    for (let bit = 0; bit < 8 * F62_OF_SIGN_IN.length; bit++) {
      const other = Uint8Array.from(F62_OF_SIGN_IN)
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
      const at = bit >> 3
      const key = at < 20 ? 'PIK' : 'MAK'
      const isFiller = at >= 28 && at < 36
      expect(openWorkingKeys(CUP_CLASSIC, other, TMK)).toEqual({
        ok: false,
        ...(isFiller ? { why: 'layout' } : { why: 'check-value', key }),
      })
    }
  })

  it('are none under another TMK, or where the layout is another', () => {
    const other = TMK.map((byte, at) => (at === 15 ? byte ^ 0x10 : byte))
    expect(openWorkingKeys(CUP_CLASSIC, F62_OF_SIGN_IN, other)).toMatchObject({ why: 'check-value', key: 'PIK' })
    expect(openWorkingKeys({ keyLayout: '004', makBytes: 8 }, F62_OF_SIGN_IN, TMK)).toEqual({
      ok: false,
      why: 'layout',
    })
    expect(() => openWorkingKeys(CUP_CLASSIC, F62_OF_SIGN_IN, TMK.subarray(8))).toThrow(RangeError)
  })

  it('of the layouts of SM4 are under SM4, and checked by it', () => {
    const keys = { pik: PIK, mak: TMK, tdk: null }
    const wrapped = wrapWorkingKeys({ keyLayout: '005', makBytes: 16 }, keys, TMK)
    const check = (key: Uint8Array) => SM4.encrypt(key, new Uint8Array(16)).subarray(0, 4)
    const parts = [SM4.encrypt(TMK, PIK), check(PIK), SM4.encrypt(TMK, TMK), check(TMK)]
    expect(wrapped.ok && upper(wrapped.value)).toBe(upper(Buffer.concat(parts)))
  })

  const layouts: readonly (readonly [KeyLayout, 8 | 16, number, boolean])[] = [
    ['001', 8, 8, false],
    ['003', 8, 16, false],
    ['003', 16, 16, false],
    ['004', 8, 16, true],
    ['005', 16, 16, false],
    ['006', 16, 16, true],
  ]
  it.each(layouts)(
    'of layout %s with a MAK of %i are opened as they were wrapped',
    (keyLayout, makBytes, size, hasTdk) => {
      const of = { keyLayout, makBytes }
      const key = bytesOfLength(16)
      fc.assert(
        fc.property(key, key, key, key, (tmk, pin, mac, track) => {
          const keys = { pik: pin.slice(0, size), mak: mac.slice(0, makBytes), tdk: hasTdk ? track : null }
          const wrapped = wrapWorkingKeys(of, keys, tmk)
          if (!wrapped.ok) throw new Error(wrapped.why)
          expect(openWorkingKeys(of, wrapped.value, tmk)).toEqual({ ok: true, keys })
          if (!hasTdk) return
          const last = Uint8Array.from(wrapped.value)
          last[59] = (last[59] ?? 0) ^ 1
          expect(openWorkingKeys(of, last, tmk)).toEqual({ ok: false, why: 'check-value', key: 'TDK' })
        }),
        { numRuns: 20 },
      )
    },
  )
})

/** Vectors of ANSI X9.8, X9.24-1, X9.24-3 and of key check values, on the ciphers that are used here. */
describe('published vectors of PINs and keys', () => {
  it('PIN blocks of format 0, in the clear and under the PIK', () => {
    const clear = (pin: string, pan: string) => upper(desDecrypt(PIK, pinBlock0({ pin, pan }, PIK)))
    expect(clear('1234', '4012345678909')).toBe('041274EDCBA9876F')
    expect(clear('123456', '6212345678901232')).toBe('061217139876FEDC')
    expect(upper(pinBlock0({ pin: '123456', pan: '6212345678901232' }, PIK))).toBe('C8E5D26B0DB15385')
    // Without the card number, as F53 1… says.
    expect(upper(desEncrypt(PIK, fromHex('06123456FFFFFFFF')))).toBe('75EC7A5EFA8DBA63')
  })

  it('a PIN block of format 4, step by step', () => {
    const key = fromHex('AF8CB133A78F8DC2D1359F18527593FB')
    const first = aesEncrypt(key, fromHex('441234AAAAAAAAAA2F69ADDE2E9E7ACE'))
    expect(upper(first)).toBe('DE84127CF6DCA7DFE47BDE89057CB820')
    const turned = xor(first, fromHex('44111111111111111000000000000000'))
    expect(upper(turned)).toBe('9A95036DE7CDB6CEF47BDE89057CB820')
    expect(upper(aesEncrypt(key, turned))).toBe('A912150391AB65A67E52883D81CE2D15')
  })

  it('data under a DUKPT key of triple DES, in CBC', () => {
    const ksn = fromHex('FFFF9876543210E00001')
    const base = fromHex('0123456789ABCDEFFEDCBA9876543210')
    const key = keyFor('dataRequest', transactionKey(initialKey(base, fromHex('FFFF9876543210E00000')), ksn))
    const text = Buffer.concat([Buffer.from('4012345678909D987'), Buffer.alloc(7)])
    const blocks: Buffer[] = []
    for (let at = 0; at < text.length; at += 8)
      blocks.push(desEncrypt(key, xor(text.subarray(at, at + 8), blocks.at(-1) ?? Buffer.alloc(8))))
    expect(upper(Buffer.concat(blocks))).toBe('FC0D53B7EA1FDA9EE68AAF2E70D9B9506229BE2AA993F04F')
  })

  it.each([
    [1, 'A2DC23DE6FDE0824A2BC321E08E4B8B7', 'DBB463945B286C07CD3AD82EE96FD9C9', '16292C6EA8F64C5420A0584BFBC577BE'],
    [2, '484C3B06E8562704528CD5B46FB12FB6', '6CA3F901BBCA029AE5A6EE2F4C70B101', 'EA0174D3546236725407EBF9D4082F8A'],
  ])('keys for MACs and answers of AES DUKPT, count %i', (count, generate, check, decrypt) => {
    const id = fromHex('1234567890123456')
    const derived = aesDerivationKey(aesInitialKey(fromHex('FEDCBA9876543210F1F1F1F1F1F1F1F1'), id), id, count)
    const uses = ['macGenerate', 'macVerify', 'dataDecrypt'] as const
    expect(uses.map((use) => upper(aesKeyFor(use, derived, id, count)))).toEqual([generate, check, decrypt])
  })

  it('the check value of an AES key by CMAC', () => {
    const key = fromHex('00112233445566778899AABBCCDDEEFF')
    // CMAC of one block of nought: under the key, the first subkey.
    const doubled = (BigInt(`0x${upper(aesEncrypt(key, new Uint8Array(16)))}`) << 1n).toString(16).padStart(32, '0')
    const subkey = fromHex(doubled.slice(-32))
    if (doubled.length > 32) subkey[15] = (subkey[15] ?? 0) ^ 0x87
    expect(upper(aesEncrypt(key, subkey)).slice(0, 10)).toBe('53E107B36E')
  })
})
