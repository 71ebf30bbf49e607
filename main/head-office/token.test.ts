import fc from 'fast-check'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CODE_LENGTH_MAX } from '#domain/scanned-code'
import { fromBase32, tidied, toBase32 } from './base32.ts'
import { checkToken, type Expected } from './check.ts'
import { deviceFingerprint, keyId, makeToken, placeOf, publicText, readToken, scannable } from './token.ts'
import { signRevoked, trustOf, type HeadOfficeFile } from './trust.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const NOW_MS = Date.UTC(2026, 4, 4, 1)
const { privateKey: office } = generateKeyPairSync('ed25519')
const { privateKey: stranger } = generateKeyPairSync('ed25519')
const device = deviceFingerprint(publicText(generateKeyPairSync('ed25519').privateKey))
const HERE = { merchant: 'M0000001', terminal: 'T0000001', device }
const file: HeadOfficeFile = {
  ...{ merchant: HERE.merchant, terminal: HERE.terminal, revoked: null },
  keys: { [keyId(publicText(office))]: publicText(office) },
}
const fields = {
  ...{ kind: 'activation' as const, place: placeOf(HERE), id: '00112233445566ff', operator: '' },
  ...{ issuedMs: NOW_MS, expiresMs: NOW_MS + 30 * DAY_MS },
}
const expected: Expected = {
  ...{ kinds: ['activation'], trust: trustOf(file), device, nowMs: NOW_MS, latestMs: NOW_MS, used: [] },
}
const why = (text: string, own: Partial<Expected> = {}) => {
  const checked = checkToken(text, { ...expected, ...own })
  return checked.ok ? 'done' : checked.why
}

describe('base 32', () => {
  it('gives back every run of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(fromBase32(toBase32(bytes))).toEqual(bytes)
      }),
    )
  })

  it('has one text for each run of bytes: spare bits that say something are refused', () => {
    expect(toBase32(Uint8Array.of(0))).toBe('00')
    expect(fromBase32('01')).toBe(null)
    expect(fromBase32('000')).toBe(null)
    expect(fromBase32('U0')).toBe(null)
  })
})

describe('a code of head office', () => {
  const token = makeToken(fields, office)

  it('says what it was made of, typed or scanned, however people write it', () => {
    for (const text of [token, scannable(token), token.toLowerCase(), token.replaceAll('-', ' '), ` ${token}\n`]) {
      expect(readToken(text)).toMatchObject(fields)
    }
    expect(readToken(token.replaceAll('0', 'o').replaceAll('1', 'l'))).toMatchObject(fields)
    expect(readToken(makeToken({ ...fields, kind: 'reset', operator: '123456' }, office))).toMatchObject({
      ...{ kind: 'reset', operator: '123456' },
    })
  })

  it('fits a QR code that the scan path takes, and a page of groups', () => {
    expect(scannable(token)).toHaveLength(161)
    expect(scannable(token).length).toBeLessThan(CODE_LENGTH_MAX)
    expect(scannable(token)).toMatch(/^[0-9A-Z:]+$/)
  })

  it('with any one sign changed was misread or is forged', () => {
    const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...Array.from(signs)), (at, sign) => {
        fc.pre(token[at] !== '-' && token[at] !== sign)
        expect(['code-misread', 'code-forged']).toContain(why(token.slice(0, at) + sign + token.slice(at + 1)))
      }),
      { numRuns: 2000 },
    )
  })

  it('cut off, grown or with two signs exchanged was misread', () => {
    const bare = token.replaceAll('-', '')
    fc.assert(
      fc.property(fc.nat(bare.length - 2), (at) => {
        fc.pre(bare[at] !== bare[at + 1])
        const swapped = bare.slice(0, at) + (bare[at + 1] ?? '') + (bare[at] ?? '') + bare.slice(at + 2)
        expect(why(swapped)).toBe('code-misread')
        expect(why(bare.slice(0, at))).toBe('code-misread')
      }),
    )
    expect(why(`${bare}0`)).toBe('code-misread')
    expect(why('')).toBe('code-misread')
  })

  it('with any byte changed under a right checksum is forged', () => {
    fc.assert(
      fc.property(fc.nat(93), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const whole = Buffer.from(fromBase32(tidied(token)) ?? []).subarray(0, -3)
        whole[at % whole.length] = (whole[at % whole.length] ?? 0) ^ flip
        const forged = checksummed(whole)
        // The first byte says which kind of code, and there are few.
        expect(['code-forged', ...(at % whole.length === 0 ? ['code-misread'] : [])]).toContain(why(forged))
      }),
      { numRuns: 500 },
    )
  })

  it('does nothing that it was not made for', () => {
    expect(why(token)).toBe('done')
    expect(why(makeToken(fields, stranger))).toBe('code-forged')
    expect(why(token, { trust: null })).toBe('no-head-office')
    expect(why(token, { device: null })).toBe('code-elsewhere')
    expect(why(token, { device: device.replace(/^./, (sign) => (sign === '0' ? '1' : '0')) })).toBe('code-elsewhere')
    expect(why(makeToken({ ...fields, place: placeOf({ ...HERE, terminal: 'T2' }) }, office))).toBe('code-elsewhere')
    expect(why(token, { used: [fields.id] })).toBe('code-used')
    expect(why(token, { kinds: ['demand'] })).toBe('code-for-activation')
    const revoked = trustOf({ ...file, revoked: signRevoked([fields.id], NOW_MS, office) })
    expect(why(token, { trust: revoked })).toBe('code-revoked')
  })

  it('ends when it says, by the later of clock and journal, and is not heard before it was made', () => {
    expect(why(token, { nowMs: fields.expiresMs })).toBe('done')
    expect(why(token, { nowMs: fields.expiresMs + MINUTE_MS })).toBe('code-expired')
    expect(why(token, { latestMs: fields.expiresMs + MINUTE_MS })).toBe('code-expired')
    expect(why(token, { nowMs: NOW_MS - DAY_MS })).toBe('clock-behind')
  })

  it('that gives somebody a new secret is for that person alone', () => {
    const reset = makeToken({ ...fields, kind: 'reset', operator: '03' }, office)
    expect(why(reset, { kinds: ['reset'], operator: '03' })).toBe('done')
    expect(why(reset, { kinds: ['reset'], operator: '11' })).toBe('code-elsewhere')
    expect(why(reset, { kinds: ['reset'] })).toBe('code-elsewhere')
    expect(why(reset)).toBe('code-for-reset')
  })
})

describe('whom the station trusts', () => {
  it('is nobody where a key is not what it is named by, or a list is not signed', () => {
    const list = signRevoked(['00112233445566ff'], NOW_MS, office)
    expect(trustOf({ ...file, revoked: list })?.revoked.size).toBe(1)
    expect(trustOf({ ...file, revoked: { ...list, ids: [] } })).toBe(null)
    expect(trustOf({ ...file, revoked: signRevoked([], NOW_MS, stranger) })).toBe(null)
    expect(trustOf({ ...file, keys: {} })).toBe(null)
    expect(trustOf({ ...file, keys: { '00000000': publicText(office) } })).toBe(null)
    expect(trustOf({ ...file, keys: { [keyId('AAAA')]: 'AAAA' } })).toBe(null)
  })
})

function checksummed(whole: Buffer): string {
  return toBase32(Buffer.concat([whole, createHash('sha256').update(whole).digest().subarray(0, 3)]))
}
