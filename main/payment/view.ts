import type { HoldView, OrderView, PaidTenderView, ReturnView, TenderView } from '#contract/money-view'
import { holdState, isOver, type Hold } from '#domain/holds'
import type { Payment } from '#domain/payment'
import type { PaidTender } from '#domain/paid-sale'
import { openPayments, type KeptPayment, type PortName } from '#domain/payments'
import type { Return } from '#domain/returning'
import { mayDecide, mayGiveUp, mayTryAgain } from '#domain/settling'
import type { Method, Tender } from '#domain/tendering'
import type { Till } from '#domain/till'

/** What is shown of money outside the till. */
const whyOf = (payment: Payment): string | null => (payment.at === 'declined' ? payment.why : null)

const METHOD_OF: Readonly<Record<PortName, Method>> = { acquirer: 'card', terminal: 'card', scanpay: 'scan' }

function orderView({ port, payment, passed }: KeptPayment, till: Till): OrderView {
  const { attempt, kind, amount, at } = payment
  return {
    ...{ attempt, kind, amount, at, method: METHOD_OF[port], passed: [...passed] },
    forPerson: at === 'unknown' && payment.settlesBy === 'neither',
    why: whyOf(payment),
    may: { giveUp: mayGiveUp(payment), tryAgain: mayTryAgain(payment), decide: [...mayDecide(payment)] },
    original: payment.of?.approval ?? '',
    receipt: till.returning.get(attempt) ?? null,
  }
}

export function tenderView({ attempt, method, amount, asked, state, undo }: Tender, till: Till): TenderView {
  const kept = till.payments.get(undo?.attempt ?? attempt)
  return {
    ...{ attempt, method, amount, asked: asked ?? null, state },
    undo: undo?.state ?? null,
    order: kept ? orderView(kept, till) : null,
  }
}

/** What is not settled, but for what was only just asked. */
export const unresolved = (till: Till): OrderView[] =>
  openPayments(till.payments)
    .filter(({ payment }) => payment.at !== 'asked')
    .map((kept) => orderView(kept, till))

/** Holds that are over and still shown. */
const OVER_SHOWN = 10

export function holdViews(till: Till): HoldView[] {
  const all = [...till.holds.values()]
  const over = new Set(all.filter(isOver).slice(-OVER_SHOWN))
  return all.filter((hold) => !isOver(hold) || over.has(hold)).map((hold) => holdView(hold, till))
}

function holdView(hold: Hold, till: Till): HoldView {
  const { attempt, amount, note, operator, askedAtMs, card, approval, end } = hold
  const kept = till.payments.get(end?.attempt ?? attempt)
  return {
    ...{ attempt, amount, note, operator, askedAtMs, card, approval, is: holdState(hold) },
    hasSlip: hold.facts !== undefined,
    order: kept ? orderView(kept, till) : null,
  }
}

export function paidTenderView(tender: PaidTender): PaidTenderView {
  const { method, amount } = tender
  if (method === 'cash') return { method, amount, approval: '', scan: null }
  const { approval, scan: said } = tender
  const { accountType: wallet = null, walletTradeNo: number = null, logNo: log = null } = said ?? {}
  return { method, amount, approval, scan: said ? { wallet, number, log } : null }
}

export const returnView = (back: Return, till: Till): ReturnView => ({
  ...{ kind: back.kind, atMs: back.atMs, reason: back.reason, asker: back.asker, manager: back.manager },
  ...{ selfApproval: back.selfApproval, offline: back.offline === true, quantities: [...back.quantities] },
  parts: back.parts.map(({ amount, state, attempt }) => {
    const kept = attempt === null ? undefined : till.payments.get(attempt)
    return { amount, state, why: kept ? whyOf(kept.payment) : null }
  }),
})
