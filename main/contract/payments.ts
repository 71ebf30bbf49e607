import { call } from './define.ts'
import { Attempt, Nothing } from './shapes.ts'
import { z } from 'zod'

const Order = z.strictObject({ attempt: Attempt })
const refuses = ['no-such-payment', 'payment-settled'] as const

/**
 * What a customer who pays by scan is asked for, or shown: their code, or ours as a QR code while it is good ·
 * `paying`: their code was scanned, and looks like this wallet's; the platform alone knows.
 */
export const ScanStage = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('code') }),
  z.strictObject({
    is: z.literal('paying'),
    wallet: z.enum(['wechat', 'alipay', 'unionpay', 'e-cny', 'bestpay', 'suning']),
  }),
  z.strictObject({ is: z.literal('ours'), text: z.string().max(512), leftMs: z.number() }),
])
export type ScanStage = z.infer<typeof ScanStage>

/** Orders for money whose end nobody knows yet (`view.unresolved`, and the tenders of the open sale). */
export const payments = {
  /** Waits for no answer any more: it is undone, wherever it has got to. */
  giveUp: call({ by: 'cashier', changes: true, takes: Order, gives: Nothing, refuses }),
  /** The customer scans ours, in the place of showing a code of their own. */
  showOurs: call({ by: 'cashier', changes: false, takes: Nothing, gives: Nothing, refuses: ['no-code-asked'] }),
  /** Asks, or undoes, once more at once. */
  tryAgain: call({ by: 'cashier', changes: true, takes: Order, gives: Nothing, refuses }),
  /** A manager's word, by the acquirer's statement, where no machine can find out. */
  decide: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject({ attempt: Attempt, as: z.enum(['paid', 'not-paid']) }),
    gives: Nothing,
    refuses,
  }),
}
