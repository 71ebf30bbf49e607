import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { till, type Till } from '../../../tests/scanpay/merchant.ts'
import { booksOf } from './books.ts'
import { codeOf, TEST_CUSTOMERS, type TestCustomerName } from './customers.ts'
import { readPlatformState, writePlatformState } from './kept-state.ts'
import { LINE_MOODS, PLATFORM_MOODS, type Mood } from './moods.ts'

const NAMES = Object.keys(TEST_CUSTOMERS) as TestCustomerName[] // it has no others
const customers = fc.constantFrom(...NAMES)
/** Few, so that they meet. */
const numbers = fc.constantFrom('A1', 'A2', 'A3')
const backs = fc.constantFrom('B1', 'B2', 'B3', 'B4', 'B5', 'A1')
const amounts = fc.constantFrom(1, 49, 50, 51, 333, 1_001, 400_000)
/** All that is left of it. */
const REST = 0
const moods: fc.Arbitrary<Mood | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 6 },
  fc.constantFrom(...PLATFORM_MOODS.filter((mood) => mood !== 'huge'), ...LINE_MOODS),
  fc.record({
    ...{ is: fc.constant('open' as const), queries: fc.constantFrom(0, 1, 2, null) },
    end: fc.constantFrom('SUCCESS' as const, 'FAIL' as const),
  }),
)
const steps = fc.oneof(
  fc.tuple(fc.constant('pay' as const), numbers, amounts, customers, fc.nat(5), moods),
  fc.tuple(fc.constant('show' as const), numbers, amounts, moods),
  fc.tuple(fc.constant('counter' as const), numbers, amounts, moods),
  fc.tuple(fc.constant('query' as const), fc.oneof(numbers, backs)),
  fc.tuple(fc.constant('close' as const), numbers, moods),
  fc.tuple(fc.constant('revoke' as const), backs, numbers, moods),
  fc.tuple(fc.constant('refund' as const), backs, numbers, fc.oneof(amounts, fc.constant(REST)), moods),
  fc.tuple(fc.constant('unified' as const), backs, numbers, fc.oneof(amounts, fc.constant(REST)), moods),
  fc.tuple(fc.constant('unified-query' as const), backs),
  fc.tuple(fc.constant('pays' as const), numbers, customers),
  fc.tuple(fc.constant('hand' as const), fc.constantFrom('enters-password' as const, 'refuses' as const), numbers),
  fc.tuple(fc.constant('pass' as const), fc.constantFrom(1_000, 1_000, 200_000, 86_400_000)),
)
type Step = typeof steps extends fc.Arbitrary<infer Each> ? Each : never

function take(of: Till, step: Step): unknown {
  switch (step[0]) {
    case 'pay':
      return of.pay(step[1], step[2], codeOf(TEST_CUSTOMERS[step[3]], step[4]), step[5])
    case 'show':
      return of.show(step[1], step[2], step[3])
    case 'counter':
      return of.counter(step[1], step[2], 5, step[3])
    case 'query':
      return of.query(step[1])
    case 'close':
      return of.close(step[1], step[2])
    case 'revoke':
      return of.revoke(step[1], step[2], step[3])
    case 'refund':
    case 'unified':
      return of[step[0]](step[1], step[2], step[3] === REST ? of.books().kept(step[2]) || 1 : step[3], step[4])
    case 'unified-query':
      return of.unifiedQuery(step[1])
    case 'pays':
      return of.acts({ is: 'pays', number: step[1], customer: TEST_CUSTOMERS[step[2]].codes })
    case 'hand':
      return of.acts({ is: step[1], number: step[2] })
    case 'pass':
      return of.pass(step[1])
  }
}

describe('the books', () => {
  it('tie, whatever is asked, whatever goes wrong, and whoever pays', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.boolean(), fc.array(steps, { minLength: 30, maxLength: 60, size: 'max' }), (barsUndone, all) => {
        const of = till({ barsUndone })
        for (const step of all) {
          const before = of.books()
          take(of, step)
          const books = of.books()
          const { orders, returns, accounts } = of.state()
          let spent = 0
          for (const [number, order] of orders) {
            seen.add(order.state)
            const [charged, returned, kept] = [books.charged(number), books.returned(number), books.kept(number)]
            const gave = books.backOf(number).filter((each) => each.state === 'SUCCESS')
            const gone = gave.reduce((sum, each) => sum + each.amount, 0)
            const customersPart = gave.reduce((sum, each) => sum + each.paid, 0)
            expect([charged - returned, returned, kept >= 0]).toEqual([kept, gone, true])
            expect(charged).toBe(order.times === 1 ? order.amount : 0)
            expect(order.times).toBeLessThanOrEqual(1)
            // What was paid once stays paid, and what was never paid is not given back.
            expect(charged).toBeGreaterThanOrEqual(before.charged(number))
            expect(returned).toBeGreaterThanOrEqual(before.returned(number))
            expect(customersPart).toBeLessThanOrEqual(order.paid)
            if (kept === 0 && charged > 0) expect(customersPart).toBe(order.paid)
            if (order.state === 'FAIL' || order.state === 'CLOSE') expect(charged).toBe(0)
            spent += order.paid - customersPart
          }
          for (const returned of returns.values()) expect(returned.times).toBeLessThanOrEqual(1)
          const balances = [...accounts.values()].map(({ customer, balance }) => [customer.balance - balance, balance])
          expect(balances.reduce((sum, [less = 0]) => sum + less, 0)).toBe(spent)
          expect(Math.min(...balances.map(([, balance = -1]) => balance))).toBeGreaterThanOrEqual(0)
          expect(books.total()).toBe([...orders.keys()].reduce((sum, number) => sum + books.kept(number), 0))
        }
      }),
      // Always the same days, so that each state is reached.
      { numRuns: 90, seed: 1 },
    )
    const states = ['INIT', 'DEAL', 'SUCCESS', 'FAIL', 'CLOSE', 'PART_REFUND', 'REFUND', 'REVOKED']
    expect(states.filter((state) => !seen.has(state))).toEqual([])
  })

  it('outlast the platform as text', () => {
    const of = till()
    of.pay('A1', 1_000, codeOf(TEST_CUSTOMERS.alipay, 1))
    of.refund('B1', 'A1', 1)
    of.revoke('B2', 'A9')
    expect(readPlatformState(writePlatformState(of.state()))).toEqual(of.state())
    expect(booksOf(readPlatformState(writePlatformState(of.state())) ?? of.state()).total()).toBe(999)
    for (const text of ['', 'x', Buffer.from('{}').toString('base64')]) expect(readPlatformState(text)).toBe(null)
  })

  it('as text hold the last orders, with what was given back of them', () => {
    const of = till()
    of.pay('A0', 1_000, codeOf(TEST_CUSTOMERS.alipay, 0))
    of.refund('B0', 'A0', 1)
    const [one] = of.state().orders.values()
    if (!one) throw new Error('no order')
    const more = Array.from({ length: 1_200 }, (_, at) => [`C${at}`, { ...one, number: `C${at}` }] as const)
    const kept = readPlatformState(writePlatformState({ ...of.state(), orders: new Map([['A0', one], ...more]) }))
    expect([kept?.orders.size, kept?.orders.has('A0'), kept?.returns.size]).toEqual([1_200, false, 0])
  })
})
