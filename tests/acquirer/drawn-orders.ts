import { isOpen } from '#domain/holds'
import { money } from '#domain/money'
import type { PaymentOrder } from '#domain/payment'
import type { PaymentKind } from '#domain/payment-kinds'
import type { Till } from '#domain/till'
import type { Random } from '#drivers/random/port'
import { ACQUIRER_SETTLES } from '#main/acquirer/terminal-port'

/** What a morning's next card order is: a new one, or one about another that stands. */
export function drawnOrder(random: Random, till: Till, attempt: string): PaymentOrder {
  const about = random.below(3) > 0 ? aboutAnother(random, till) : null
  const { kind, amount, of } = about ?? {
    ...{ kind: random.below(2) === 0 ? ('hold' as const) : ('pay' as const), of: null },
    amount: money(100 + random.below(30_000)),
  }
  return { kind, settlesBy: settlesBy(kind), amount, attempt, of }
}

const settlesBy = (kind: PaymentKind) => (kind === 'refund' ? ACQUIRER_SETTLES.refund : 'reversal')

/** Null where nothing stands that it could be about. */
function aboutAnother(random: Random, { payments, holds }: Till): Pick<PaymentOrder, 'kind' | 'amount' | 'of'> | null {
  const charged = [...payments.values()].flatMap(({ payment }) =>
    payment.at === 'approved' && (payment.kind === 'pay' || payment.kind === 'complete') ? [payment] : [],
  )
  // What was taken of a hold more often: its void is what holds it again.
  const taken = charged.filter(({ kind }) => kind === 'complete')
  const all = [...charged, ...taken, ...taken, ...[...holds.values()].filter(isOpen)]
  const original = all[random.below(Math.max(1, all.length))]
  if (!original) return null
  const { attempt, approval, amount } = original
  const kind: PaymentKind = holds.has(attempt)
    ? random.below(3) === 0
      ? 'release'
      : 'complete'
    : random.below(2) === 0
      ? 'void'
      : 'refund'
  const isWhole = kind === 'void' || kind === 'release'
  return { kind, amount: isWhole ? amount : money(1 + random.below(amount)), of: { attempt, approval } }
}
