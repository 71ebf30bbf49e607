import type { TillEvent } from '#domain/events'
import type { Till } from '#domain/till'
import type { JournalRecord } from '#journal/line'
import { CASHIER, FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'
import { everySale } from '#domain/sales'
import type { CodeMessage } from '#main/authority/ports'
import type { Asked } from './invariants.ts'

const BY_ITSELF: readonly TillEvent['is'][] = ['started', 'slip-ended', 'slip-again', 'return-ended']
const BY_ANYONE: readonly TillEvent['is'][] = ['operators-made', 'signed-in', 'sign-in-refused', 'appearance-set']
/** What only a person says of an order, and what only machines do; a retry may be either's. */
const OF_PEOPLE = ['given-up', 'decided']

/** Nothing is done while nobody is on duty, and what names who did it names who was. */
export function inNobodysName(till: Till, record: JournalRecord): string | null {
  const { event, reply } = record.body as { event: TillEvent; reply: unknown } // the till's own
  const { duty } = till
  if (BY_ITSELF.includes(event.is) || BY_ANYONE.includes(event.is)) return null
  // A start writes down whom it found in the operators' file.
  if (event.is === 'operator-added' && event.by === null) return null
  if (reply === null) return happenedAmiss(till, event)
  if (event.is === 'payment-told' && !['retry', ...OF_PEOPLE].includes(event.event.is))
    return `a person said ${event.event.is} of ${event.attempt}`
  if (event.is === 'payment-told' && event.event.is === 'decided' && !isManager(till, event.event.by))
    return `${event.attempt} was decided by ${event.event.by}, who is no manager`
  if (duty === null) return `${event.is} while nobody was on duty`
  const by = namedIn(event) ?? duty
  return by === duty ? null : `${event.is} in the name of ${by} while ${duty} was on duty`
}

const isManager = ({ operators }: Till, wanted: string): boolean =>
  operators.some(({ number, role }) => number === wanted && role === 'manager')

/** What nobody asked for: an acquirer's word, and a sale that its tenders ended. */
function happenedAmiss({ sale }: Till, event: TillEvent): string | null {
  if (event.is === 'payment-told') {
    return OF_PEOPLE.includes(event.event.is) ? `nobody said ${event.event.is} of ${event.attempt}` : null
  }
  if (event.is !== 'sale-paid') return `${event.is}, and nobody asked for it`
  const last = sale.tenders.findLast(({ state }) => state === 'done')
  if (event.given !== 0 || event.tenders.length === 0) return `${event.receipt} is paid by nobody`
  return event.operator === last?.operator ? null : `${event.receipt} is not in the name of who took its last tender`
}

/** Who is said to have asked; null where an event names nobody. */
function namedIn(event: TillEvent): string | null {
  if (event.is === 'payment-asked') return event.tender?.operator ?? 'nobody'
  if (event.is === 'hold-asked') return event.operator
  if (event.is === 'payment-told') return event.event.is === 'decided' ? event.event.by : null
  if (event.is === 'approval-given') return event.approval.asker
  if (event.is === 'sale-paid' || event.is === 'sale-parked' || event.is === 'sale-cancelled') return event.operator
  return 'asker' in event ? event.asker : null
}

/** A code as it came to a manager. */
type Sent = Pick<CodeMessage, 'receipt' | 'code'>
interface ApproveInput {
  readonly what?: { readonly act?: string; readonly receipt?: string; readonly attempt?: string }
  readonly word?: { readonly voidPassword?: string; readonly code?: string }
}

/**
 * Money goes back at most as often as a void password was entered for it, or a refund code that had been sent for it
 * and that nothing was done by before; in the names of those who were there.
 */
export function unauthorised(
  till: Till,
  records: readonly JournalRecord[],
  { asked, sent }: { readonly asked: readonly Asked[]; readonly sent: readonly Sent[] },
): string | null {
  const words = new Map<string, number>()
  const spent = new Set<string>()
  for (const { name, input } of asked) {
    if (name !== 'authority.approve') continue
    const { what, word } = input as ApproveInput
    const of = `${what?.act ?? ''} ${what?.receipt ?? what?.attempt ?? ''}`
    const code = word?.code ?? ''
    const isSent = sent.some((each) => each.code === code && each.receipt === what?.receipt) && !spent.has(code)
    const isRight = what?.act === 'refund' ? isSent : word?.voidPassword === VOID_PASSWORD
    if (!isRight) continue
    if (isSent) spent.add(code)
    words.set(of, (words.get(of) ?? 0) + 1)
  }
  const backs = [
    ...[...everySale(till.sales)].flatMap(({ receipt, returns }) =>
      returns.map((back) => ({ ...back, of: `${back.kind === 'void' ? 'void-paid' : 'refund'} ${receipt}` })),
    ),
    ...records.flatMap(({ body }) => {
      const { event } = body as { event: TillEvent } // the till's own
      const isBack = event.is === 'tender-voided' || event.is === 'hold-released'
      return isBack ? [{ ...event, of: `void-tender ${event.order.of?.attempt ?? ''}` }] : []
    }),
  ]
  for (const { of, asker, manager, selfApproval } of backs) {
    const left = words.get(of) ?? 0
    if (left === 0) return `${of}: no void password or code was entered for it`
    words.set(of, left - 1)
    if (![CASHIER.number, FIRST_RUN.manager.number].includes(asker) || manager !== FIRST_RUN.manager.number)
      return `${of} is in the name of others`
    if (selfApproval !== (asker === manager)) return `${of} does not say who approved whose`
  }
  return null
}
