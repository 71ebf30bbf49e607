import { saleTotal } from '#domain/pricing'
import { pieces } from '#domain/sale'
import type { ParkedSale } from '#domain/till'

/** What is shown of a sale that was put aside, here and at other stations. */
export const parkedSummary = ({ slot, parkedAtMs, operator, sale }: ParkedSale) => ({
  ...{ slot, parkedAtMs, operator, count: pieces(sale.lines), total: saleTotal(sale) },
  first: sale.lines[0]?.name ?? '',
})
