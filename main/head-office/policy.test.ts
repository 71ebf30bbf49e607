import { money } from '#domain/money'
import { DEFAULT_POLICY, type PolicyRow } from '#domain/policy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKeyPairSync } from 'node:crypto'
import { judgePolicy, signPolicy, type PolicyDocument, type PolicyExpected, type PolicyFields } from './policy.ts'
import { keyId, publicText } from './token.ts'
import { trustOf } from './trust.ts'

const NOW_MS = Date.UTC(2026, 4, 4, 1)
const office = generateKeyPairSync('ed25519').privateKey
const stranger = generateKeyPairSync('ed25519').privateKey
const keys = { [keyId(publicText(office))]: publicText(office) }
const trust = trustOf({ merchant: 'M1', terminal: 'T1', keys, revoked: null })

const { rows, offlineRefundMax, codeMinutes } = DEFAULT_POLICY
const later: PolicyRow = { act: 'void-paid', from: money(10_000), afterMinutes: 60, asks: ['pin', 'void-password'] }
const fields: PolicyFields = { merchant: 'M1', rows: [...rows, later], offlineRefundMax, codeMinutes, locked: true }
const document = signPolicy(fields, NOW_MS, office)
const textOf = (changed: Partial<PolicyDocument> = {}) => JSON.stringify({ ...document, ...changed })
const why = (text: string, own: Partial<PolicyExpected> = {}) => {
  const judged = judgePolicy(text, { trust, newestMs: null, ...own })
  return judged.ok ? 'done' : `${judged.why} ${judged.about}`.trim()
}
const signed = (changed: Partial<PolicyFields>, key = office) =>
  JSON.stringify(signPolicy({ ...fields, ...changed }, NOW_MS, key))

describe('a policy of head office', () => {
  it('is taken as it was signed, by this merchant’s stations, while none is newer', () => {
    expect(why(textOf())).toBe('done')
    expect(why(JSON.stringify(document, null, 4))).toBe('done')
    expect(why(textOf(), { newestMs: NOW_MS })).toBe('done')
    expect(why(textOf(), { newestMs: NOW_MS + 1 })).toBe('policy-older 2026-05-04')
    expect(why(signed({ merchant: 'M2' }))).toBe('policy-elsewhere M2')
    expect(why(signed({}, stranger))).toMatch(/^policy-forged [0-9a-f]{8}$/)
    expect(why(textOf(), { trust: null })).toMatch(/^policy-forged/)
  })

  it.each<[string, Partial<PolicyDocument>]>([
    ['merchant', { merchant: 'M2' }],
    ['moment', { issuedMs: NOW_MS + 86_400_000 }],
    ['lock', { locked: false }],
    ['limit', { offlineRefundMax: money(500_000) }],
    ['minutes', { codeMinutes: 60 }],
    ['line fewer', { rows: fields.rows.slice(0, -1) }],
    ['amount', { rows: [...rows, { ...later, from: money(10_001) }] }],
    ['age', { rows: [...rows, { ...later, afterMinutes: 61 }] }],
    ['ask fewer', { rows: [...rows, { ...later, asks: ['void-password'] }] }],
    ['order of lines', { rows: fields.rows.toReversed() }],
  ])('with another %s is forged', (_what, changed) => {
    expect(why(textOf(changed))).toMatch(/^policy-forged/)
  })

  it('with any byte flipped is misread or forged', () => {
    const bytes = Buffer.from(textOf())
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
        expect(why(flipped.toString('latin1'))).toMatch(/^policy-(misread|forged)/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('below a floor or of no sense is not taken, whoever signed it', () => {
    const floorless = rows.map((row) => (row.act === 'refund' ? { ...row, asks: [] } : row))
    expect(why(signed({ rows: floorless }))).toBe('policy-unsound 2: below-floor')
    expect(why(signed({ rows: rows.slice(1) }))).toBe('policy-unsound no-first-line')
  })

  it('is no other text, nor one without end', () => {
    for (const text of ['', '{}', 'null', '[]', textOf().slice(0, -1)]) expect(why(text)).toBe('policy-misread')
    expect(why(`${' '.repeat(65_536)}${textOf()}`)).toBe('policy-misread')
    expect(why(JSON.stringify({ ...document, more: 1 }))).toBe('policy-misread')
  })
})
