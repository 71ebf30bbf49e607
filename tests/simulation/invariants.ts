import { everySale } from '#domain/sales'
import { NEW_TILL, type Till } from '#domain/till'
import { replayRecord } from '#main/acts'
import { canonical } from '../world/canonical.ts'
import { recordsOn } from '../world/remains.ts'
import { FOLDER, type Answered, type World } from '../world/world.ts'
import type { Call } from './actor.ts'
import { booksAmiss } from './books-invariants.ts'
import { countedAmiss, moneyAmiss, returnsAmiss } from './money-invariants.ts'
import { inNobodysName, unauthorised } from './names-invariants.ts'
import { paperAmiss } from './paper-invariants.ts'

/** One call with what came of it, and of asking again where that was tried. */
export interface Asked extends Call {
  readonly txn: string
  readonly answer: Answered
  readonly again: Answered | null
}

const CHANGING_SALE =
  'scan|add|setQuantity|removeLine|payCash|voidPaid|setPrice|setDiscount|park|recall|cancel|reprint|' +
  'tender|refund|voidTender'
const CHANGING_REST =
  'payments\\.(giveUp|tryAgain|decide)|authority\\.(approve|askCode)|operators\\.(begin|add|signIn|lock|unlock)'
const CHANGING = new RegExp(`^(sale\\.(${CHANGING_SALE})|${CHANGING_REST})$`)
/** A wrong secret is refused and counted. */
const WRONG = ['wrong-void-password', 'wrong-password', 'wrong-code']
/** A till that died before it answered may have written. */
const MAY_BE_RECORDED = [...WRONG, 'fault', 'journal-stopped']

/** What must hold whatever happened, once the books are settled; gives the first that does not. */
export async function broken(world: World, asked: readonly Asked[]): Promise<string | null> {
  const { lines, records, fault } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
  if (fault) return fault
  let till = NEW_TILL
  for (const line of lines) {
    const amiss = inNobodysName(till, line.record)
    if (amiss) return amiss
    till = replayRecord(till, line).till
  }
  const txns = records.map(({ txn }) => txn)
  return (
    missingOrDoubled(asked, txns) ??
    answeredTwice(asked) ??
    unlikeReplay(world, till) ??
    moneyAmiss(till, asked) ??
    returnsAmiss(till) ??
    countedAmiss(till, records) ??
    booksAmiss(world, till, records) ??
    unauthorised(till, records, { asked, sent: world.postbox.received }) ??
    paperAmiss(world, till)
  )
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
  canonical([
    till.sale,
    till.paid,
    till.lastCounter,
    till.operators,
    [...till.wrong],
    [till.duty, till.lockedBy, till.approvals],
    [...everySale(till.sales)].sort((a, b) => (a.receipt < b.receipt ? -1 : 1)),
    till.sales.size,
    [[...till.payments], till.orders, [...till.returning]],
    [till.printing, till.owed, till.parked],
  ])

const unlikeReplay = (world: World, replayed: Till): string | null =>
  plain(world.station().acts.till()) === plain(replayed) ? null : 'replay gives another state'
