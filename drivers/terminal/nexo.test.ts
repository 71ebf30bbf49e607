import { afterEach, describe, expect, it } from 'vitest'
import { passing } from '../../tests/world/passing.ts'
import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import { makeVirtualRandom } from '../random/virtual.ts'
import { makeDialTerminal } from './connection.ts'
import { makeServiceId } from './messages.ts'
import { makeNexoTerminal } from './nexo.ts'
import type { PaymentTerminal, TerminalOutcome } from './port.ts'
import { makeVirtualTerminal, MOODS, type TerminalMood, type VirtualTerminal } from './virtual.ts'

interface Till {
  readonly terminal: PaymentTerminal
  readonly twin: VirtualTerminal
}
const open: Till[] = []

async function till(clock: VirtualClock, seed: number): Promise<Till> {
  const random = makeVirtualRandom(seed)
  const twin = await makeVirtualTerminal({ clock, random })
  const dial = makeDialTerminal({ host: '127.0.0.1', port: twin.port }, clock)
  const terminal = makeNexoTerminal({ dial, clock, random, parties: { sale: 'TILL1', terminal: 'POI1' } })
  open.push({ terminal, twin })
  return { terminal, twin }
}
afterEach(async () => {
  for (const { terminal, twin } of open.splice(0)) {
    await terminal.close()
    await twin.close()
  }
})

const order = (service: string, amount = 12_345) => ({ service, sale: `SALE-${service}`, amount })

describe('a terminal', () => {
  it('is greeted, charges, gives back, and says how it is', async () => {
    const clock = makeVirtualClock(0)
    const { terminal, twin } = await till(clock, 1)
    expect(terminal.status()).toBe('absent')
    const paid = await passing(clock, terminal.pay(order('P1')))
    expect(paid).toEqual({
      ...{ is: 'approved', amount: 12_345, approval: '000001', card: '621234******1232' },
      transaction: { id: 'T1', at: '2026-01-01T09:00:00Z' },
    })
    expect(terminal.status()).toBe('ready')
    if (paid.is !== 'approved') return
    const back = terminal.reverse({ ...order('R1'), of: paid.transaction })
    expect(await passing(clock, back)).toMatchObject({ is: 'approved', amount: 12_345 })
    expect(twin.books.all().map(({ kind, moved, amount }) => [kind, moved, amount])).toEqual([
      ['Payment', 1, 12_345],
      ['Reversal', 1, 12_345],
    ])
    expect(await passing(clock, terminal.diagnose())).toEqual({
      ...{ is: 'here', state: 'ok', hosts: [{ id: '1', reachable: true }] },
    })
    expect(await passing(clock, terminal.lookUp({ service: 'P1', kind: 'payment' }))).toEqual(paid)
    expect(await passing(clock, terminal.lookUp({ service: 'P1', kind: 'reversal' }))).toEqual({ is: 'not-found' })
  })

  it('takes one order at a time, and no order twice', async () => {
    const clock = makeVirtualClock(0)
    const { terminal, twin } = await till(clock, 2)
    const first = terminal.pay(order('P1'))
    expect(await terminal.pay(order('P2'))).toEqual({ is: 'refused', why: 'occupied' })
    expect(await terminal.diagnose()).toEqual({ is: 'occupied' })
    expect(await passing(clock, first)).toMatchObject({ is: 'approved' })
    expect(await passing(clock, terminal.pay(order('P1')))).toEqual({ is: 'refused', why: 'used' })
    expect(twin.books.all().map(({ service, asked }) => [service, asked])).toEqual([['P1', 1]])
  })

  it('is asked to give up what is under way, and says itself how it ended', async () => {
    const clock = makeVirtualClock(0)
    const { terminal, twin } = await till(clock, 3)
    expect(await terminal.abort()).toBe('nothing-to-abort')
    twin.setMood('slow')
    const ends = new Set<string>()
    for (let each = 0; each < 12; each++) {
      const paying = terminal.pay(order(`S${each}`))
      await clock.advance(5_000)
      expect(await terminal.lookUp({ service: `S${each}`, kind: 'payment' })).toEqual({ is: 'unknown' })
      expect(await terminal.abort()).toBe('sent')
      const outcome = await passing(clock, paying)
      ends.add(outcome.is === 'declined' ? outcome.why : outcome.is)
    }
    // A reversal is not given up: half of one is worse than either.
    const back = terminal.reverse({ ...order('R1'), of: { id: 'T1', at: '2026-01-01T09:00:00Z' } })
    await clock.advance(5_000)
    expect(await terminal.abort()).toBe('nothing-to-abort')
    await passing(clock, back)
    // Some aborts come in time, and some too late.
    expect([...ends]).toEqual(expect.arrayContaining(['Aborted', 'approved']))
  })

  it('that is not there gets nothing, and is used when it is', async () => {
    const clock = makeVirtualClock(0)
    const { terminal, twin } = await till(clock, 4)
    for (const [mood, why] of [
      ['away', 'absent'],
      ['locked', 'not-logged-in'],
    ] as const) {
      twin.setMood(mood)
      expect(await passing(clock, terminal.pay(order('P1')))).toEqual({ is: 'refused', why })
    }
    twin.setMood('approve')
    expect(await passing(clock, terminal.pay(order('P1')))).toMatchObject({ is: 'approved' })
  })

  it.each([
    { service: '', sale: 'S', amount: 1 },
    { service: 'ABCDEFGHIJK', sale: 'S', amount: 1 },
    { service: 'A', sale: '', amount: 1 },
    { service: 'A', sale: 'S', amount: 0 },
    { service: 'A', sale: 'S', amount: 1.5 },
  ])('gets no order that can not be: %o', async (wrong) => {
    const { terminal } = await till(makeVirtualClock(0), 5)
    await expect(terminal.pay(wrong)).rejects.toThrow(RangeError)
  })
})

/** Runs at the same time: they share the passing of time and nothing else. */
const RUNS = 720

it(`says approved for what was charged and for nothing else, over ${RUNS} runs of every mood`, async () => {
  const clock = makeVirtualClock(0)
  const runs = Array.from({ length: RUNS }, async (_, seed) => {
    const { below } = makeVirtualRandom(seed + 1)
    const mood: TerminalMood = MOODS[seed % MOODS.length] ?? 'approve'
    const { terminal, twin } = await till(clock, seed + 1)
    twin.setMood(mood)
    const service = makeServiceId({ below })
    const amount = 1 + below(1_000_000)
    const of = { id: 'T9', at: '2026-01-01T09:00:00Z' }
    const isPayment = below(3) > 0
    const under = isPayment ? terminal.pay(order(service, amount)) : terminal.reverse({ ...order(service, amount), of })
    if (below(2) === 0) void clock.wait(below(20_000)).then(() => terminal.abort())
    return { mood, amount, isPayment, outcome: await under, booked: twin.books.of(service) }
  })
  const all = await passing(clock, Promise.all(runs))
  const ends = new Map<string, number>()
  for (const { mood, amount, outcome, booked } of all) {
    const moved = booked?.moved ?? 0
    const key = `${outcome.is} of ${mood}`
    ends.set(key, (ends.get(key) ?? 0) + 1)
    expect([key, booked?.asked ?? 0].join()).toMatch(/[01]$/)
    if (outcome.is === 'approved') expect([key, moved, outcome.amount]).toEqual([key, 1, amount])
    else if (outcome.is === 'unknown') expect([key, moved <= 1]).toEqual(['unknown of dead', true])
    else expect([key, moved]).toEqual([key, 0])
  }
  // Each ending was seen, and each mood ended as it should.
  const seen = (is: TerminalOutcome['is']) => [...ends].filter(([key]) => key.startsWith(is)).map(([key]) => key)
  expect(seen('unknown')).toEqual(['unknown of dead'])
  expect(seen('refused').sort()).toEqual(['refused of away', 'refused of locked'])
  const not = ['approve', 'decline', 'lost-request', 'cut-before', 'dead', 'away', 'locked']
  for (const mood of MOODS.filter((each) => !not.includes(each)))
    expect([...ends.keys()]).toEqual(expect.arrayContaining([`approved of ${mood}`, `declined of ${mood}`]))
  expect(seen('declined')).toEqual(expect.arrayContaining(['declined of lost-request', 'declined of cut-before']))
}, 240_000)
