import type { CashierView } from '#contract/view'
import { everySale } from '#domain/sales'
import { saleTotal } from '#domain/pricing'
import { NEW_TILL, type Till, type TillEvent } from '#domain/till'
import { Answers, replayRecord } from '#main/acts'
import type { JournalRecord } from '#journal/line'
import { CASHIER, FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'
import { recount } from '../world/recount.ts'
import { recordsOn } from '../world/remains.ts'
import { FOLDER, type Answered, type World } from '../world/world.ts'
import type { Call } from './actor.ts'

/** One call with what came of it, and of asking again where that was tried. */
export interface Asked extends Call {
  readonly txn: string
  readonly answer: Answered
  readonly again: Answered | null
}

const CHANGING_SALE =
  'scan|add|setQuantity|removeLine|payCash|approveVoid|voidPaid|setPrice|setDiscount|park|recall|cancel|reprint'
const CHANGING = new RegExp(`^sale\\.(${CHANGING_SALE})$|^operators\\.(begin|add|signIn|lock|unlock)$`)
/** A wrong secret is refused and counted. */
const WRONG = ['wrong-void-password', 'wrong-password']
/** A till that died before it answered may have written. */
const MAY_BE_RECORDED = [...WRONG, 'fault', 'journal-stopped']

/** What must hold whatever happened; gives the first that does not. The station has ended. */
export async function broken(world: World, asked: readonly Asked[]): Promise<string | null> {
  const { records, fault } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
  if (fault) return fault
  let till = NEW_TILL
  for (const record of records) {
    const amiss = inNobodysName(till, record)
    if (amiss) return amiss
    till = replayRecord(till, new Answers(), record)
  }
  const txns = records.map(({ txn }) => txn)
  return (
    missingOrDoubled(asked, txns) ??
    answeredTwice(asked) ??
    unlikeReplay(world, till) ??
    moneyAmiss(till, asked) ??
    countedAmiss(till, records) ??
    unauthorised(till, asked) ??
    paperAmiss(world, till)
  )
}

const BY_ITSELF: readonly TillEvent['is'][] = ['started', 'slip-ended', 'slip-again']
const BY_ANYONE: readonly TillEvent['is'][] = ['operators-made', 'signed-in', 'sign-in-refused', 'appearance-set']

/** Nothing is done while nobody is on duty, and what names who did it names who was. */
function inNobodysName({ duty }: Till, record: JournalRecord): string | null {
  const { event } = record.body as { event: TillEvent } // the till's own
  if (BY_ITSELF.includes(event.is) || BY_ANYONE.includes(event.is)) return null
  // A start writes down whom it found in the operators' file.
  if (event.is === 'operator-added' && event.by === null) return null
  if (duty === null) return `${event.is} while nobody was on duty`
  const by = event.is === 'sale-paid' ? event.operator : 'asker' in event ? event.asker : duty
  return by === duty ? null : `${event.is} in the name of ${by} while ${duty} was on duty`
}

function missingOrDoubled(asked: readonly Asked[], txns: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const txn of txns) counts.set(txn, (counts.get(txn) ?? 0) + 1)
  for (const [txn, count] of counts) if (count > 1) return `txn ${txn} is recorded ${count} times`
  for (const { name, txn, answer } of asked) {
    const recorded = counts.has(txn)
    if (answer.ok) {
      if (CHANGING.test(name) && !onlyShows(answer.value) && !recorded) {
        return `${name} was answered and is not in the journal`
      }
    } else if (WRONG.includes(answer.why)) {
      if (!recorded) return 'a wrong secret was refused and not counted'
    } else if (recorded && !MAY_BE_RECORDED.includes(answer.why)) return `${name} was refused and recorded`
  }
  return null
}

/** A scanned receipt changes what is shown and nothing else. */
const onlyShows = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'found' in value && value.found !== null

function answeredTwice(asked: readonly Asked[]): string | null {
  const differs = asked.find(({ answer, again }) => again && JSON.stringify(again) !== JSON.stringify(answer))
  return differs ? `${differs.name} asked again was answered differently` : null
}

const plain = (till: Till) =>
  JSON.stringify([
    till.sale,
    till.paid,
    till.lastCounter,
    till.operators,
    [...till.wrong],
    [till.duty, till.lockedBy, till.approvals],
    [...everySale(till.sales)],
  ])

const unlikeReplay = (world: World, replayed: Till): string | null =>
  plain(world.station().acts.till()) === plain(replayed) ? null : 'replay gives another state'

function moneyAmiss(till: Till, asked: readonly Asked[]): string | null {
  const seen = new Set<string>()
  const dues = new Map(asked.flatMap(({ input, answer }) => (answer.ok ? [[receiptIn(answer.value), input]] : [])))
  for (const sale of everySale(till.sales)) {
    const { receipt, total, rounded, given, change } = sale
    if (given - change !== total || saleTotal(sale) + rounded !== total) return `the money of ${receipt} does not tie`
    if (seen.has(receipt)) return `${receipt} was given twice`
    seen.add(receipt)
    const said = dues.get(receipt) as { due: number; given: number } | undefined // only payments name a new receipt
    if (said && (said.due !== total || said.given !== given)) return `${receipt} is not what the cashier saw`
  }
  return null
}

/** Other code than the station's comes to the same sums from the same records. */
function countedAmiss(till: Till, records: readonly JournalRecord[]): string | null {
  const counted = recount(records.map(({ body }) => JSON.stringify({ body })).join('\n'))
  const sales = [...everySale(till.sales)]
  if (counted.length !== sales.length) return `${counted.length} sales are counted, and there are ${sales.length}`
  for (const { receipt, total, voided } of sales) {
    const again = counted.find((each) => each.receipt === receipt)
    if (again?.counted !== total || again.voided !== (voided !== null)) return `${receipt} is counted otherwise`
  }
  return null
}

const receiptIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'receipt' in value ? value.receipt : null

function unauthorised(till: Till, asked: readonly Asked[]): string | null {
  const entered = new Set(
    asked
      .filter(({ name }) => name === 'sale.approveVoid')
      .map(({ input }) => input as { receipt?: string; voidPassword?: string }) // the contract's
      .flatMap(({ receipt, voidPassword }) => (voidPassword === VOID_PASSWORD && receipt ? [receipt] : [])),
  )
  for (const { receipt, voided } of everySale(till.sales)) {
    if (!voided) continue
    if (!entered.has(receipt)) return `${receipt} is voided and no void password was entered for it`
    const { asker, manager, selfApproval } = voided
    if (![CASHIER.number, FIRST_RUN.manager.number].includes(asker) || manager !== FIRST_RUN.manager.number) {
      return `${receipt} is voided in the name of others`
    }
    if (selfApproval !== (asker === manager)) return `${receipt} does not say who approved whose void`
  }
  return null
}

const VOID_MARKS = ['已撤销', 'VOIDED']
const COPY_MARK = /(?:重印|COPY) (\d+)/

/** `sale S01-1-000001O 0`, or `void …`, with the number of the copy, of each slip that came out whole. */
const slipsOf = (world: World): string[] =>
  world.printer.sheets.flatMap((sheet) => {
    const receipt = sheet.find((line) => line.includes('[QR'))?.match(/S[\w-]+/)?.[0]
    const head = sheet.slice(0, 2).join()
    const kind = VOID_MARKS.some((mark) => head.includes(mark)) ? 'void' : 'sale'
    const copy = sheet.join('\n').match(COPY_MARK)?.[1] ?? '0'
    return receipt === undefined ? [] : [`${kind} ${receipt} ${copy}`]
  })

function paperAmiss(world: World, till: Till): string | null {
  const slips = slipsOf(world)
  const twice = slips.find((slip, i) => slips.indexOf(slip) !== i)
  if (twice) return `the slip of the ${twice} came out twice`
  for (const { receipt, slip, print, voided, copies } of everySale(till.sales)) {
    if (print === 'printed' && !slips.includes(`${slip} ${receipt} ${copies}`))
      return `${receipt} is said to be printed and is not`
    if (!voided && slips.some((each) => each.startsWith(`void ${receipt}`)))
      return `${receipt} has a void slip and is not voided`
  }
  return drawerAmiss(world, till)
}

/** What a call that was answered must have done to what is shown; `before` and `after` are the cashier's views. */
export function effectAmiss(
  { name, input }: Call,
  value: unknown,
  before: CashierView,
  after: CashierView,
): string | null {
  // The contract's inputs: these three are what matters here.
  const asked = input as { line?: number; quantity?: number; price?: number }
  const line = after.sale?.lines.find((each) => each.line === asked.line)
  switch (name) {
    case 'sale.add':
      return pieces(after) === pieces(before) + (asked.quantity ?? 0)
        ? null
        : 'other goods were added than were asked for'
    case 'sale.setQuantity':
      return line?.quantity === asked.quantity ? null : 'another quantity was set than was asked for'
    case 'sale.removeLine':
      return line === undefined ? null : 'a removed line is still there'
    case 'sale.setPrice':
      return line?.price === asked.price ? null : 'another price was set than was asked for'
    case 'sale.park':
      return after.sale === null && after.parked.length === before.parked.length + 1 ? null : 'a sale was not put aside'
    case 'sale.recall':
      return after.sale !== null && after.parked.length === before.parked.length - 1 ? null : 'no sale was recalled'
    case 'sale.payCash':
      return after.sale === null && after.paid?.receipt === receiptIn(value) ? null : 'a paid sale is still open'
    default:
      return null
  }
}

const pieces = ({ sale }: CashierView): number => sale?.lines.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0

/** Money changes hands once for a sale and once for its void; nothing else opens the drawer. Holds at any moment. */
export function drawerAmiss(world: World, till: Till): string | null {
  const openings = world.printer.drawerOpenings()
  const reasons = [...everySale(till.sales)].reduce((count, { voided }) => count + (voided ? 2 : 1), 0)
  return openings > reasons ? `the drawer opened ${openings} times for ${reasons} reasons` : null
}

/** What is there whoever is on duty: after a start nobody is, and the cashier's window shows less. */
export function shownToAll(world: World): string {
  const { sale, paid } = world.station().view('customer')
  const { operators, parked, wrong } = world.station().acts.till()
  return JSON.stringify([sale, paid && { ...paid, print: '' }, parked, operators, [...wrong]])
}
