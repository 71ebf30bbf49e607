import { expect, it } from 'vitest'
import { recount } from '../world/recount.ts'

/** The second count by hand: an export as it may be, and what a person with a pencil makes of it. */
const exported = (...events: readonly object[]) => events.map((event) => JSON.stringify({ body: { event } })).join('\n')

const goods = { is: 'goods-added', sku: 'A', unit: 'piece', price: 250, quantity: 4, label: null }
const order = (attempt: string, amount: number, settlesBy = 'reversal') => ({ attempt, amount, settlesBy })
const asked = (attempt: string, amount: number) => ({ is: 'payment-asked', order: order(attempt, amount) })
const told = (attempt: string, event: object) => ({ is: 'payment-told', attempt, event })
const yes = (attempt: string, amount: number) => told(attempt, { is: 'approved', amount })
const tender = (attempt: string, amount: number) => ({ attempt, amount })
const sent = (attempt: string, amount: number, settlesBy?: string) => ({
  ...{ amount, sent: { order: order(attempt, amount, settlesBy) } },
})
const inCash = (amount: number) => ({ amount, sent: null })
const paid = { is: 'sale-paid', receipt: 'R', total: 1000, rounded: 0, given: 500, change: 100 }
const split = [goods, asked('1', 600), yes('1', 600), { ...paid, tenders: [tender('1', 600)] }]
const back = (is: string, ...parts: readonly object[]) => ({ is, receipt: 'R', parts })

it('counts what others than cash have paid, and of a tender that failed nothing', () => {
  const tried = [goods, asked('0', 600), told('0', { is: 'silence' }), told('0', { is: 'reversal-confirmed' })]
  const [sale] = recount(exported(...tried, ...split.slice(1)))
  expect(sale).toEqual({
    ...{ receipt: 'R', counted: 1000, recorded: 1000, change: 100, cash: 400 },
    ...{ returned: 0, returnedInCash: 0, voided: false },
  })
})

it('counts what went back or may have, until a person says that it did not', () => {
  const refund = [...split, back('sale-refunded', sent('2', 120, 'neither'), inCash(80)), told('2', { is: 'silence' })]
  expect(recount(exported(...refund))).toMatchObject([{ returned: 200, returnedInCash: 80 }])
  const decided = [...refund, told('2', { is: 'decided', as: 'not-paid' })]
  expect(recount(exported(...decided))).toMatchObject([{ returned: 80, returnedInCash: 80, voided: false }])
})

it('holds a sale for voided when all of it has gone back, and not when a part of that failed', () => {
  const voiding = [...split, back('sale-voided', sent('2', 600), inCash(400))]
  expect(recount(exported(...voiding, yes('2', 600)))).toMatchObject([{ returned: 1000, voided: true }])
  const failed = [...voiding, told('2', { is: 'declined' })]
  expect(recount(exported(...failed))).toMatchObject([{ returned: 400, voided: false }])
  const again = [...failed, back('sale-voided', sent('3', 600), inCash(0)), yes('3', 600)]
  expect(recount(exported(...again))).toMatchObject([{ returned: 1000, voided: true }])
  expect(() => recount(exported(...again, back('sale-refunded', inCash(1))))).toThrow('goes back once more')
})

it('takes a yes for less that says so, for what it says', () => {
  const charge = { is: 'payment-asked', order: { ...order('1', 900), kind: 'pay' } }
  const part = told('1', { is: 'approved', amount: 600, partly: true })
  const day = (amount: number) => [goods, charge, part, { ...paid, tenders: [tender('1', amount)] }]
  expect(recount(exported(...day(600)))).toMatchObject([{ cash: 400 }])
  const cash = { given: 100, change: 0 }
  const forged = [...day(600).slice(0, -1), { ...paid, ...cash, tenders: [tender('1', 900)] }]
  expect(() => recount(exported(...forged))).toThrow('gave another amount')
})

it('takes what is held of a card for no money, and what is taken of it for a payment', () => {
  const hold = { is: 'hold-asked', order: { ...order('h', 900), kind: 'hold' } }
  const taken = { is: 'payment-asked', order: { ...order('1', 600), kind: 'complete' } }
  const held = [goods, hold, yes('h', 900)]
  const day = [...held, taken, yes('1', 600), { ...paid, tenders: [tender('1', 600)] }]
  expect(recount(exported(...day))).toMatchObject([{ recorded: 1000, cash: 400 }])
  const forged = [...held, { ...paid, given: 100, change: 0, tenders: [tender('h', 900)] }]
  expect(() => recount(exported(...forged))).toThrow('which was not')
})

it.each([
  ['another amount', [told('1', { is: 'approved', amount: 300 })]],
  ['an order that is undone', [told('1', { is: 'given-up' }), yes('1', 600)]],
  ['no answer', []],
])('does not take a sale for paid by %s', (_, words) => {
  const day = [goods, asked('1', 600), ...words, { ...paid, tenders: [tender('1', 600)] }]
  expect(() => recount(exported(...day))).toThrow('paid by 1, which was not')
})
