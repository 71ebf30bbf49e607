import { describe, expect, it } from 'vitest'
import {
  APPROVED,
  closedNow,
  CODE,
  found,
  MISSING,
  never,
  NOON_MS,
  OURS,
  PAID,
  passing,
  payment,
  playing,
  scanned,
  type Heard,
  type Reply,
} from '../../tests/scanpay/played.ts'

const OPEN: Reply = ['BBS10000', { ...OURS, need_query: '1' }]
/** The rhythm of questions, in seconds. */
const TIMES = [5, 10, 15, 20, 30, 40, 60, 90, 120, 150, 180, 210, 240, 270, 300]
const waitsFor = (first: Reply, query: (nth: number) => Reply) =>
  playing(({ verb }, nth) => (verb === 'tradequery' ? query(nth - 1) : first))

describe('a code that was scanned', () => {
  it('is charged, with all the platform wants, and ends with its yes', async () => {
    const { port, clock, heard } = playing(() => ['BBS00000', PAID])
    expect(await passing(clock, port.send(scanned, never()))).toEqual(APPROVED)
    expect(heard).toMatchObject([{ verb: 'micropay', atS: 0 }])
    expect(heard[0]?.data).toEqual({
      ...{ merchant_no: '822290059430BFA', term_no: 'D9261076', out_trade_no: '01-1-7', auth_code: CODE },
      ...{ total_amount: '1250', subject: '小麦便利店' },
      location_info: { request_ip: '203.0.113.9', location: '+31.221345,+121.12345' },
    })
  })

  it.each<[string, Reply]>([
    ['the customer enters a password', OPEN],
    ['it says success, and is not final', ['BBS00000', { ...PAID, need_query: '1' }]],
    ['it does not say that it is final', ['BBS00000', { ...PAID, need_query: undefined }]],
    ['a code is on no list', ['BBS77777', OURS]],
    ['the line is silent', 'silence'],
    ['it is about another order', ['BBS00000', { ...PAID, out_trade_no: '01-1-6' }]],
    ['it names no order', ['BBS00000', { ...PAID, out_trade_no: undefined }]],
    ['it is about another amount', ['BBS00000', { ...PAID, total_amount: '1251' }]],
    ['it names no amount', ['BBS00000', { ...PAID, total_amount: null }]],
    ['its amount is no text', ['BBS00000', { ...PAID, total_amount: 1250 }]],
    ['it is about another merchant', ['BBS00000', { ...PAID, merchant_no: '822290059430BFB' }]],
    ['it has no number', ['BBS00000', { ...PAID, trade_no: '' }]],
    ['a no is about another order', ['BBS11184', { out_trade_no: '01-1-6' }]],
  ])('is asked after when %s, in the platform’s rhythm, for five minutes', async (_, first) => {
    const { port, clock, timesOf, verbs } = waitsFor(first, () => found('DEAL'))
    expect(await passing(clock, port.send(scanned, never()))).toEqual({ is: 'silence' })
    expect(timesOf('tradequery')).toEqual(TIMES)
    expect(verbs().filter((verb) => verb !== 'tradequery')).toEqual(['micropay'])
  })

  it('ends with the question that finds it paid, or refused', async () => {
    for (const [state, end] of [
      ['SUCCESS', APPROVED],
      ['FAIL', { is: 'declined', why: 'FAIL' }],
      ['CLOSE', { is: 'declined', why: 'CLOSE' }],
    ] as const) {
      const { port, clock, timesOf } = waitsFor(OPEN, (nth) => (nth < 4 ? found('DEAL') : found(state)))
      expect(await passing(clock, port.send(scanned, never()))).toEqual(end)
      expect(timesOf('tradequery')).toEqual([5, 10, 15, 20])
    }
  })

  it('is not waited for once nobody wants to', async () => {
    const { port, clock, timesOf } = waitsFor(OPEN, () => found('DEAL'))
    const noMore = new AbortController()
    const sent = port.send(scanned, noMore.signal)
    await clock.advance(12_000)
    noMore.abort()
    expect(await sent).toEqual({ is: 'silence' })
    await clock.advance(300_000)
    expect(timesOf('tradequery')).toEqual([5, 10])
  })

  it('is declined by a code that is known to be a no, and by nothing else', async () => {
    for (const why of ['configuration BBS11184', 'configuration BBS16111', 'declined BBS90409']) {
      const { port, verbs } = playing(() => [why.split(' ')[1] ?? ''])
      expect(await port.send(scanned, never())).toEqual({ is: 'declined', why })
      expect(verbs()).toEqual(['micropay'])
    }
  })

  it('does not leave where there is no line, and nothing does that the platform would not take', async () => {
    expect(await playing(() => 'not-sent').port.send(scanned, never())).toEqual({ is: 'not-sent' })
    const { port, heard } = playing(() => OPEN)
    for (const code of ['', '28x', ' 28', '2'.repeat(33)]) {
      const no = { is: 'declined', why: 'no-payment-code' }
      expect(await port.send(payment({ code }), never())).toEqual(no)
    }
    for (const amount of [0, -1, 1.5, Number.NaN, 1e12])
      expect(await port.send({ ...scanned, amount }, never())).toEqual({ is: 'not-sent' })
    const long = playing(() => OPEN, { subject: 'x'.repeat(43) })
    expect(await long.port.send(scanned, never())).toEqual({ is: 'not-sent' })
    const nowhere = playing(() => OPEN, {
      party: { ...long.parts.party, place: { ip: '1.2.3.4', location: 'Shanghai', baseStation: null } },
    })
    expect(await nowhere.port.send(scanned, never())).toEqual({ is: 'not-sent' })
    expect([heard, long.heard, nowhere.heard].flat()).toEqual([])
  })

  it('is not held, nor is anything else', async () => {
    const { port } = playing(() => OPEN)
    expect(await port.send({ ...scanned, kind: 'hold' }, never())).toEqual({ is: 'declined', why: 'no-holds' })
  })
})

const SHOWN: Reply = ['BBS00000', { ...OURS, trade_no: 'T7', acc_resp_fields: { code: 'https://qr.example/abc' } }]
const showing = (query: (heard: Heard, nth: number) => Reply, first: Reply = SHOWN) =>
  playing((heard, nth) => (heard.verb === 'preorder' ? first : query(heard, nth)))

describe('a code that is shown', () => {
  it('is on the screen from the platform’s word until it is paid', async () => {
    const { port, clock, heard, prompts } = showing((_, nth) => found(nth < 3 ? 'CREATE' : 'SUCCESS'))
    const sent = port.send(payment(), never())
    await clock.advance(6_000)
    expect(prompts).toEqual([{ text: 'https://qr.example/abc', untilMs: NOON_MS + 300_000 }])
    expect(await passing(clock, sent)).toEqual(APPROVED)
    expect(prompts.at(-1)).toBeNull()
    expect(heard[0]?.data).toMatchObject({
      ...{ out_trade_no: '01-1-7', total_amount: '1250', account_type: 'ALIPAY', trans_type: '41' },
      acc_busi_fields: { timeout_express: '5' },
    })
  })

  it('is taken away when nobody waits any more, and when its time is up', async () => {
    const { port, clock, prompts, timesOf } = showing(() => found('INIT'))
    const noMore = new AbortController()
    const sent = port.send(payment(), noMore.signal)
    await clock.advance(1_000)
    noMore.abort()
    expect(await sent).toEqual({ is: 'silence' })
    expect(prompts).toEqual([expect.anything(), null])
    expect(await passing(clock, port.send(payment(), never()))).toEqual({ is: 'silence' })
    expect(prompts.length).toBe(4)
    expect(timesOf('tradequery')).toHaveLength(TIMES.length)
  })

  it.each<[string, Reply]>([
    ['whose text did not come', 'silence'],
    ['without a text', ['BBS00000', { ...OURS, trade_no: 'T7', acc_resp_fields: {} }]],
    ['of another order', ['BBS00000', { ...OURS, out_trade_no: '1', acc_resp_fields: { code: 'x' } }]],
  ])('%s is put away, since nobody can pay it', async (_, first) => {
    let isClosed = false
    const { port, clock, prompts, verbs } = showing(({ verb }) => {
      isClosed ||= verb === 'close'
      return verb === 'close' ? closedNow : isClosed ? found('CLOSE') : found('INIT')
    }, first)
    expect(await passing(clock, port.send(payment(), never()))).toEqual({ is: 'declined', why: 'no-code-to-show' })
    expect([prompts, verbs()]).toEqual([[], ['preorder', 'tradequery', 'close', 'tradequery']])
  })

  it('that nobody has seen and that is paid all the same is not given back by who only puts it away', async () => {
    const { port, clock, verbs } = showing(() => found('SUCCESS', { trade_main_type: 'PREORDER' }), 'silence')
    expect(await passing(clock, port.send(payment(), never()))).toEqual({ is: 'silence' })
    expect(verbs()).toEqual(['preorder', 'tradequery'])
  })

  it('that the platform refuses is declined, and one that did not leave is not sent', async () => {
    expect(await showing(() => MISSING, ['BBS16111']).port.send(payment(), never())).toEqual({
      ...{ is: 'declined', why: 'configuration BBS16111' },
    })
    expect(await showing(() => MISSING, 'not-sent').port.send(payment(), never())).toEqual({ is: 'not-sent' })
  })
})

describe('a payment that is looked up', () => {
  it.each<[Reply, object]>([
    ...(['INIT', 'CREATE', 'DEAL', 'UNKNOWN'] as const).map((state): [Reply, object] => [
      found(state, { trade_no: null, total_amount: '' }),
      { is: 'still-open' },
    ]),
    ...(['FAIL', 'CLOSE', 'REFUND', 'REVOKED'] as const).map((state): [Reply, object] => [
      ...([found(state), { is: 'declined', why: state }] as const),
    ]),
    [found('SUCCESS'), APPROVED],
    [found('SUCCESS', { log_no: 7, payer_amount: '1.00' }), expect.objectContaining({ is: 'approved' }) as object],
    [['BBS11114', OURS], { is: 'still-open' }],
    [MISSING, { is: 'not-found' }],
    [found('PART_REFUND'), { is: 'silence' }],
    [found('WHATEVER'), { is: 'silence' }],
    [found('SUCCESS', { total_amount: '1' }), { is: 'silence' }],
    [found('SUCCESS', { out_trade_no: '01-1-77' }), { is: 'silence' }],
    [found('SUCCESS', { merchant_no: 'x' }), { is: 'silence' }],
    [found('SUCCESS', { trade_main_type: 'REFUND' }), { is: 'silence' }],
    [found('FAIL', { out_trade_no: '01-1-77' }), { is: 'silence' }],
    [['BBS11184'], { is: 'silence' }],
    [['BBS90409'], { is: 'silence' }],
    ['silence', { is: 'silence' }],
    ['not-sent', { is: 'silence' }],
  ])('%j is %j', async (reply, end) => {
    expect(await playing(() => reply).port.lookUp(payment(), never())).toEqual(end)
  })
})
