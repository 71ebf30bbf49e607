import { describe, expect, it } from 'vitest'
import { reasonFor } from '../../tests/payment/reasons.ts'
import { money } from './money.ts'
import {
  hasMoved,
  isSettled,
  newPayment,
  type Payment,
  type PaymentEvent,
  type PaymentOrder,
  type PaymentState,
  type SettlesBy,
} from './payment.ts'
import { stepPayment } from './payment-steps.ts'
import { LOOKS_MAX, mayDecide } from './settling.ts'

const amount = money(1616)
const order = (settlesBy: SettlesBy) =>
  ({ kind: 'pay', settlesBy, amount, attempt: 'S01-1-000001/1', of: null }) as const

const STATES: readonly PaymentState[] = [
  { at: 'asked' },
  { at: 'unknown' },
  { at: 'approved', approval: 'A1' },
  { at: 'declined', why: '51' },
  { at: 'reversing', failures: 0 },
  { at: 'reversing', failures: 2 },
  { at: 'stuck', failures: 3 },
  { at: 'reversed' },
  { at: 'decided', as: 'paid', by: '11' },
]
const PARTLY = { is: 'approved', approval: 'B2', amount: money(1000), partly: true } as const
const EVENTS: readonly (readonly [PaymentEvent['is'] | 'another amount' | 'approved partly', PaymentEvent])[] = [
  ['approved', { is: 'approved', approval: 'B2', amount }],
  ['approved partly', PARTLY],
  ['another amount', { is: 'approved', approval: 'B2', amount: money(1000) }],
  ['declined', { is: 'declined', why: '51' }],
  ['not-sent', { is: 'not-sent' }],
  ['silence', { is: 'silence' }],
  ['given-up', { is: 'given-up' }],
  ['restarted', { is: 'restarted' }],
  ['not-found', { is: 'not-found' }],
  ['still-open', { is: 'still-open' }],
  ['reversal-confirmed', { is: 'reversal-confirmed' }],
  ['reversal-failed', { is: 'reversal-failed' }],
  ['retry', { is: 'retry' }],
  ['decided', { is: 'decided', as: 'not-paid', by: '12' }],
]
const SETTLING = ['reversal', 'look-up', 'neither'] as const
const BACK = [...STATES, { at: 'unknown', looks: 4 }] as const satisfies readonly PaymentState[]

function named(state: PaymentState): string {
  if ('failures' in state) return `${state.at} ${state.failures}`
  return 'looks' in state ? `given up ${state.looks}` : state.at
}

/** `=` stays as it is; `→ state`, and `! duty` where something is to be done. */
function cell(of: PaymentOrder, state: PaymentState, event: PaymentEvent): string {
  const before: Payment = { ...of, ...state }
  const { payment, duty } = stepPayment(before, event)
  const stays = JSON.stringify(payment) === JSON.stringify(before)
  return `${stays ? '=' : `→ ${named(payment)}`}${duty ? ` ! ${duty}` : ''}`
}

function tableOf(of: PaymentOrder, states: readonly PaymentState[]): string {
  const table = states.map((state) => {
    const cells = EVENTS.map(
      ([name, event]) => `  ${name.padEnd(20)}${cell(of, state, event).padEnd(25)}${reasonFor(state.at, name)}`,
    )
    return [named(state), ...cells].join('\n')
  })
  return `\n${table.join('\n\n')}\n`
}

describe('the payment machine', () => {
  it.each(SETTLING)('makes this of every event in every state, settled by %s', (settlesBy) => {
    expect(tableOf(order(settlesBy), STATES)).toMatchSnapshot()
  })

  it('makes this of money that goes back, settled by look-up', () => {
    expect(tableOf({ ...order('look-up'), kind: 'refund' }, BACK)).toMatchSnapshot()
  })

  it('keeps whose it is and how much, whatever happens', () => {
    for (const settlesBy of SETTLING)
      for (const state of STATES)
        for (const [, event] of EVENTS)
          expect(stepPayment({ ...order(settlesBy), ...state }, event).payment).toMatchObject({
            ...order(settlesBy),
            // But for a yes to less, which says so.
            ...(event === PARTLY && ['asked', 'unknown'].includes(state.at) && { amount: PARTLY.amount }),
          })
  })

  it('takes a yes for less only for a charge, and only for less than was asked', () => {
    const told = (kind: PaymentOrder['kind'], fen: number) =>
      stepPayment(newPayment({ ...order('reversal'), kind }), { ...PARTLY, amount: money(fen) }).payment.at
    expect([told('pay', 1615), told('pay', 1617), told('pay', 0)]).toEqual(['approved', 'reversing', 'reversing'])
    expect([told('void', 1000), told('refund', 1000)]).toEqual(['reversing', 'reversing'])
  })

  it('keeps what was asked for where less was approved, and only there', () => {
    const after = (fen: number, settlesBy: SettlesBy) =>
      stepPayment({ ...order(settlesBy), at: 'unknown' }, { ...PARTLY, amount: money(fen) }).payment
    expect(after(1000, 'look-up')).toMatchObject({ at: 'approved', amount: 1000, asked: 1616 })
    expect(after(1616, 'look-up')).not.toHaveProperty('asked')
    expect(after(0, 'reversal')).not.toHaveProperty('asked')
  })

  it('never takes silence, a start or an unknown order for a no, nor anything but a yes or a person for a yes', () => {
    for (const settlesBy of SETTLING)
      for (const state of STATES)
        for (const [, event] of EVENTS) {
          const before: Payment = { ...order(settlesBy), ...state }
          const { payment } = stepPayment(before, event)
          const word = event.is
          if (payment.at === 'declined' && before.at !== 'declined') expect(['declined', 'not-sent']).toContain(word)
          if (hasMoved(payment) && !hasMoved(before)) expect(['approved', 'decided']).toContain(word)
          if (word === 'approved' && !isSettled(before)) expect(payment.at).not.toBe('declined')
        }
  })

  it('asks for something to be done whenever it waits for an acquirer, and for nothing once it is settled', () => {
    for (const settlesBy of SETTLING)
      for (const state of STATES) {
        const { payment, duty } = stepPayment({ ...order(settlesBy), ...state }, { is: 'restarted' })
        if (payment.at === 'reversing' || (payment.at === 'unknown' && settlesBy === 'look-up')) {
          expect(duty).toBeDefined()
        }
        if (isSettled(payment)) expect(duty).toBeUndefined()
      }
  })
})

describe('the story of a payment', () => {
  const tell = (settlesBy: SettlesBy, ...events: readonly PaymentEvent[]): string[] => {
    let payment = newPayment(order(settlesBy))
    return events.map((event) => {
      const step = stepPayment(payment, event)
      payment = step.payment
      return `${event.is} → ${named(payment)}${step.duty ? ` ! ${step.duty}` : ''}`
    })
  }
  const yes = { is: 'approved', approval: 'A1', amount } as const

  it('whose answer is lost is undone, and a yes that comes late changes nothing', () => {
    expect(tell('reversal', { is: 'silence' }, yes, { is: 'reversal-confirmed' })).toEqual([
      'silence → reversing 0 ! reverse',
      'approved → reversing 0',
      'reversal-confirmed → reversed',
    ])
  })

  it('that is charged after it was undone is undone again', () => {
    const late = tell('reversal', { is: 'silence' }, { is: 'reversal-confirmed' }, yes, { is: 'reversal-confirmed' })
    expect(late.slice(2)).toEqual(['approved → reversing 0 ! reverse', 'reversal-confirmed → reversed'])
  })

  it('is looked up where that can be done; what is not found is closed, never taken for a no', () => {
    expect(tell('look-up', { is: 'silence' }, { is: 'silence' }, { is: 'retry' }, yes)).toEqual([
      ...['silence → unknown ! look-up', 'silence → unknown', 'retry → unknown ! look-up', 'approved → approved'],
    ])
    expect(tell('look-up', { is: 'restarted' }, { is: 'not-found' }, { is: 'reversal-confirmed' })).toEqual([
      ...['restarted → unknown ! look-up', 'not-found → reversing 0 ! reverse', 'reversal-confirmed → reversed'],
    ])
  })

  it('of money that goes back, given up, is that it is asked after and never undone', () => {
    const back = { ...order('look-up'), kind: 'refund' } as const
    const tellBack = (...events: readonly PaymentEvent[]) => {
      let payment = newPayment(back)
      for (const event of events) payment = stepPayment(payment, event).payment
      return named(payment)
    }
    const givenUp = { is: 'given-up' } as const
    expect(tellBack(givenUp)).toBe('given up 0')
    expect(tellBack({ is: 'silence' }, givenUp, { is: 'silence' }, { is: 'retry' }, { is: 'restarted' })).toBe(
      'given up 1',
    )
    expect([tellBack(givenUp, yes), tellBack(givenUp, { is: 'declined', why: 'given-up' })]).toEqual([
      ...['approved', 'declined'],
    ])
    const looked = (looks: number) => mayDecide({ ...back, at: 'unknown', looks })
    expect([looked(LOOKS_MAX - 1), looked(LOOKS_MAX)]).toEqual([[], ['paid', 'not-paid']])
    expect([tellBack(givenUp, { is: 'not-sent' }), tellBack({ is: 'silence' }, { is: 'not-sent' })]).toEqual([
      ...['declined', 'unknown'],
    ])
  })

  it('that can not be undone is tried three times, then before the next order, then decided by a person', () => {
    const failed = { is: 'reversal-failed' } as const
    const decided = { is: 'decided', as: 'not-paid', by: '11' } as const
    expect(tell('reversal', { is: 'silence' }, failed, failed, failed, { is: 'retry' }, failed).slice(1)).toEqual([
      ...['reversal-failed → reversing 1 ! reverse', 'reversal-failed → reversing 2 ! reverse'],
      ...['reversal-failed → stuck 3', 'retry → reversing 0 ! reverse', 'reversal-failed → reversing 1 ! reverse'],
    ])
    expect(tell('reversal', { is: 'silence' }, failed, failed, failed, decided).at(-1)).toBe('decided → decided')
    expect(tell('neither', { is: 'silence' }, { is: 'retry' }, decided)).toEqual([
      ...['silence → unknown', 'retry → unknown', 'decided → decided'],
    ])
  })
})
