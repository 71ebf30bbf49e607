import { describe, expect, it } from 'vitest'
import { estimatedFee, feeOf, type FeeSchedule } from './fees.ts'
import { money, ZERO } from './money.ts'
import { reconcile, type BookEntry, type StatementRow } from './reconciling.ts'

const DAYS = { from: '2026-05-04', to: '2026-05-04' }
const payment = { order: '01-1-1', amount: money(1_000) }
const entry = (own: Partial<BookEntry> = {}): BookEntry => ({
  ...{ order: '01-1-1', undoing: ['01-1-1-V', '01-1-1-R'], kind: 'pay', amount: money(1_000), is: 'moved', payment },
  ...{ logNo: '66000000000001', tradeNo: 'T1', day: DAYS.from, fee: money(4), receipt: 'S01-1-000001O', ...own },
})
const row = (own: Partial<StatementRow> = {}): StatementRow => ({
  ...{ line: 2, kind: 'payment', logNo: '66000000000001', tradeNo: 'T1', order: '01-1-1', amount: money(1_000) },
  ...{ fee: money(4), net: money(996), day: DAYS.from, ...own },
})
const backRow = (own: Partial<StatementRow> = {}) =>
  row({ line: 3, kind: 'refund', logNo: null, tradeNo: null, order: '01-1-1-R', fee: null, net: null, ...own })
const told = (rows: readonly StatementRow[], entries: readonly BookEntry[]) =>
  reconcile(rows, entries, DAYS).differences.map(({ is, line }) => `${is} ${line ?? '-'}`)

describe('a row of a statement', () => {
  it.each<[string, StatementRow[], BookEntry[], string[]]>([
    ['agrees', [row()], [entry()], []],
    ['agrees by the trade number', [row({ logNo: 'x' })], [entry()], []],
    ['agrees by our number', [row({ logNo: null, tradeNo: null })], [entry({ logNo: null, tradeNo: null })], []],
    ['agrees where the fee is left out', [row({ fee: null })], [entry()], []],
    ['has another amount', [row({ amount: money(999), fee: money(5) })], [entry()], ['amount 2']],
    ['has another fee', [row({ fee: money(5) })], [entry()], ['fee 2']],
    ['is nobody’s', [row({ logNo: 'x', tradeNo: 'y', order: 'z' })], [], ['there-only 2']],
    ['is missing', [], [entry()], ['here-only -']],
    ['of another day is not missing', [], [entry({ day: '2026-05-03' })], []],
    ['of another day is found', [row()], [entry({ day: '2026-05-03' })], []],
    ['that did not come about is not missing', [], [entry({ is: 'not-moved' })], []],
    ['is paid there', [row()], [entry({ is: 'not-moved' })], ['taken-there 2']],
    ['is unclear here', [row()], [entry({ is: 'unclear' })], ['unclear-here 2']],
    ['is unclear here and not there', [], [entry({ is: 'unclear' })], ['unclear-here -']],
    ['stands twice', [row(), row({ line: 3 })], [entry()], ['twice 3']],
    ['is of the other kind', [row({ kind: 'refund' })], [entry()], ['other-kind 2']],
    ['was undone, as here', [row(), backRow()], [entry({ is: 'not-moved' })], []],
    ['was undone in part', [row(), backRow({ amount: money(1) })], [entry({ is: 'not-moved' })], ['taken-there 2']],
    ['was undone there and not here', [row(), backRow()], [entry()], ['back-there 3']],
    ['gives back what is no line', [backRow()], [entry({ is: 'not-moved' })], ['back-there 3']],
  ])('%s', (_, rows, entries, expected) => {
    expect(told(rows, entries)).toEqual(expected)
  })

  it('is asked after by the payment it is about, and a refund nobody knows not at all', () => {
    const back = entry({ order: '01-1-2', undoing: [], kind: 'refund', amount: money(300), logNo: 'B', tradeNo: 'TB' })
    const { differences } = reconcile([backRow({ order: 'Z' })], [back], DAYS)
    expect(differences.map(({ is, ask }) => [is, ask])).toEqual([
      ['there-only', null],
      ['here-only', payment],
    ])
  })

  it('sums what was paid, given back, taken and left, here and there', () => {
    const back = entry({ order: '01-1-2', undoing: [], kind: 'refund', amount: money(300), logNo: 'B', fee: ZERO })
    const rows = [row(), backRow({ order: '01-1-2', logNo: 'B', amount: money(300), fee: ZERO, net: money(300) })]
    const { here, there } = reconcile(rows, [entry(), back], DAYS)
    expect(here).toEqual({ paid: 1_000, back: 300, fee: 4, net: 696 })
    expect(there).toEqual(here)
  })
})

describe('a fee', () => {
  const rate = (ratePpm: number, cap: number | null = null, min = 0) => ({
    ...{ ratePpm, cap: cap === null ? null : money(cap), min: money(min) },
  })
  it.each([
    [1_000, rate(3_800), 4],
    [131, rate(3_800), 0],
    [132, rate(3_800), 1],
    [1_000_000, rate(3_800, 2_000), 2_000],
    [100, rate(3_800, null, 1), 1],
    [100, rate(3_800, 0, 1), 1],
    [100, rate(0), 0],
  ])('of %i fen by %j is %i', (amount, by, fee) => {
    expect(feeOf(money(amount), by)).toBe(fee)
  })

  it('goes back in part with a refund, where the contract says so', () => {
    const schedule: FeeSchedule = { wallets: { DCPAY: rate(0) }, others: rate(3_800, 20), givesBack: true }
    const back = (wallet: string | null, givesBack: boolean) =>
      estimatedFee({ ...schedule, givesBack }, { amount: money(5_000), wallet, of: money(10_000) })
    expect([back('WECHAT', true), back(null, true), back('DCPAY', true), back('WECHAT', false)]).toEqual([
      -10, -10, 0, 0,
    ])
    expect(estimatedFee(schedule, { amount: money(10_000), wallet: 'ALIPAY', of: null })).toBe(20)
  })
})
