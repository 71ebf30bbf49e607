import { describe, expect, it } from 'vitest'
import { dayAgo, emptyForm, readForm, type SearchForm } from './search-form.ts'

const ZONE = 'Asia/Shanghai'
const NINE_MS = Date.UTC(2026, 4, 4, 1)
const read = (typed: Partial<SearchForm>) => readForm({ ...emptyForm(''), ...typed }, ZONE)

describe('what is typed to find a sale by', () => {
  it.each([
    [{ amount: '12.5' }, { amount: 1250, kind: 'paid' }],
    [
      { amount: ' 12 ', operator: '03' },
      { amount: 1200, operator: '03', kind: 'paid' },
    ],
    [{ day: '2026-05-04' }, { day: '2026-05-04', kind: 'paid' }],
    [
      { day: '2026-05-04', from: '9:00' },
      { from: NINE_MS, to: NINE_MS + 15 * 3_600_000 - 1, kind: 'paid' },
    ],
    [
      { day: '2026-05-04', from: '0900', to: '9：00' },
      { from: NINE_MS, to: NINE_MS + 59_999, kind: 'paid' },
    ],
    [
      { receipt: '4219', kind: 'voided' },
      { receipt: '4219', kind: 'voided' },
    ],
    [{ order: 'S01-1-000012' }, { order: 'S01-1-000012' }],
    [{ kind: 'refunded' }, { kind: 'refunded' }],
    [{}, {}],
  ] as const)('%j asks %j', (typed, asked) => {
    expect(read(typed)).toEqual({ is: 'asked', asked })
  })

  it.each([
    [{ amount: 'x' }, 'amount'],
    [{ amount: '0' }, 'amount'],
    [{ operator: '3' }, 'operator'],
    [{ day: '2026-02-30' }, 'day'],
    [{ from: '9:00' }, 'day'],
    [{ day: '2026-05-04', from: '25:00' }, 'from'],
    [{ day: '2026-05-04', to: '9' }, 'to'],
    [{ day: '2026-05-04', from: '10:00', to: '9:59' }, 'to'],
  ] as const)('%j is not understood, and it is said what of it', (typed, what) => {
    expect(read(typed)).toEqual({ is: 'wrong', what })
  })

  it('begins with the shop’s own day', () => {
    expect(dayAgo(Date.UTC(2026, 4, 3, 16), ZONE, 0)).toBe('2026-05-04')
    expect(dayAgo(Date.UTC(2026, 4, 3, 15, 59), ZONE, 0)).toBe('2026-05-03')
    expect(dayAgo(Date.UTC(2026, 2, 1, 1), ZONE, 1)).toBe('2026-02-28')
  })
})
