import { LAKALA_CODES } from '#drivers/scanpay/codes'
import { createCounterOrder, queryCounterOrder } from '#drivers/scanpay/counter'
import { readEnvelope, saidIn, type Operation, type Said } from '#drivers/scanpay/envelope'
import { micropay, preorder, refund, revoked, tradequery } from '#drivers/scanpay/operations'
import { paidIn } from '#drivers/scanpay/orders'
import { readAuthorization } from '#drivers/scanpay/signing'
import { CODE, found, OURS, PAID, PARTY, refunded, revokedNow, type Reply } from '../scanpay/played.ts'
import { unifiedQuery, unifiedRefund } from '#drivers/scanpay/unified-refund'
import type { Target } from './targets.ts'

/** What comes from a scan payment platform: the text of an answer, as if it were signed, and a header of values. */
const ORDER = { number: '01-1-7', amount: 1_250 }
const REFUND = { ...ORDER, number: '01-1-8', original: { number: '01-1-7', tradeNo: '' }, reason: 'x' }
const QUERY = tradequery(PARTY, ORDER)
const ALL: readonly Operation<unknown>[] = [
  micropay(PARTY, { ...ORDER, code: CODE, subject: 'x' }),
  preorder(PARTY, { ...ORDER, subject: 'x', wallet: 'ALIPAY', minutes: 5 }),
  revoked(PARTY, '01-1-8', ORDER),
  refund(PARTY, REFUND),
  unifiedRefund(PARTY, REFUND),
  unifiedQuery(PARTY, { ...ORDER, number: '01-1-8' }),
  queryCounterOrder(PARTY, ORDER),
  createCounterOrder(PARTY, { ...ORDER, until: '20261127121000', subject: 'x' }),
]

function promise(holds: boolean, words: string): void {
  if (!holds) throw new Error(words)
}

const written = (reply: Reply): Uint8Array =>
  typeof reply === 'string'
    ? Buffer.from(reply)
    : Buffer.from(JSON.stringify({ code: reply[0], msg: 'x', resp_data: reply[1] }))

/** Whatever a success says of itself, it is about our order and our amount. */
function answer(input: Uint8Array): string {
  const body = Buffer.from(input).toString()
  const ends = ALL.map((operation) => saidIn(body, operation, LAKALA_CODES))
  const asked = saidIn(body, QUERY, LAKALA_CODES)
  const data = readEnvelope(body)?.data as Record<string, unknown> | null | undefined // by names that are looked up
  const isDone = ({ is }: Said<unknown>): boolean => is === 'done'
  if (ends.slice(0, 1).some(isDone))
    promise(data?.out_trade_no === '01-1-7' && data.total_amount === '1250', 'not ours')
  if (ends.slice(2, 5).some(isDone)) promise(data?.origin_out_trade_no === '01-1-7', 'back of another')
  if (asked.is === 'done') {
    const paid = paidIn({ state: asked.value.state, found: asked.value }, ORDER.amount)
    promise(data?.out_trade_no === '01-1-7', 'another order')
    if (paid.is === 'approved') promise(data?.total_amount === '1250' && paid.approval.length <= 32, 'another amount')
    return `found ${paid.is}`
  }
  return ends.find(isDone) ? 'done' : (ends[0]?.is ?? '')
}

export const SCANPAY_TARGETS: readonly Target[] = [
  {
    ...{ name: 'scanpay-answer', file: 'drivers/scanpay/operations.ts', run: answer },
    corpus: [
      ...[written(['BBS00000', PAID]), written(found('SUCCESS')), written(found('CLOSE')), written(['BBS10000', OURS])],
      ...[
        written(refunded('1250')),
        written(revokedNow),
        written(['710035']),
        written(['000000', { order_status: '2' }]),
      ],
      written(['BBS00000', { ...OURS, trade_no: 'T', acc_resp_fields: { code: 'https://qr.example' } }]),
    ],
  },
  {
    ...{ name: 'scanpay-header', file: 'drivers/scanpay/signing.ts' },
    corpus: ['LKLAPI-SHA256withRSA timestamp="1795000000",nonce_str="n1",signature="x+/="'].map((text) =>
      Uint8Array.from(Buffer.from(text)),
    ),
    run: (input) => {
      const read = readAuthorization(Buffer.from(input).toString('latin1'))
      for (const [name, value] of read ?? []) promise(/^[a-z_]+$/.test(name) && !/[\s"]/.test(value), 'not a value')
      return read ? 'values' : 'nothing'
    },
  },
]
