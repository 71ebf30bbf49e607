import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money, ZERO } from './money.ts'
import { ACTS, ASKS, asksFor, DEFAULT_POLICY, faultOfPolicy, FLOORS, type Policy, type PolicyRow } from './policy.ts'

const of = (role: 'cashier' | 'manager', amount = 0, minutes = 0) => ({ amount: money(amount), minutes, role })
const withRows = (...rows: readonly PolicyRow[]): Policy => ({
  ...DEFAULT_POLICY,
  rows: [...DEFAULT_POLICY.rows, ...rows],
})
const row = (part: Partial<PolicyRow>): PolicyRow => ({
  ...{ act: 'void-paid', from: ZERO, afterMinutes: 0, asks: ['void-password'] },
  ...part,
})

describe('what an act asks for', () => {
  it('is by default what a small shop needs', () => {
    const asked = Object.fromEntries(ACTS.map((act) => [act, asksFor(DEFAULT_POLICY, act, of('cashier'))]))
    expect(asked).toEqual({
      ...{ 'void-paid': ['void-password'], refund: ['refund-code'], 'void-tender': ['void-password'] },
      ...{ reduce: ['void-password'], 'remove-line': [], 'cancel-sale': [], reprint: [] },
    })
  })

  it('grows with the amount and the age of the sale, and never shrinks', () => {
    const policy = withRows(
      row({ from: money(10_000), asks: ['void-password', 'pin'] }),
      row({ afterMinutes: 60, asks: ['void-password', 'second-factor'] }),
    )
    expect(asksFor(policy, 'void-paid', of('cashier', 9_999, 59))).toEqual(['void-password'])
    expect(asksFor(policy, 'void-paid', of('cashier', 10_000, 59))).toEqual(['pin', 'void-password'])
    expect(asksFor(policy, 'void-paid', of('cashier', 10_000, 60))).toEqual(['pin', 'void-password', 'second-factor'])
  })

  it('asks no manager for the password that they signed in beside, where no money goes back', () => {
    expect(asksFor(DEFAULT_POLICY, 'reduce', of('manager'))).toEqual([])
    expect(asksFor(DEFAULT_POLICY, 'void-paid', of('manager'))).toEqual(['void-password'])
  })

  it('is never below the floor, whatever the data says', () => {
    const anyRow = fc.record({
      ...{ act: fc.constantFrom(...ACTS), from: fc.nat(1000).map(money), afterMinutes: fc.nat(100) },
      asks: fc.subarray([...ASKS]),
    })
    fc.assert(
      fc.property(
        fc.array(anyRow),
        fc.constantFrom(...ACTS),
        fc.nat(1000),
        fc.nat(100),
        (rows, act, amount, minutes) => {
          const asks = asksFor({ ...DEFAULT_POLICY, rows }, act, of('cashier', amount, minutes))
          expect(asks).toEqual(expect.arrayContaining([...FLOORS[act]]))
          // More money or more time never asks for less.
          const later = asksFor({ ...DEFAULT_POLICY, rows }, act, of('cashier', amount + 1, minutes + 1))
          expect(later).toEqual(expect.arrayContaining([...asks]))
        },
      ),
    )
  })
})

describe('a policy', () => {
  it('is sound by default', () => {
    expect(faultOfPolicy(DEFAULT_POLICY)).toBeNull()
  })

  const next = DEFAULT_POLICY.rows.length
  it.each<[string, Policy, object]>([
    ['below the floor', withRows(row({ from: money(1), asks: ['pin'] })), { fault: 'below-floor', line: next }],
    [
      'with a code for what it is not for',
      withRows(row({ act: 'reprint', from: money(1), asks: ['refund-code'] })),
      { fault: 'no-code-for-it', line: next },
    ],
    ['with two lines that begin alike', withRows(row({})), { fault: 'twice', line: next }],
    [
      'without a first line',
      { ...DEFAULT_POLICY, rows: DEFAULT_POLICY.rows.slice(1) },
      { fault: 'no-first-line', line: -1 },
    ],
    [
      'of too many lines',
      withRows(...Array.from({ length: 60 }, (_, n) => row({ from: money(n + 1) }))),
      { fault: 'too-many' },
    ],
    ['with codes that live for ever', { ...DEFAULT_POLICY, codeMinutes: 61 }, { fault: 'out-of-range' }],
    [
      'that gives all away without a code',
      { ...DEFAULT_POLICY, offlineRefundMax: money(500_001) },
      { fault: 'out-of-range' },
    ],
  ])('%s is refused, and its line named', (_what, policy, fault) => {
    expect(faultOfPolicy(policy)).toMatchObject(fault)
  })

  it('may ask for another person in the place of a void password', () => {
    expect(faultOfPolicy(withRows(row({ from: money(1), asks: ['second-person'] })))).toBeNull()
  })
})
