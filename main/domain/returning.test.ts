import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backBy, make, move, sold, type Fate } from '../../tests/payment/returns.ts'
import { money, sum } from './money.ts'

describe('money that goes back of a split sale', () => {
  it('is never more than was paid, of the sale and of each tender, whatever comes in which order', () => {
    const met = new Map<string, number>()
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.array(move, { minLength: 5, maxLength: 30 }),
        (byCard, byScan, moves) => {
          const counter = sold(byCard, byScan)
          for (const next of moves) {
            make(counter, next)
            const { tenders, total, returns } = counter.sale()
            const backs = tenders.map((_, place) => backBy(counter, place))
            for (const [place, { said, truly }] of backs.entries()) {
              expect(said).toBeLessThanOrEqual(tenders[place]?.amount ?? 0)
              expect(truly).toBeLessThanOrEqual(tenders[place]?.amount ?? 0)
            }
            expect(sum(backs.map(({ said }) => said))).toBeLessThanOrEqual(total)
            for (const { kind, parts } of returns.slice(-1))
              met.set(kind, (met.get(kind) ?? 0) + (parts.every(({ state }) => state === 'done') ? 1 : 0))
          }
        },
      ),
      { numRuns: 2_000 },
    )
    expect(met.get('refund')).toBeGreaterThan(500)
    expect(met.get('void')).toBeGreaterThan(100)
  })

  it('is voided only while nothing is left: an unclear refund that did not happen can go back after the void', () => {
    const counter = sold(1000, 1500)
    const { receipt } = counter.sale()
    const answers = (...fates: readonly Fate[]) => {
      for (const fate of fates) counter.answer({ do: 'answer', fate, undone: true })
    }
    expect(counter.back({ act: 'refund', receipt, wish: { by: 'amount', amount: money(1000) } })).toBe(true)
    answers('lost-request', 'yes')
    expect(counter.back({ act: 'void-paid', receipt })).toBe(true)
    answers('yes', 'yes')
    expect(counter.sale().voided).not.toBeNull()
    counter.decide()
    expect(counter.sale().voided).toBeNull()
    expect(counter.back({ act: 'void-paid', receipt })).toBe(true)
    answers('yes')
    expect(counter.sale().voided).not.toBeNull()
  })

  it('that an acquirer gave back after it had said no counts, and does not go back again', () => {
    const counter = sold(1000, 1500)
    const { receipt } = counter.sale()
    const refund = (fen: number) => counter.back({ act: 'refund', receipt, wish: { by: 'amount', amount: money(fen) } })
    expect(refund(4780)).toBe(true)
    const [byCard] = counter.sale().returns[0]?.parts ?? []
    const attempt = byCard?.attempt ?? ''
    counter.answer({ do: 'answer', fate: 'no', undone: true })
    counter.answer({ do: 'answer', fate: 'yes', undone: true })
    expect(counter.sale().returns[0]?.parts[0]?.state).toBe('failed')
    counter.gaveBack.set(attempt, money(1000))
    counter.tell(attempt, { is: 'approved', approval: 'A', amount: money(1000) })
    expect(refund(1)).toBe(false)
    counter.decide()
    expect(counter.sale().returns[0]?.parts[0]?.state).toBe('done')
    expect(refund(1)).toBe(false)
  })

  it('may be tried again by the same goods where the bank declined all of it', () => {
    const counter = sold(4778, 1)
    const { receipt } = counter.sale()
    const refund = () =>
      counter.back({ act: 'refund', receipt, wish: { by: 'lines', lines: [{ place: 0, quantity: 2 }] } })
    expect(refund()).toBe(true)
    counter.answer({ do: 'answer', fate: 'no', undone: true })
    expect(refund()).toBe(true)
    counter.answer({ do: 'answer', fate: 'yes', undone: true })
    expect(refund()).toBe(false)
  })

  it('all goes back in the end, and then nothing more', () => {
    const counter = sold(1000, 1500)
    const { receipt } = counter.sale()
    for (let piece = 0; piece < 9; piece++) {
      const place = piece < 2 ? 0 : piece < 5 ? 1 : 2
      expect(counter.back({ act: 'refund', receipt, wish: { by: 'lines', lines: [{ place, quantity: 1 }] } })).toBe(
        true,
      )
      for (let orders = 0; orders < 2; orders++) counter.answer({ do: 'answer', fate: 'yes', undone: true })
    }
    const { tenders } = counter.sale()
    expect(tenders.map((_, place) => backBy(counter, place))).toEqual(
      tenders.map(({ amount }) => ({ said: amount, truly: amount })),
    )
    expect(counter.back({ act: 'void-paid', receipt })).toBe(false)
    expect(counter.back({ act: 'refund', receipt, wish: { by: 'amount', amount: money(1) } })).toBe(false)
  })
})
