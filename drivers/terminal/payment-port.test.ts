import { afterEach, describe, expect, it } from 'vitest'
import { hasMoved, isSettled, newPayment, type Payment, type PaymentEvent } from '#domain/payment'
import { stepPayment } from '#domain/payment-steps'
import { money } from '#domain/money'
import { passing } from '../../tests/world/passing.ts'
import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import type { LookUp, PaymentPort } from '../payment/port.ts'
import { makeVirtualRandom } from '../random/virtual.ts'
import { makeDialTerminal } from './connection.ts'
import { makeNexoTerminal } from './nexo.ts'
import { makeTerminalPort, serviceOf, TERMINAL_SETTLES } from './payment-port.ts'
import type { PaymentTerminal } from './port.ts'
import { makeVirtualTerminal, MOODS, type VirtualTerminal } from './virtual.ts'

interface Till {
  readonly terminal: PaymentTerminal
  readonly port: PaymentPort
  readonly twin: VirtualTerminal
}
const open: Till[] = []

async function till(clock: VirtualClock, seed: number, at: VirtualTerminal | null = null): Promise<Till> {
  const random = makeVirtualRandom(seed)
  const twin = at ?? (await makeVirtualTerminal({ clock, random }))
  const dial = makeDialTerminal({ host: '127.0.0.1', port: twin.port }, clock)
  const terminal = makeNexoTerminal({ dial, clock, random, parties: { sale: 'S01', terminal: 'POI1' } })
  const made = { terminal, port: makeTerminalPort(terminal), twin }
  open.push(made)
  return made
}
afterEach(async () => {
  for (const { terminal, twin } of open.splice(0)) {
    await terminal.close()
    await twin.close()
  }
})

const waiting = new AbortController().signal
const pay = (attempt: string, amount = 12_345) => ({ kind: 'pay', amount, attempt, of: null }) as const

describe('the exchange of an order', () => {
  it('is told by its key alone, and no two are the same', () => {
    const keys = ['S01-0-1', 'S01-0-36', 'S01-1-1', 'S01-36-1', 'S01-0-2176782335']
    const all = keys.flatMap((key) => [0, 1, 25].map((exchange) => serviceOf(key, exchange)))
    expect(new Set(all).size).toBe(all.length)
    for (const each of all) expect(each).toMatch(/^[0-9A-Z]{10}$/)
  })

  it.each(['', 'S01', 'S01-0-', 'S01-0-2176782336', 'S01-46656-1'])('is none of what is no key: %o', (key) => {
    expect(() => serviceOf(key, 0)).toThrow(RangeError)
  })
})

describe('money through a payment terminal', () => {
  it('is taken, given back in part and whole, each told by the number on the receipt', async () => {
    const clock = makeVirtualClock(0)
    const { port, twin } = await till(clock, 1)
    const paid = await passing(clock, port.send(pay('S01-0-1'), waiting))
    expect(paid).toEqual({ is: 'approved', approval: 'T1/2026-01-01T09:00:00Z', amount: 12_345 })
    if (paid.is !== 'approved') return
    const of = { attempt: 'S01-0-1', approval: paid.approval }
    const part = { kind: 'refund', amount: 345, attempt: 'S01-0-2', of } as const
    expect(await passing(clock, port.send(part, waiting))).toMatchObject({ is: 'approved', amount: 345 })
    expect(await passing(clock, port.lookUp(part, waiting))).toMatchObject({ is: 'approved', amount: 345 })
    expect(twin.books.all().map(({ kind, amount, moved }) => [kind, amount, moved])).toEqual([
      ['Payment', 12_345, 1],
      ['Reversal', 345, 1],
    ])
    const strange = { ...part, attempt: 'S01-0-3', of: { ...of, approval: 'no such' } }
    expect(await passing(clock, port.send(strange, waiting))).toEqual({ is: 'declined', why: 'no-original' })
  })

  it('that nobody waits for any more is undone once the terminal has said how it ended', async () => {
    const clock = makeVirtualClock(0)
    const { port, twin } = await till(clock, 5)
    twin.setMood('slow')
    const noMore = new AbortController()
    const sent = port.send(pay('S01-0-1'), noMore.signal)
    await clock.advance(5_000)
    noMore.abort()
    expect(await sent).toEqual({ is: 'silence' })
    expect(await passing(clock, port.reverse(pay('S01-0-1'), waiting))).toEqual({ is: 'reversal-confirmed' })
    // Once more it does no more.
    expect(await passing(clock, port.reverse(pay('S01-0-1'), waiting))).toEqual({ is: 'reversal-confirmed' })
    expect(charged(twin)).toBe(0)
  })

  it('is sent once, and undone once, also by a station that starts again', async () => {
    const clock = makeVirtualClock(0)
    const first = await till(clock, 6)
    await passing(clock, first.port.send(pay('S01-0-1'), waiting))
    expect(await passing(clock, first.port.send(pay('S01-0-1'), waiting))).toEqual({ is: 'silence' })
    first.twin.setMood('slow')
    void first.port.reverse(pay('S01-0-1'), waiting)
    await clock.advance(5_000)
    const second = await till(clock, 7, first.twin)
    expect(await passing(clock, second.port.reverse(pay('S01-0-1'), waiting))).toEqual({ is: 'reversal-failed' })
    await clock.advance(60_000)
    expect(await passing(clock, second.port.reverse(pay('S01-0-1'), waiting))).toEqual({ is: 'reversal-confirmed' })
    expect(first.twin.books.all().map(({ kind, asked, moved }) => [kind, asked, moved])).toEqual([
      ['Payment', 1, 1],
      ['Reversal', 1, 1],
    ])
  })

  it('is not sent while the terminal is away', async () => {
    const clock = makeVirtualClock(0)
    const { port, twin } = await till(clock, 3)
    twin.setMood('away')
    expect(await passing(clock, port.send(pay('S01-0-1'), waiting))).toEqual({ is: 'not-sent' })
  })
})

/** What the terminal took and did not give back, fen. */
const charged = ({ books }: VirtualTerminal): number =>
  books.all().reduce((sum, { kind, amount, moved }) => sum + (kind === 'Payment' ? amount : -amount) * moved, 0)

/** Rounds of asking and undoing: more, and it never ends. */
const ROUNDS_MAX = 40

const told = (answer: LookUp): PaymentEvent =>
  answer.is === 'approved' ? { is: 'approved', approval: answer.approval, amount: money(answer.amount) } : answer

/** Carries the order out as the station does, to its end; after some rounds the terminal is well again. */
async function played({ port, twin }: Till, clock: VirtualClock, first: Payment, giveUpMs: number | null) {
  const noMore = new AbortController()
  if (giveUpMs !== null) void clock.wait(giveUpMs).then(() => noMore.abort())
  const sent = await port.send(first, noMore.signal)
  let step = stepPayment(first, noMore.signal.aborted ? { is: 'given-up' } : told(sent))
  for (let round = 0; round < ROUNDS_MAX && !isSettled(step.payment); round++) {
    if (round === 6) twin.revive()
    let event: PaymentEvent = { is: 'retry' }
    if (step.duty === 'reverse') event = await port.reverse(step.payment, waiting)
    if (step.duty === 'look-up') event = told(await port.lookUp(step.payment, waiting))
    await clock.wait(1_000)
    step = stepPayment(step.payment, event)
  }
  return step.payment
}

/** Every limit of an order, one after the other. */
const ORDER_SECONDS_MAX = 4_000

const RUNS = 540

it(`is charged where the station says so and nowhere else, over ${RUNS} runs of every mood`, async () => {
  const clock = makeVirtualClock(0)
  const ends = new Map<string, number>()
  const runs = Array.from({ length: RUNS }, async (_, seed) => {
    const { below } = makeVirtualRandom(seed + 1)
    const mood = MOODS[seed % MOODS.length] ?? 'approve'
    const own = await till(clock, seed + 1)
    own.twin.setMood(mood)
    const order = { ...pay('S01-0-1', 1 + below(1_000_000)), settlesBy: TERMINAL_SETTLES.pay }
    const asked = newPayment({ ...order, amount: money(order.amount) })
    const end = await played(own, clock, asked, below(2) === 0 ? below(40_000) : null)
    ends.set(end.at, (ends.get(end.at) ?? 0) + 1)
    const expected = [mood, seed, true, hasMoved(end) ? order.amount : 0]
    expect([mood, seed, isSettled(end), charged(own.twin)]).toEqual(expected)
    expect(own.twin.books.all().filter(({ asked: times }) => times > 1)).toEqual([])
  })
  await passing(clock, Promise.all(runs), ORDER_SECONDS_MAX)
  expect([...ends.keys()].sort()).toEqual(['approved', 'declined', 'reversed'])
}, 240_000)
