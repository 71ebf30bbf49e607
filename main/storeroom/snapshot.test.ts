import { describe, expect, it } from 'vitest'
import { money } from '#domain/money'
import { NEW_TILL, step } from '#domain/till'
import { TillShape, writeTill } from './snapshot.ts'

const order = { kind: 'hold', settlesBy: 'reversal', amount: money(5_000), attempt: '01-1-1', of: null } as const
const asked = { is: 'hold-asked', port: 'acquirer', order, note: '302', operator: '03' } as const
const yes = { is: 'approved', approval: 'A-1', amount: money(5_000) } as const

describe('a checkpoint', () => {
  const till = step(step(NEW_TILL, asked, 1), { is: 'payment-told', attempt: '01-1-1', event: yes }, 2)
  const written = JSON.parse(JSON.stringify(writeTill(till))) as Record<string, unknown>

  it('holds the amounts that are held of cards', () => {
    const read = TillShape.parse(written)
    expect([...read.holds]).toEqual([...till.holds])
    expect(read.holds.get('01-1-1')).toMatchObject({ note: '302', approval: 'A-1', state: 'done', end: null })
    expect(() => TillShape.parse({ ...written, holds: [['01-1-1', { note: '302' }]] })).toThrow()
  })

  it('of a version that knew none can be read', () => {
    const old = Object.fromEntries(Object.entries(written).filter(([name]) => name !== 'holds'))
    expect([...TillShape.parse(old).holds]).toEqual([])
  })
})
