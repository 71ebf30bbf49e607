import { REQUEST_LIFE_MS } from './port.ts'
import { describe, expect, it } from 'vitest'
import {
  backOf,
  found,
  foundBack,
  MISSING,
  never,
  passing,
  playing,
  refunded,
  revokedNow,
  type Heard,
  type Reply,
} from '../../tests/scanpay/played.ts'

const CONFIRMED = { is: 'reversal-confirmed' }
const FAILED = { is: 'reversal-failed' }
const SILENCE = { is: 'silence' }
/** Of a query: about the payment, or about what was given back. */
const isOfOriginal = ({ data }: Heard) => data.out_trade_no === '01-1-7'
const yes = (amount: number) => ({ is: 'approved', approval: 'T8', amount })

describe('a refund', () => {
  it('gives some of it back, under its own number', async () => {
    const { port, heard } = playing(() => refunded('300'))
    expect(await port.send(backOf('refund', 300), never())).toMatchObject(yes(300))
    expect(heard.map(({ verb }) => verb)).toEqual(['refund'])
    expect(heard[0]?.data).toMatchObject({
      ...{ out_trade_no: '01-1-8', origin_out_trade_no: '01-1-7', refund_amount: '300', refund_reason: '退款' },
    })
  })

  it('that is under way is asked for again under the same number until it is done', async () => {
    const { port, clock, heard } = playing(({ verb }, nth) =>
      verb === 'tradequery' ? ['BBS77777'] : nth < 6 ? ['BBS11112'] : refunded('1250'),
    )
    expect(await passing(clock, port.send(backOf('refund'), never()))).toMatchObject(yes(1_250))
    const asked = heard.filter(({ verb }) => verb === 'refund')
    expect(asked.map(({ atS }) => atS)).toEqual([0, 5, 10, 15])
    expect(new Set(asked.map(({ data }) => data.out_trade_no))).toEqual(new Set(['01-1-8']))
  })

  it.each<[string, Reply]>([
    ['of another amount', refunded('301')],
    ['of another order', ['BBS00000', { trade_no: 'T8', origin_out_trade_no: '01-1-6', refund_amount: '300' }]],
    ['that names no order', ['BBS00000', { trade_no: 'T8', refund_amount: '300' }]],
    ['of nothing', ['BBS00000']],
  ])('is not believed by an answer %s', async (_, reply) => {
    const { port } = playing(({ verb }) => (verb === 'tradequery' ? MISSING : reply))
    expect(await port.lookUp(backOf('refund', 300), never())).toEqual(SILENCE)
  })

  it('is declined by the first no, and not sent without a line', async () => {
    for (const [code, which] of [
      ['BBS11184', 'configuration'],
      ['710032', 'not-refundable'],
      ['710053', 'not-refundable'],
      ['BBS90409', 'declined'],
    ] as const) {
      const declined = { is: 'declined', why: `${which} ${code}` }
      expect(await playing(() => [code]).port.send(backOf('refund'), never())).toEqual(declined)
    }
    expect(await playing(() => 'not-sent').port.send(backOf('refund'), never())).toEqual({ is: 'not-sent' })
    const { port, heard } = playing(() => 'silence')
    const aimless = { ...backOf('refund'), of: null }
    expect(await port.send(aimless, never())).toEqual({ is: 'declined', why: 'no-original' })
    expect(await port.lookUp(aimless, never())).toEqual({ is: 'declined', why: 'no-original' })
    expect(heard).toEqual([])
  })

  it.each<[string, Reply, Reply, object]>([
    [
      'is one to the first, where that was not made',
      foundBack('FAIL'),
      found('SUCCESS'),
      { is: 'declined', why: 'not-refundable 710035' },
    ],
    ['is none, where the first was made', foundBack('SUCCESS'), found('REFUND'), yes(1_250)],
    [
      ...(['is one where nothing of the payment went back', MISSING, found('SUCCESS')] as const),
      { is: 'declined', why: 'not-refundable 710035' },
    ],
    ['says nothing where some of the payment went back', MISSING, found('PART_REFUND'), SILENCE],
    ['says nothing where nobody can tell', 'silence', found('SUCCESS'), SILENCE],
    ['says nothing while the first is made', foundBack('DEAL'), found('SUCCESS'), SILENCE],
    [
      'says nothing where its number is a payment’s',
      foundBack('SUCCESS', { trade_main_type: 'MICROPAY' }),
      MISSING,
      SILENCE,
    ],
  ])('a no to asking again %s', async (_, own, original, end) => {
    const { port } = playing((heard) => (heard.verb === 'refund' ? ['710035'] : isOfOriginal(heard) ? original : own))
    const found = await port.lookUp(backOf('refund'), never())
    expect(found).toMatchObject(end)
  })

  it('is not declined by what is no answer, even where nothing of the payment went back yet', async () => {
    for (const reply of ['silence', ['BBS77777']] as const) {
      const { port } = playing((heard) =>
        heard.verb === 'refund' ? reply : isOfOriginal(heard) ? found('SUCCESS') : MISSING,
      )
      expect(await port.lookUp(backOf('refund'), never())).toEqual(SILENCE)
    }
  })

  it('is still open while the platform says so', async () => {
    const { port } = playing(({ verb }) => (verb === 'refund' ? ['710039'] : foundBack('DEAL')))
    expect(await port.lookUp(backOf('refund'), never())).toEqual({ is: 'still-open' })
  })
})

describe('a void', () => {
  it.each<[string, Reply, 'revoked' | 'refund']>([
    ['of what was scanned today revokes it', found('SUCCESS'), 'revoked'],
    ['of what was scanned before today refunds it', found('SUCCESS', { trade_time: '20261126120000' }), 'refund'],
    ['of what was shown refunds it', found('SUCCESS', { trade_main_type: 'PREORDER' }), 'refund'],
    ['of what nobody says the time of refunds it', found('SUCCESS', { trade_time: '' }), 'refund'],
  ])('%s', async (_, original, how) => {
    const { port, heard } = playing(({ verb }) =>
      verb === 'tradequery' ? original : verb === 'revoked' ? revokedNow : refunded('1250'),
    )
    expect(await port.send(backOf('void'), never())).toMatchObject(yes(1_250))
    expect(heard.map(({ verb }) => verb)).toEqual(['tradequery', how])
    expect(heard[1]?.data).toMatchObject({ out_trade_no: '01-1-8', origin_out_trade_no: '01-1-7' })
  })

  it.each<[Reply, object]>([
    [MISSING, { is: 'not-sent' }],
    ['silence', { is: 'not-sent' }],
    [found('SUCCESS', { total_amount: '1' }), { is: 'not-sent' }],
    [found('SUCCESS', { total_amount: null }), { is: 'not-sent' }],
    [found('REFUND'), { is: 'declined', why: 'REFUND' }],
    [found('PART_REFUND'), { is: 'declined', why: 'PART_REFUND' }],
    [found('CLOSE'), { is: 'declined', why: 'CLOSE' }],
  ])('of a payment that is not simply paid does not leave: %j', async (original, end) => {
    const { port, verbs } = playing(() => original)
    expect(await port.send(backOf('void'), never())).toEqual(end)
    expect(verbs()).toEqual(['tradequery'])
  })

  it('whose answer was lost is found by what became of the payment, or asked for again', async () => {
    let isDone = false
    const { port, clock, verbs } = playing(({ verb }, nth) => {
      if (verb === 'tradequery') return isDone ? found('REVOKED') : found('SUCCESS')
      isDone = nth > 3
      return 'silence'
    })
    const end = { is: 'approved', approval: backOf('void').of?.approval, amount: 1_250 }
    expect(await passing(clock, port.send(backOf('void'), never()))).toEqual(end)
    expect(verbs().filter((verb) => verb === 'revoked')).toHaveLength(2)
    expect(await port.lookUp(backOf('void'), never())).toEqual(end)
    expect(await playing(() => found('PART_REFUND')).port.lookUp(backOf('void'), never())).toEqual(SILENCE)
  })
})

describe('undoing what gives back', () => {
  it.each<[string, Reply, Reply, object]>([
    ['is done where it was not made', foundBack('FAIL'), MISSING, CONFIRMED],
    ['is done where it is unknown and nothing of the payment went back', MISSING, found('SUCCESS'), CONFIRMED],
    ['is for a person where it was made', foundBack('SUCCESS'), found('REFUND'), FAILED],
    ['is for a person while it is made', foundBack('DEAL'), found('SUCCESS'), FAILED],
    ['is for a person where some of the payment went back', MISSING, found('PART_REFUND'), FAILED],
    ['is for a person where nobody can tell', ['BBS77777'], found('SUCCESS'), FAILED],
  ])('%s', async (_, own, original, end) => {
    for (const kind of ['void', 'refund'] as const) {
      const { port, verbs, clock } = playing((heard) => (isOfOriginal(heard) ? original : own))
      // What was sent may still get there: what is not there is not believed before.
      if (own === MISSING) expect(await port.reverse(backOf(kind), never())).toEqual(FAILED)
      await clock.advance(REQUEST_LIFE_MS)
      expect(await port.reverse(backOf(kind), never())).toEqual(end)
      // It only asks.
      expect(new Set(verbs())).toEqual(new Set(['tradequery']))
    }
  })
})
