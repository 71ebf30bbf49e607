import { describe, expect, it } from 'vitest'
import { CODE_LIFE_MS } from './port.ts'
import {
  closedNow,
  found,
  MISSING,
  never,
  PAID,
  passing,
  payment,
  playing,
  scanned,
  type Data,
  type Heard,
  type Reply,
  type Verb,
} from '../../tests/scanpay/played.ts'

const CONFIRMED = { is: 'reversal-confirmed' }
const FAILED = { is: 'reversal-failed' }
const undoneBy = (verb: 'revoked' | 'refund'): Reply => [
  'BBS00000',
  {
    trade_no: 'T9',
    ...(verb === 'refund'
      ? { origin_trade_no: PAID.trade_no, refund_amount: '1250' }
      : { origin_out_trade_no: '01-1-7', total_amount: '1250' }),
  },
]

/** The order stands at `before`, and once a verb was heard at what that verb makes of it. */
function standing(before: Reply, made: Partial<Record<Verb, readonly [said: Reply, after: Reply]>>) {
  let now = before
  return (heard: Heard): Reply => {
    if (heard.verb === 'tradequery') return now
    const [said, after] = made[heard.verb] ?? (['BBS66666'] as const)
    now = typeof after === 'object' ? after : now
    return said as Reply // what a test says, or a code that nobody knows
  }
}
/** What a query finds of what undoes it. */
const foundOwn = (state: string, own: Data = {}): Reply => found(state, { trade_main_type: 'CANCEL', ...own })
const QR = { trade_main_type: 'PREORDER' }

describe('a payment that is undone', () => {
  it.each<[string, Reply, Partial<Record<Verb, readonly [Reply, Reply]>>, Verb[]]>([
    ['a code that is shown is closed', found('INIT', QR), { close: [closedNow, found('CLOSE', QR)] }, ['close']],
    [
      ...(['a code that was scanned and waits for a password is revoked', found('DEAL')] as const),
      { revoked: [undoneBy('revoked'), found('CLOSE')] },
      ['revoked'],
    ],
    [
      ...(['one that is paid is revoked', found('SUCCESS')] as const),
      { revoked: [undoneBy('revoked'), found('REFUND')] },
      ['revoked'],
    ],
    [
      ...(['one that was paid yesterday is refunded', found('SUCCESS', { trade_time: '20261126235959' })] as const),
      { refund: [undoneBy('refund'), found('REFUND')] },
      ['refund'],
    ],
    [
      ...(['one that is shown, and is paid before it is closed, is refunded', found('INIT', QR)] as const),
      { close: [['BBS66666'], found('SUCCESS', QR)], refund: [undoneBy('refund'), found('REFUND', QR)] },
      ['close', 'refund'],
    ],
    [
      ...(['one that the platform will not revoke is refunded', found('SUCCESS')] as const),
      { revoked: [['BBS90409'], found('SUCCESS')], refund: [undoneBy('refund'), found('REVOKED')] },
      ['revoked', 'refund'],
    ],
    [
      ...(['one whose answer is no success is asked after', found('DEAL')] as const),
      { revoked: [['BBS77777'], found('CLOSE')] },
      ['revoked'],
    ],
  ])('%s', async (_, before, made, verbs) => {
    const { port, clock, heard } = playing(standing(before, made))
    expect(await passing(clock, port.reverse(payment(), never()))).toEqual(CONFIRMED)
    const asked = heard.filter(({ verb }) => verb !== 'tradequery')
    expect(asked.map(({ verb }) => verb)).toEqual(verbs)
    for (const { verb, data } of asked) {
      // A payment that is paid has numbers of the platform’s, of which a refund names two.
      const { trade_no, log_no } = PAID
      const names = { origin_trade_no: trade_no, origin_log_no: log_no }
      expect(data).toMatchObject(verb === 'refund' ? names : { origin_out_trade_no: '01-1-7' })
      expect(data).toMatchObject({ location_info: { request_ip: '203.0.113.9' } })
      const number = { close: undefined, revoked: '01-1-7-V', refund: '01-1-7-R' }[verb as string]
      expect(data.out_trade_no, verb).toBe(number)
    }
    // Undone again it does no more.
    const count = asked.length
    expect(await passing(clock, port.reverse(payment(), never()))).toEqual(CONFIRMED)
    expect(heard.filter(({ verb }) => verb !== 'tradequery')).toHaveLength(count)
  })

  it('asks for nothing where it is over already', async () => {
    for (const state of ['FAIL', 'CLOSE', 'REFUND', 'REVOKED']) {
      const { port, verbs } = playing(() => found(state))
      expect(await port.reverse(payment(), never())).toEqual(CONFIRMED)
      expect(verbs()).toEqual(['tradequery'])
    }
  })

  it('that the platform does not know of is one that was never there, once it has said so for a while', async () => {
    const { port, clock, timesAfter } = playing(() => MISSING)
    // A code that was scanned is good for some time yet.
    expect(await passing(clock, port.reverse(payment(), never()))).toEqual(FAILED)
    await clock.advance(CODE_LIFE_MS)
    expect(await passing(clock, port.reverse(payment(), never()))).toEqual(CONFIRMED)
    expect(timesAfter('01-1-7').slice(-4)).toEqual(
      [0, 5, 10, 15].map((after) => after + (clock.elapsedMs() / 1000 - 15)),
    )
    // It came late, as it was being given up.
    const late = playing(({ verb }, nth) => {
      if (verb === 'tradequery') return nth < 5 ? MISSING : nth < 12 ? found('SUCCESS') : found('REFUND')
      return verb === 'close' || nth < 5 ? ['BBS77777'] : undoneBy('revoked')
    })
    expect(await passing(late.clock, late.port.reverse(payment(), never()))).toEqual(CONFIRMED)
    expect(late.verbs()).toContain('revoked')
  })

  it('is not undone while nobody can tell', async () => {
    for (const reply of ['silence', 'not-sent', ['BBS77777'], ['BBS11184'], found('DEAL')] as const) {
      const { port, clock, timesAfter } = playing(() => reply)
      expect(await passing(clock, port.reverse(scanned, never()))).toEqual(FAILED)
      expect(timesAfter('01-1-7')).toEqual([0, 5, 10, 15, 20, 25, 30])
    }
    const { port } = playing(() => found('PART_REFUND'))
    expect(await port.reverse(payment(), never())).toEqual(FAILED)
    expect(await port.reverse(payment({ kind: 'hold' }), never())).toEqual(FAILED)
  })

  it('ends with who waits for it', async () => {
    const { port, clock, heard } = playing(() => found('DEAL'))
    const noMore = new AbortController()
    const undone = port.reverse(payment(), noMore.signal)
    await clock.advance(7_000)
    noMore.abort()
    expect(await undone).toEqual(FAILED)
    const count = heard.length
    await clock.advance(60_000)
    expect(heard).toHaveLength(count)
    expect(await port.reverse(payment(), AbortSignal.abort())).toEqual(FAILED)
    expect(heard).toHaveLength(count)
  })

  it('whose revocation is under way is not refunded too, whatever day it becomes', async () => {
    const { port, clock, verbs } = playing(({ verb }) =>
      verb === 'tradequery' ? found('SUCCESS') : verb === 'revoked' ? ['BBS11112'] : undoneBy('refund'),
    )
    clock.set(Date.UTC(2026, 10, 27, 15, 59, 55))
    expect(await passing(clock, port.reverse(scanned, never()))).toEqual(FAILED)
    expect(verbs()).not.toContain('refund')
    expect(verbs().filter((verb) => verb === 'revoked')).toHaveLength(1)
  })

  it('is known for what it was as long as the program runs', async () => {
    const { port, clock, verbs } = playing(({ verb }) => (verb === 'micropay' ? ['BBS00000', {}] : 'silence'))
    const noMore = new AbortController()
    const sent = port.send(scanned, noMore.signal)
    noMore.abort()
    await sent
    await passing(clock, port.reverse(payment(), never()))
    expect(new Set(verbs())).toEqual(new Set(['micropay', 'tradequery', 'revoked']))
    // After a start it is not, and both are tried.
    const again = playing(() => 'silence')
    await passing(again.clock, again.port.reverse(payment(), never()))
    expect(new Set(again.verbs())).toEqual(new Set(['tradequery', 'close', 'revoked']))
  })

  it.each<[string, Reply, Reply[], boolean, Verb[]]>([
    ['is over when its own number says so', foundOwn('SUCCESS'), [], true, ['revoked']],
    ['is waited for while that is open', foundOwn('DEAL'), [], false, ['revoked']],
    [
      'has failed where that says so, and it is refunded',
      foundOwn('FAIL'),
      [foundOwn('SUCCESS')],
      true,
      ['revoked', 'refund'],
    ],
    [
      ...(['is refunded under the next number where a refund failed too', foundOwn('FAIL')] as const),
      ...([[foundOwn('FAIL'), foundOwn('SUCCESS')], true, ['revoked', 'refund', 'refund']] as const),
    ],
    [
      ...(['is for a person where the numbers are used up', foundOwn('FAIL')] as const),
      ...([
        [foundOwn('FAIL'), foundOwn('FAIL'), foundOwn('FAIL')],
        false,
        ['revoked', 'refund', 'refund', 'refund'],
      ] as const),
    ],
    ['is not over by a word about another amount', foundOwn('SUCCESS', { total_amount: '1' }), [], false, ['revoked']],
    [
      'is not over by a payment of its number',
      foundOwn('SUCCESS', { trade_main_type: 'MICROPAY' }),
      [],
      false,
      ['revoked'],
    ],
  ] as [string, Reply, Reply[], boolean, Verb[]][])(
    'whose revocation is under way %s',
    async (_, own, refunds, isOver, verbs) => {
      const { port, clock, heard } = playing(({ verb, data }) => {
        if (verb !== 'tradequery') return ['BBS11112']
        const number = String(data.out_trade_no)
        if (number === '01-1-7') return found('SUCCESS')
        const reply = number === '01-1-7-V' ? own : (refunds['RST'.indexOf(number.slice(-1))] ?? MISSING)
        return typeof reply === 'object' ? [reply[0], { ...reply[1], out_trade_no: number }] : reply
      })
      expect(await passing(clock, port.reverse(scanned, never()))).toEqual(isOver ? CONFIRMED : FAILED)
      const asked = heard.filter(({ verb }) => verb !== 'tradequery')
      expect(asked.map(({ verb }) => verb)).toEqual(verbs)
      const numbers = ['01-1-7-V', '01-1-7-R', '01-1-7-S', '01-1-7-T'].slice(0, verbs.length)
      expect(asked.map(({ data }) => data.out_trade_no)).toEqual(numbers)
    },
  )
})
