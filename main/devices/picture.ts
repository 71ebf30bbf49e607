import { formatMoney, type Money } from '#domain/money'
import { saleAt } from '#domain/sales'
import { leftToPay } from '#domain/tendering'
import type { Till } from '#domain/till'
import type { AmountKind, Picture } from '#drivers/display/port'

/** What the display on the counter shows: what is still to pay; then what goes back; between two customers nothing. */
export function pictureOf(till: Till): Picture {
  const { sale } = till
  if (sale.lines.length > 0) return amountOf('total', leftToPay(sale))
  const paid = till.paid === null ? undefined : saleAt(till.sales, till.paid)
  if (!paid || paid.voided) return { is: 'clear' }
  return paid.change > 0 ? amountOf('change', paid.change) : amountOf('received', paid.total)
}

/** A display has the hyphen for its minus. */
const amountOf = (kind: AmountKind, amount: Money): Picture => ({
  ...{ is: 'amount', kind, amount: formatMoney(amount).replace('−', '-') },
})
