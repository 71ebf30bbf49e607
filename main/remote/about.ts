import { operatorNumbered } from '#domain/duty'
import type { RemoteRequest } from '#domain/remote'
import { saleAt } from '#domain/sales'
import type { Till } from '#domain/till'
import { ABOUT_GOODS, type About } from './wire.ts'

const NAME_MAX = 60

/** What a manager at another station sees beside the request itself: whose it is, and of which goods. */
export function aboutOf(till: Till, { act, subject, goods, asker }: RemoteRequest): About {
  const paid = saleAt(till.sales, subject)
  const lines = paid?.lines ?? till.sale.lines
  const named =
    act === 'void-tender' ? [] : lines.filter((line, place) => isMeant(act, { subject, goods }, line, place))
  return {
    name: (operatorNumbered(till, asker)?.name ?? '').slice(0, NAME_MAX),
    goods: named.slice(0, ABOUT_GOODS).map(({ name }) => name.slice(0, NAME_MAX)),
    more: Math.max(0, named.length - ABOUT_GOODS),
    paidAtMs: paid?.paidAtMs ?? null,
  }
}

/** Of a refund by goods the places it names; of one line that line; else all. */
function isMeant(
  act: RemoteRequest['act'],
  { subject, goods }: Pick<RemoteRequest, 'subject' | 'goods'>,
  { line }: { readonly line: number },
  place: number,
): boolean {
  if (act === 'refund' && goods !== '') return goods.split(' ').some((each) => each.startsWith(`${place}×`))
  if (act === 'reduce' || act === 'remove-line') return subject === 'sale' || subject === `line ${line}`
  return true
}
