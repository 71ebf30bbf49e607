import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { money } from '../money.ts'
import { newPayment, type PaymentEvent } from '../payment.ts'
import { stepPayment } from '../payment-steps.ts'
import { judged, type CardAsked, type CardHeard } from './answer.ts'
import { readReference, writeReference } from './reference.ts'
import { answerClass, endsReversal, RESPONSE_CODES } from './response-codes.ts'
import { nextDetails, settledCards, totalsOf } from './settlement.ts'
import { nextStan, sixDigits, STAN_MAX } from './stan.ts'
import {
  afterRestore,
  cardTold,
  isBatchFull,
  moneyIn,
  NEW_CARD_TERMINAL,
  terminalAfter as terminalAfterAt,
  type CardSent,
  type CardTerminal,
  type KeptCard,
  type TerminalEvent,
} from './terminal.ts'

const AT_MS = 1_000
const terminalAfter = (terminal: CardTerminal, event: TerminalEvent) => terminalAfterAt(terminal, event, AT_MS)
const after = (terminal: CardTerminal, ...events: TerminalEvent[]) =>
  events.reduce((so, event) => terminalAfter(so, event), terminal)
const READY = after(
  NEW_CARD_TERMINAL,
  { is: 'terminal-asked', what: 'sign-in', stan: 1 },
  { is: 'terminal-signed-on', batch: 12 },
)

const sent = (terminal: CardTerminal, attempt: string, own: Partial<CardSent> = {}): TerminalEvent => ({
  ...{ is: 'card-sent', attempt, transaction: 'sale', amount: money(500), of: null, stan: nextStan(terminal.stan) },
  ...{ batch: terminal.batch, entry: 'chip', hasPin: true, card: '621234******1232', isForeign: false, ...own },
})
const told = (terminal: CardTerminal, attempt: string, ...events: PaymentEvent[]) => {
  const { amount } = terminal.sent.get(attempt) ?? { amount: money(500) }
  const asked = newPayment({ kind: 'pay', settlesBy: 'reversal', amount, attempt, of: null })
  return cardTold(
    terminal,
    events.reduce((payment, event) => stepPayment(payment, event).payment, asked),
  )
}
const namesOf = (card: KeptCard | undefined) => ({ stan: card?.stan, amount: card?.amount, card: card?.card })
const YES: PaymentEvent = { is: 'approved', approval: 'A', amount: money(500) }
const paid = (terminal: CardTerminal, attempt: string, own: Partial<CardSent> = {}) => {
  const now = terminalAfter(terminal, sent(terminal, attempt, own))
  return told(now, attempt, { ...YES, amount: own.amount ?? money(500) })
}

describe('voucher numbers', () => {
  it('count on by one, whatever was asked, and begin anew after the last', () => {
    expect([READY.stan, paid(READY, 'a').stan]).toEqual([1, 2])
    expect(() => after(READY, { is: 'terminal-asked', what: 'echo', stan: 1 })).toThrow('count on by one')
    expect(() => terminalAfter(READY, sent(READY, 'a', { stan: 3 }))).toThrow('count on by one')
    expect([nextStan(STAN_MAX), sixDigits(7)]).toEqual([1, '000007'])
  })
})

describe('a batch', () => {
  it('holds what moved money or still may, and of the rest only the last', () => {
    const open = terminalAfter(READY, sent(READY, 'a'))
    expect(moneyIn(open)).toHaveLength(1)
    expect(moneyIn(told(open, 'a', { is: 'declined', why: '51' }))).toEqual([])
    // A lost answer may still be a charge, until its reversal is confirmed.
    expect(moneyIn(told(open, 'a', { is: 'silence' }))).toHaveLength(1)
    expect(moneyIn(told(open, 'a', { is: 'silence' }, { is: 'reversal-confirmed' }))).toEqual([])
    let many = READY
    for (let nth = 0; nth < 60; nth++)
      many = told(terminalAfter(many, sent(many, `d${nth}`)), `d${nth}`, { is: 'declined', why: '51' })
    expect([many.sent.size, [...many.sent.keys()].at(-1)]).toEqual([50, 'd59'])
  })

  it('takes nothing twice, nothing of another batch, nothing while it is settled or signed off', () => {
    const one = paid(READY, 'a')
    expect(() => terminalAfter(one, sent(one, 'a'))).toThrow('sent once')
    expect(() => terminalAfter(one, sent(one, 'b', { batch: 13 }))).toThrow('in the batch')
    const off = after(one, { is: 'terminal-signed-off', why: '77' })
    expect(() => terminalAfter(off, sent(off, 'b'))).toThrow('while a batch is settled')
    const settling = after(one, { is: 'settlement-began', totals: totalsOf(one, 'both') })
    expect(() => terminalAfter(settling, sent(settling, 'b'))).toThrow('while a batch is settled')
  })

  it('keeps its number while it holds money, whatever a sign-in says', () => {
    expect(after(READY, { is: 'terminal-signed-on', batch: 13 }).batch).toBe(13)
    expect(after(paid(READY, 'a'), { is: 'terminal-signed-on', batch: 13 }).batch).toBe(12)
    const began: TerminalEvent = { is: 'settlement-began', totals: totalsOf(READY, 'both') }
    // Totals of nothing that nobody has answered may still be of another batch.
    expect(after(READY, began, { is: 'terminal-signed-on', batch: 13 }).batch).toBe(13)
    const told: TerminalEvent = { is: 'settlement-answered', isBalanced: true }
    expect(after(READY, began, told, { is: 'terminal-signed-on', batch: 13 }).batch).toBe(12)
  })

  it('is full before its count has a fourth digit', () => {
    let full = READY
    for (let nth = 0; nth < 499; nth++) full = paid(full, `s${nth}`)
    expect(isBatchFull(full)).toBe(false)
    expect(isBatchFull(paid(full, 'last'))).toBe(true)
  })
})

describe('a settlement', () => {
  const filled = () => {
    let now = paid(READY, 's1', { amount: money(1_000) })
    now = paid(now, 's2', { amount: money(250), isForeign: true })
    now = paid(now, 'v1', { transaction: 'void', amount: money(1_000), of: 's1' })
    now = paid(now, 'p1', { transaction: 'pre-auth', amount: money(99_900) })
    return paid(now, 'c1', { transaction: 'completion', amount: money(5_000) })
  }

  it('counts both sides, at home and abroad, and what only holds money not at all', () => {
    expect(totalsOf(filled(), 'both')).toEqual({
      domestic: { debit: { sum: 6_000, count: 2 }, credit: { sum: 1_000, count: 1 } },
      foreign: { debit: { sum: 250, count: 1 }, credit: { sum: 0, count: 0 } },
    })
    expect(totalsOf(terminalAfter(filled(), sent(filled(), 'open')), 'both')).toEqual(totalsOf(filled(), 'both'))
    expect(totalsOf(filled(), 'neither').domestic).toEqual({
      debit: { sum: 5_000, count: 1 },
      credit: { sum: 0, count: 0 },
    })
  })

  it('that is balanced is ended at once; one that is not tells each transaction first', () => {
    const began = after(filled(), { is: 'settlement-began', totals: totalsOf(filled(), 'both') })
    expect(after(began, { is: 'settlement-answered', isBalanced: true }).settlement?.at).toBe('ending')
    let now = after(began, { is: 'settlement-answered', isBalanced: false })
    expect(now.settlement?.at).toBe('uploading')
    expect(() => after(now, { is: 'settlement-ended' })).toThrow('all of it')
    now = after(now, { is: 'settlement-uploaded', count: 3, refused: ['s2'] })
    expect(nextDetails(now).map(({ attempt }) => attempt)).toEqual(['c1'])
    now = after(now, { is: 'settlement-uploaded', count: 1, refused: [] })
    expect(now.settlement).toMatchObject({ at: 'ending', refused: ['s2'], uploaded: 4 })
    const ended = after(now, { is: 'settlement-ended' })
    expect([ended.batch, ended.isSignedOn, ended.sent.size, ended.settlement]).toEqual([13, false, 0, null])
    expect(ended.stan).toBe(now.stan)
    expect(ended.settled).toMatchObject({ batch: 12, atMs: AT_MS, isBalanced: false, totals: now.settlement?.totals })
    expect(ended.settled?.differing).toMatchObject([namesOf(now.sent.get('s2'))])
  })

  it('waits until every order of the batch is settled, and tells no more than there is', () => {
    const open = terminalAfter(READY, sent(READY, 'a'))
    expect(() => after(open, { is: 'settlement-began', totals: totalsOf(open, 'both') })).toThrow('whole')
    const began = after(
      filled(),
      { is: 'settlement-began', totals: totalsOf(filled(), 'both') },
      { is: 'settlement-answered', isBalanced: false },
    )
    expect(() => after(began, { is: 'settlement-uploaded', count: 5, refused: [] })).toThrow('no more')
    expect(settledCards(began)).toHaveLength(4)
  })
})

it('a restored station leaves out the numbers that it may have used since, and signs in first', () => {
  const restored = afterRestore(paid(READY, 'a'))
  expect([restored.stan, restored.isSignedOn, restored.sent.size]).toEqual([20_002, false, 1])
  expect(afterRestore({ ...READY, stan: STAN_MAX }).stan).toBe(20_000)
})

describe('an answer', () => {
  const ASKED: CardAsked = {
    ...{ transaction: 'sale', amount: money(500), stan: 7, terminal: '12345678', merchant: '898310058120001' },
  }
  const HEARD: CardHeard = {
    ...{ mti: '0210', code: '00', amount: 500, stan: 7, terminal: '12345678', merchant: '898310058120001' },
    mac: 'right',
  }
  it('that is this order’s own and bears a right MAC ends it', () => {
    expect(judged(ASKED, HEARD, 'signed')).toEqual({ is: 'approved', amount: 500, partly: false })
    expect(judged(ASKED, { ...HEARD, code: '51', amount: null }, 'signed')).toMatchObject({
      is: 'declined',
      code: '51',
    })
    expect(judged(ASKED, { ...HEARD, code: '10', amount: 300 }, 'signed')).toMatchObject({ amount: 300, partly: true })
  })

  it.each([
    ['none came', null, '98'],
    ['to another voucher', { stan: 8 }, '98'],
    ['to another terminal', { terminal: '12345679' }, '98'],
    ['to another merchant', { merchant: '898310058120002' }, '98'],
    ['of another type', { mti: '0230' }, '98'],
    ['to its own request', { mti: '0200' }, '98'],
    ['a yes to another amount', { amount: 501 }, '98'],
    ['a yes to no amount', { amount: null }, '98'],
    ['a yes in part to more', { code: '10', amount: 600 }, '98'],
    ['a yes in part to all', { code: '10', amount: 500 }, '98'],
    ['with a wrong check', { mac: 'wrong' }, 'A0'],
    ['without one', { mac: 'missing' }, 'A0'],
    ['a no with a wrong check', { code: '51', mac: 'wrong' }, 'A0'],
    ['a no without one', { code: '51', mac: 'missing' }, 'A0'],
  ] as const)('is not known where %s', (_, change, reason) => {
    const heard = change === null ? null : { ...HEARD, ...change }
    expect(judged(ASKED, heard, 'signed')).toMatchObject({ is: 'unknown', reason })
  })

  it('that is a no may be unsigned where the acquirer is known not to sign one; a yes never', () => {
    const no = { ...HEARD, code: '51', amount: null, mac: 'missing' } as const
    expect(judged(ASKED, no, 'unsigned')).toMatchObject({ is: 'declined' })
    expect(judged(ASKED, { ...HEARD, mac: 'missing' }, 'unsigned')).toMatchObject({ is: 'unknown' })
    expect(judged(ASKED, { ...no, mac: 'wrong' }, 'unsigned')).toMatchObject({ is: 'unknown' })
  })

  it('is known by every code of UnionPay’s table', () => {
    const runs = '0-7 9-15 19-23 25 30-31 33-45 51-68 75-77 79 90-99'
    const numbered = runs.split(' ').flatMap((run) => {
      const [first = 0, last = first] = run.split('-').map(Number)
      return Array.from({ length: last - first + 1 }, (_, nth) => String(first + nth).padStart(2, '0'))
    })
    const lettered = ['A0', 'A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'C0', 'OT']
    expect(RESPONSE_CODES).toEqual([...numbered, ...lettered])
  })

  it('says yes by the codes for it and no other', () => {
    const yes = RESPONSE_CODES.filter((code) => ['approved', 'partly'].includes(answerClass(code)))
    expect(yes).toEqual(['00', '10', '11', 'A2', 'A4', 'A5', 'A6'])
    for (const strange of ['', '0', '000', 'ZZ', '1O']) expect(answerClass(strange)).toBe('declined')
    expect(RESPONSE_CODES.filter(endsReversal)).toEqual(['00', '12', '25'])
  })
})

it('a reference is read as it was written, and nothing else is one', () => {
  const text = (max: number) => fc.stringMatching(/^[0-9A-Z]*$/, { maxLength: max })
  const date = fc.constantFrom('', '0101', '1231')
  const number = fc.integer({ min: 1, max: 999_999 })
  const reference = fc.record({ rrn: text(12), authorisation: text(6), date, batch: number, stan: number })
  fc.assert(
    fc.property(reference, (each) => {
      expect(readReference(writeReference(each))).toEqual(each)
    }),
  )
  for (const none of ['', 'A', '1/2/3/4-5', '1/2/0101/4', '1/2/0101/4-5/6']) expect(readReference(none)).toBeNull()
})
