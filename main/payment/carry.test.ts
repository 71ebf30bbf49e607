import { expect, it } from 'vitest'
import { money } from '#domain/money'
import { paymentAsked, paymentTold } from '#domain/payments'
import { heard, TEXT_MAX } from './carry.ts'

it('what an acquirer says at length is kept as far as a record can hold it', () => {
  expect(heard({ is: 'declined', why: 'x'.repeat(5_000) })).toEqual({ is: 'declined', why: 'x'.repeat(TEXT_MAX) })
  const yes = heard({ is: 'approved', approval: 'y'.repeat(5_000), amount: 600 })
  expect(yes).toEqual({ is: 'approved', approval: 'y'.repeat(TEXT_MAX), amount: 600 })
})

it('a yes to no amount of money is none', () => {
  for (const amount of [1.5, Number.NaN, 1e300])
    expect(heard({ is: 'approved', approval: 'A', amount })).toEqual({ is: 'silence' })
})

it('what a platform says for its statement is in the record of its yes', () => {
  const facts = { tradeNo: '1', payerAmount: 500 }
  const yes = heard({ is: 'approved', approval: 'A', amount: 600, partly: true, facts })
  expect(yes).toEqual({ is: 'approved', approval: 'A', amount: 600, partly: true, scan: facts })
})

it('when an order was asked stays known, however often it went back and forth', () => {
  const order = { kind: 'void', settlesBy: 'reversal', amount: money(600), attempt: '1', of: null } as const
  let payments = paymentAsked(new Map(), { port: 'acquirer', order }, 1)
  for (let atMs = 2; atMs < 60; atMs++) {
    payments = paymentTold(
      payments,
      '1',
      { is: atMs % 4 === 2 ? 'retry' : atMs === 2 ? 'silence' : 'reversal-failed' },
      atMs,
    )
  }
  const passed = payments.get('1')?.passed ?? []
  expect([passed[0], passed.length <= 8]).toEqual([{ at: 'asked', atMs: 1 }, true])
})
