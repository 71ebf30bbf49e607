import { describe, expect, it } from 'vitest'
import { ordering, type Ordering } from '../../../tests/acquirer/ordering.ts'
import { secondEyes } from '../../../tests/acquirer/second-eyes.ts'
import { taken } from '../../../tests/acquirer/reading.ts'
import {
  batchEndText,
  detailsText,
  readSettlement,
  settlementText,
  type BatchDetail,
  type SettlementTotals,
} from '../codec/f48.ts'
import { CUP_CLASSIC } from '../codec/profile.ts'
import { TEST_CARDS } from './cards.ts'
import { codecEyes } from './eyes.ts'
import type { Mood } from './moods.ts'

const { stripe, foreign } = TEST_CARDS

const settle = (of: Ordering, totals: SettlementTotals, mood: Mood | null = null) => {
  const heard = of.terminal.manage('0500', '201', { 48: taken(settlementText(totals)) }, mood)
  const read = readSettlement(heard?.field(48) ?? '')
  return [heard?.code, ...(read.ok ? [read.value.domestic.reply, read.value.foreign.reply] : [])]
}
const upload = (of: Ordering, details: readonly BatchDetail[]) =>
  of.terminal.manage('0320', '201', { 48: taken(detailsText(details)) })?.code
const end = (of: Ordering, network: '202' | '207', count: number | null, batch?: string) =>
  of.terminal.manage('0320', network, {
    48: count === null ? undefined : taken(batchEndText(count)),
    ...(batch !== undefined && { 60: `00${batch}${network}` }),
  })

/** A day with a bit of everything. */
function day(profile = CUP_CLASSIC, eyes = codecEyes): Ordering {
  const of = ordering({ profile, eyes })
  const voided = of.order('sale', stripe, 1_000)
  of.about('void', voided)
  const refunded = of.order('sale', stripe, 2_000)
  of.about('refund', refunded, 500)
  of.order('sale', TEST_CARDS.declined, 7_000)
  of.reverse(of.order('sale', stripe, 9_000))
  of.order('balance', stripe, 0)
  const held = of.order('pre-auth', stripe, 5_000)
  of.about('completion', held, 4_000)
  of.order('sale', foreign, 300)
  return of
}
const side = (debitAmount: number, debitCount: number, creditAmount: number, creditCount: number) => ({
  ...{ debitAmount, debitCount, creditAmount, creditCount, reply: 'unsettled' as const },
})
const DETAIL: BatchDetail = { cards: 'domestic', stan: '000002', pan: stripe.pan, amount: 1_000 }

describe.each([
  ['the codec', codecEyes],
  ['a second reader', secondEyes],
])('a batch, seen by %s', (_name, eyes) => {
  it('that balances is over, and the next has the next number', () => {
    const of = day(CUP_CLASSIC, eyes)
    const totals = { domestic: side(7_000, 3, 1_500, 2), foreign: side(300, 1, 0, 0) }
    expect(of.books().totals()).toEqual(totals)
    expect(settle(of, totals)).toEqual(['00', 'balanced', 'balanced'])
    // Its answer was lost: it is asked again.
    expect(settle(of, totals)).toEqual(['00', 'balanced', 'balanced'])
    expect(of.order('sale', stripe, 1).code).toBe('90')
    expect(end(of, '207', 0)?.field(60)).toBe('00000013207')
    expect(of.terminal.state().batch).toBe(13)
    expect(of.books().totals()).toEqual({ domestic: side(0, 0, 0, 0), foreign: side(0, 0, 0, 0) })
    expect(of.terminal.state().settled).toMatchObject([{ batch: 12, isBalanced: true, count: 0, uploaded: [] }])
    // Its end comes again: it is over all the same, once.
    expect([end(of, '207', 0, '000012')?.code, of.terminal.state().batch]).toEqual(['00', 13])
    expect(of.order('sale', stripe, 1).code).toBe('00')
  })

  it('that does not balance is told one by one, each taken once, and is over then', () => {
    const of = day(CUP_CLASSIC, eyes)
    const totals = { domestic: side(7_001, 3, 1_500, 2), foreign: side(300, 1, 0, 0) }
    expect(settle(of, totals)).toEqual(['00', 'unbalanced', 'balanced'])
    const more: BatchDetail = { cards: 'foreign', stan: '000012', pan: foreign.pan, amount: 300 }
    expect([upload(of, [DETAIL]), upload(of, [DETAIL]), upload(of, [DETAIL, more]), upload(of, [more])]).toEqual([
      ...['00', '94', '00', '94'],
    ])
    expect(end(of, '202', 2)?.code).toBe('00')
    expect(of.terminal.state().settled).toMatchObject([
      { batch: 12, isBalanced: false, count: 2, uploaded: [DETAIL, more] },
    ])
  })
})

describe('a settlement', () => {
  it('counts what was voided on both sides, or on neither, as the profile has it', () => {
    const of = day({ ...CUP_CLASSIC, voidKeepsInDebit: false })
    const totals = { domestic: side(6_000, 2, 500, 1), foreign: side(300, 1, 0, 0) }
    expect(of.books().totals()).toEqual(totals)
    expect(settle(of, totals)).toEqual(['00', 'balanced', 'balanced'])
  })

  it.each([
    ['the debit', side(7_000 - 1, 3, 1_500, 2)],
    ['its count', side(7_000, 2, 1_500, 2)],
    ['the credit', side(7_000, 3, 1_501, 2)],
    ['its count too', side(7_000, 3, 1_500, 3)],
  ])('does not balance where %s is another', (_what, domestic) => {
    const of = day()
    expect(settle(of, { domestic, foreign: side(300, 1, 0, 0) })).toEqual(['00', 'unbalanced', 'balanced'])
  })

  it('may be made not to balance, or not to be looked at: then nothing is settled', () => {
    const of = day()
    expect(settle(of, of.books().totals(), 'settle-error')).toEqual(['00', 'error', 'error'])
    expect(of.terminal.state().settling).toBe(null)
    expect(of.order('sale', stripe, 1).code).toBe('00')
    expect(settle(of, of.books().totals(), 'unbalanced')).toEqual(['00', 'unbalanced', 'unbalanced'])
    expect([end(of, '207', 0)?.code, end(of, '202', null)?.code, end(of, '202', 0)?.code]).toEqual(['12', '30', '00'])
  })

  it('has an order: no upload and no end before totals, and no end that says otherwise', () => {
    const of = day()
    expect([upload(of, [DETAIL]), end(of, '202', 0)?.code, end(of, '207', 0)?.code]).toEqual(['12', '12', '12'])
    settle(of, of.books().totals())
    expect([end(of, '202', 0)?.code, end(of, '207', null)?.code]).toEqual(['12', '00'])
  })

  it('of another batch, by one that is signed off, or in another form, is refused', () => {
    const of = day()
    const totals = taken(settlementText(of.books().totals()))
    const say = (fields: Readonly<Record<number, string>>) =>
      of.terminal.manage('0500', '201', { 48: totals, ...fields })
    expect(say({ 60: '00000011201' })?.code).toBe('77')
    expect(say({ 48: totals.slice(1) })?.code).toBe('30')
    expect(say({ 48: `${totals.slice(0, -1)}1` })?.code).toBe('30')
    of.terminal.manage('0820', '002')
    expect([say({})?.code, end(of, '207', 0)?.code]).toEqual(['77', '77'])
    of.terminal.signIn()
    expect(say({})?.code).toBe('00')
  })
})
