import { describe, expect, it } from 'vitest'
import { makeAir, PARTY, WEATHERS, type Weather } from '../../tests/scanpay/air.ts'
import { backOf, CODE, never, NOON_MS, passing, payment } from '../../tests/scanpay/played.ts'
import { makeVirtualClock } from '../clock/virtual.ts'
import type { LookUp, PortOrder } from '../payment/port.ts'
import { makeVirtualRandom } from '../random/virtual.ts'
import { codesWith } from './codes.ts'
import { LakalaPort, REQUEST_LIFE_MS } from './port.ts'
import { TEST_CUSTOMERS } from './virtual/customers.ts'
import { newPlatformState } from './virtual/state.ts'

const CODES = codesWith({ BBS90006: 'not-found', BBS90010: 'not-refundable', BBS90206: 'not-refundable' })
const ASKS = ['tradequery', 'refund_query', 'query']

/** A till at the twin, with a payment of 12.50 by a scanned code, or by ours at the counter. */
async function paidAt(refundsBy: 'labs' | 'unified', by: 'code' | 'counter') {
  const clock = makeVirtualClock(NOON_MS)
  const air = makeAir({
    ...{ state: newPlatformState(Object.values(TEST_CUSTOMERS)), clock, random: makeVirtualRandom(7) },
  })
  const begin = () =>
    new LakalaPort({
      ...{ transport: air.line(), clock, party: PARTY, codes: CODES, subject: '小麦便利店', refundsBy },
      qrWallet: 'counter',
    })
  const port = begin()
  const sent = port.send(payment(by === 'code' ? { code: CODE.replace(/^2899/, '2800') } : {}), never())
  await clock.advance(1_000)
  air.customer({ is: 'pays', number: '01-1-7', customer: TEST_CUSTOMERS.wechat.codes })
  const answer = await passing(clock, sent)
  const approval = answer.is === 'approved' ? answer.approval : ''
  const order = (kind: 'void' | 'refund', amount = 1_250): PortOrder => ({
    ...{ ...backOf(kind, amount), of: { attempt: '01-1-7', approval } },
  })
  const isBack = () => air.books().back('01-1-8')?.state === 'SUCCESS'
  return { air, clock, port, begin, order, isBack }
}

/** Sent, and given up a second later. */
async function givenUp(at: Awaited<ReturnType<typeof paidAt>>, order: PortOrder, afterMs = 1_000): Promise<void> {
  const noMore = new AbortController()
  const sent = at.port.send(order, noMore.signal)
  await at.clock.advance(afterMs)
  noMore.abort()
  await passing(at.clock, sent)
  at.air.heard.splice(0)
}

const KINDS = ['void', 'refund'] as const
const WAYS = [
  ...(['labs', 'unified'] as const).flatMap((refunds) => (['code', 'counter'] as const).map((by) => [refunds, by])),
] as ['labs' | 'unified', 'code' | 'counter'][]
const named = (weather: Weather): string => JSON.stringify(weather)

describe.each(WAYS)('a void or refund that was given up, by %s, paid by %s', (refundsBy, by) => {
  it.each(WEATHERS.map((weather) => [named(weather), weather] as const))(
    'at %s ends as it ended there, and is never asked for again',
    async (_, weather) => {
      for (const kind of KINDS) {
        const at = await paidAt(refundsBy, by)
        for (const path of ['refund', 'revoked']) at.air.will(`/${path}`, weather)
        await givenUp(at, at.order(kind))
        const beganMs = at.clock.elapsedMs()
        // A start between makes no difference.
        for (const port of [at.port, at.begin()]) {
          let end: LookUp = { is: 'still-open' }
          for (let times = 0; times < 12 && end.is !== 'approved' && end.is !== 'declined'; times++) {
            await at.clock.advance(20_000)
            end = await passing(at.clock, port.lookUp({ ...at.order(kind), isGivenUp: true }, never()))
          }
          expect([kind, end.is]).toEqual([kind, at.isBack() ? 'approved' : 'declined'])
          if (end.is === 'approved') expect(end.amount).toBe(1_250)
          if (end.is !== 'declined') continue
          const isFailed = at.air.books().back('01-1-8')?.state === 'FAIL'
          expect(end.why).toBe(isFailed ? 'FAIL' : 'given-up')
          if (!isFailed) expect(at.clock.elapsedMs()).toBeGreaterThanOrEqual(beganMs + REQUEST_LIFE_MS - 2_000)
        }
        await at.clock.advance(600_000)
        expect(at.air.heard.filter((path) => !ASKS.includes(path))).toEqual([])
      }
    },
  )

  it('stays open as long as the platform has no end of it', async () => {
    for (const says of ['TIMEOUT', 'EXCEPTION'] as const) {
      const at = await paidAt(refundsBy, by)
      at.air.will('/refund', { is: 'open', queries: null, end: 'FAIL', says })
      await givenUp(at, at.order('refund', 300))
      await at.clock.advance(REQUEST_LIFE_MS)
      const order: PortOrder = { ...at.order('refund', 300), isGivenUp: true }
      expect(await passing(at.clock, at.port.lookUp(order, never()))).toEqual({ is: 'still-open' })
      expect(await passing(at.clock, at.port.reverse(order, never()))).toEqual({ is: 'reversal-failed' })
    }
  })

  it('counts from the last time that it was asked for', async () => {
    const at = await paidAt(refundsBy, by)
    // Lost twice, and asked for again after 70 seconds: that comes when nobody wants it.
    for (const weather of ['lost-request', 'lost-request', 'late-request'] as const) at.air.will('/refund', weather)
    const beganMs = at.clock.elapsedMs()
    await givenUp(at, at.order('refund', 300), 80_000)
    await at.clock.advance(beganMs + 30_000 + REQUEST_LIFE_MS + 2_000 - at.clock.elapsedMs())
    const order: PortOrder = { ...at.order('refund', 300), isGivenUp: true }
    expect(await passing(at.clock, at.port.lookUp(order, never()))).toEqual({ is: 'still-open' })
    await at.clock.advance(REQUEST_LIFE_MS)
    expect(await passing(at.clock, at.port.lookUp(order, never()))).toMatchObject({ is: 'approved', amount: 300 })
  })
})

describe('one that never got there', () => {
  it('of a payment of which some went back is for a person, unless refunds have their own question', async () => {
    for (const refundsBy of ['labs', 'unified'] as const) {
      const at = await paidAt(refundsBy, 'code')
      await passing(at.clock, at.port.send({ ...at.order('refund', 100), attempt: '01-1-9' }, never()))
      at.air.will('/refund', 'lost-request')
      await givenUp(at, at.order('refund', 300))
      await at.clock.advance(REQUEST_LIFE_MS)
      const end = await passing(at.clock, at.port.lookUp({ ...at.order('refund', 300), isGivenUp: true }, never()))
      expect(end).toEqual(refundsBy === 'labs' ? { is: 'silence' } : { is: 'declined', why: 'given-up' })
    }
  })

  it('is made by a look-up while it is wanted', async () => {
    const at = await paidAt('labs', 'code')
    at.air.will('/refund', 'lost-request')
    await givenUp(at, at.order('refund', 300))
    expect(await passing(at.clock, at.port.lookUp(at.order('refund', 300), never()))).toMatchObject({ is: 'approved' })
    expect(at.air.books().returned('01-1-7')).toBe(300)
  })
})
