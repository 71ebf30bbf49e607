import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatLine } from '#journal/line'
import { IDENTITY } from '../../tests/sync/day.ts'
import { ed25519In } from '../ed25519.ts'
import { batchMessage, readBatch, subjectOf, type BatchMessage } from './batch.ts'

/** A batch is believed whole, from whom it says and for what it says, or not at all. */
const SENDER = { shop: 's01', station: '01' }
const key = ed25519In(IDENTITY.publicKey)
if (!key) throw new Error('no key')

const lines = (count: number, first = 1, prev = '') => {
  const all: Buffer[] = []
  let hash = prev
  for (let seq = first; seq < first + count; seq++) {
    const record = {
      v: 1,
      j: '01-e1',
      seq,
      ts: 1_777_856_400_000 + seq,
      prev: hash,
      txn: `t${seq}`,
      type: 'test',
    } as const
    const line = formatLine({ ...record, body: { text: '收款'.repeat(seq % 5) } }, seq - 1)
    all.push(line.bytes)
    hash = line.hash
  }
  return { payload: Buffer.concat(all), hash, prev, first, last: first + count - 1 }
}
const message = (run = lines(5), sender = SENDER): BatchMessage =>
  batchMessage(sender, { ...run, branch: '01-e1' }, IDENTITY.sign)
const read = (said: BatchMessage, sender = SENDER) => readBatch(sender, said, key)
let whole: BatchMessage
beforeAll(() => {
  whole = message()
})

describe('a batch', () => {
  it('is read as it was made, and bears a name that says what is in it', () => {
    const { hash, payload } = lines(5)
    expect(read(whole)).toMatchObject({ is: 'batch', batch: { branch: '01-e1', first: 1, last: 5, prev: '', hash } })
    expect([whole.subject, whole.id]).toEqual([subjectOf(SENDER), `01-e1:1-5:${hash}`])
    expect(Buffer.from(whole.payload)).toEqual(payload)
    const after = lines(3, 6, hash)
    expect(read(message(after))).toMatchObject({ is: 'batch', batch: { first: 6, last: 8, prev: hash } })
  })

  it('is junk with any bit of it changed, any word of it changed, or any line of it missing', () => {
    const bits = fc.record({ at: fc.nat(whole.payload.length - 1), bit: fc.integer({ min: 0, max: 7 }) })
    fc.assert(
      fc.property(bits, ({ at, bit }) => {
        const payload = Uint8Array.from(whole.payload)
        payload[at] = (payload[at] ?? 0) ^ (1 << bit)
        expect(read({ ...whole, payload })).toEqual({ is: 'junk' })
      }),
    )
    const words = {
      'J-Branch': '01-e2',
      'J-First': '2',
      'J-Last': '6',
      'J-Prev': 'x'.repeat(43),
      'J-Hash': 'y'.repeat(43),
    }
    for (const [name, value] of Object.entries(words))
      expect(read({ ...whole, headers: { ...whole.headers, [name]: value } })).toEqual({ is: 'junk' })
    for (const name of Object.keys(whole.headers)) {
      const headers = Object.fromEntries(Object.entries(whole.headers).filter(([each]) => each !== name))
      expect(read({ ...whole, headers })).toEqual({ is: 'junk' })
    }
    expect(read({ ...whole, payload: new Uint8Array() })).toEqual({ is: 'junk' })
  })

  it('is junk on another station’s subject, in another shop’s, and by another key', () => {
    expect(read(whole, { shop: 's01', station: '02' })).toEqual({ is: 'junk' })
    expect(read(whole, { shop: 's02', station: '01' })).toEqual({ is: 'junk' })
    const stranger = batchMessage(SENDER, { ...lines(5), branch: '01-e1' }, () =>
      Buffer.alloc(64, 7).toString('base64'),
    )
    expect(read(stranger)).toEqual({ is: 'junk' })
  })

  it('is junk where its owner signs lines that are no chain, have a gap, or another end than it says', () => {
    const [one, gap] = [lines(2), lines(2, 4, lines(2).hash)]
    const torn = { ...one, last: 4, hash: gap.hash, payload: Buffer.concat([one.payload, gap.payload]) }
    expect(read(message(torn))).toEqual({ is: 'junk' })
    expect(read(message({ ...one, prev: 'z'.repeat(43) }))).toEqual({ is: 'junk' })
    expect(read(message({ ...one, hash: 'z'.repeat(43) }))).toEqual({ is: 'junk' })
    expect(read(message({ ...one, last: 3 }))).toEqual({ is: 'junk' })
  })
})
