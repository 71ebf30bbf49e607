import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchOf, lived, NEW_LIFE, newIdentity, some } from '../../tests/ledger/lives.ts'
import { makeRegistry, markOf, sorted } from './sorting.ts'

/** Whatever lies in the hub is something to the ledger, and stops nothing. */
const SENDER = { shop: 's01', station: '01' }
const [identity, old] = [newIdentity(), newIdentity()]
const registry = makeRegistry([
  { ...SENDER, publicKey: identity.publicKey },
  { ...SENDER, publicKey: old.publicKey },
  { ...SENDER, publicKey: 'no key at all' },
])
const life = lived(NEW_LIFE, '01', some(3))
const own = { ...batchOf({ sender: SENDER, identity }, life, { first: 1, last: 3 }), place: 7 }

describe('what a message is to the ledger', () => {
  it('is a batch of whom the registry knows, by the key that signed it', () => {
    expect(sorted(own, registry)).toMatchObject({ is: 'batch', ...SENDER, publicKey: identity.publicKey, place: 7 })
    const before = { ...batchOf({ sender: SENDER, identity: old }, life, { first: 1, last: 3 }), place: 8 }
    expect(sorted(before, registry)).toMatchObject({ is: 'batch', publicKey: old.publicKey })
    expect(sorted({ ...own, subject: 'j.s01.02' }, registry)).toMatchObject({ is: 'evidence', why: 'unknown' })
    for (const subject of ['j.s01', 'j.s01.01.x', 'k.s01.01', 'j..01', ''])
      expect(sorted({ ...own, subject }, registry)).toEqual({ is: 'junk', shop: '?', station: '?' })
  })

  it('is one of three things whatever it is', () => {
    const words = fc.dictionary(fc.string(), fc.string())
    const Message = fc.record({
      place: fc.nat(),
      subject: fc.oneof(fc.constant(own.subject), fc.string({ unit: 'binary' })),
      headers: fc.oneof(
        words,
        words.map((more) => ({ ...own.headers, ...more })),
      ),
      payload: fc.oneof(fc.uint8Array(), fc.constant(own.payload)),
    })
    fc.assert(
      fc.property(Message, (message) => {
        expect(['batch', 'junk', 'evidence']).toContain(sorted(message, registry).is)
        expect(markOf(message)).toMatch(/^[0-9a-f]{64}$/)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is told from every other by its mark, whatever the order of its words', () => {
    const turned = Object.fromEntries(Object.entries(own.headers).reverse())
    expect(markOf({ ...own, headers: turned, place: 1 })).toBe(markOf(own))
    const others = [
      { ...own, subject: 'j.s01.02' },
      { ...own, payload: own.payload.subarray(1) },
      { ...own, headers: {} },
    ]
    expect(new Set([own, ...others].map(markOf)).size).toBe(4)
  })
})
