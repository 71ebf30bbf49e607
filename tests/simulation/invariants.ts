import { everySale } from '#domain/sales'
import { saleTotal } from '#domain/sale'
import { NEW_TILL, type Till } from '#domain/till'
import { DiskFault } from '#drivers/disk/port'
import { Answers, replayRecord } from '#main/acts'
import { scanSegment } from '#journal/scan'
import { VOID_PASSWORD } from '../world/people.ts'
import type { Answered, World } from '../world/world.ts'
import type { Call } from './actor.ts'

/** One call with what came of it, and of asking again where that was tried. */
export interface Asked extends Call {
  readonly txn: string
  readonly answer: Answered
  readonly again: Answered | null
}

const FIRST_SEGMENT = '/station/journal/0000000000000001.jsonl'
const CHANGING = /^sale\.(scan|add|setQuantity|removeLine|payCash|voidPaid)$|^operators\./

/** What must hold whatever happened; gives the first that does not. */
export async function broken(world: World, asked: readonly Asked[]): Promise<string | null> {
  const disk = world.disk.process()
  const bytes = await disk.read(FIRST_SEGMENT).catch((cause: unknown) => {
    if (cause instanceof DiskFault) return Buffer.alloc(0)
    throw cause
  })
  const { lines, faults } = scanSegment(bytes, { sequence: 1, prev: '', journal: null })
  if (faults[0]) return `record ${faults[0].sequence} is ${faults[0].kind}`
  const records = lines.map(({ record }) => record)
  let till = NEW_TILL
  for (const record of records) till = replayRecord(till, new Answers(), record)
  return (
    missingOrDoubled(
      asked,
      records.map(({ txn }) => txn),
    ) ??
    answeredTwice(asked) ??
    unlikeReplay(world, till) ??
    moneyAmiss(till) ??
    unauthorised(till, asked) ??
    paperAmiss(world, till)
  )
}

function missingOrDoubled(asked: readonly Asked[], txns: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const txn of txns) counts.set(txn, (counts.get(txn) ?? 0) + 1)
  for (const [txn, count] of counts) if (count > 1) return `txn ${txn} is recorded ${count} times`
  for (const { name, txn, answer } of asked) {
    const found = answer.ok && typeof answer.value === 'object' && answer.value !== null && 'found' in answer.value
    const changed = answer.ok && CHANGING.test(name) && !(found && (answer.value as { found: unknown }).found !== null) // a scanned receipt only shows
    if (changed && !counts.has(txn)) return `${name} was answered and is not in the journal`
    // A till that died before it answered may have written; the txn is there for that.
    const silent = !answer.ok && (answer.why === 'fault' || answer.why === 'journal-stopped')
    if (!answer.ok && !silent && answer.why !== 'wrong-void-password' && counts.has(txn))
      return `${name} was refused and recorded`
  }
  return null
}

function answeredTwice(asked: readonly Asked[]): string | null {
  const differs = asked.find(({ answer, again }) => again && JSON.stringify(again) !== JSON.stringify(answer))
  return differs ? `${differs.name} asked again was answered differently` : null
}

function unlikeReplay(world: World, replayed: Till): string | null {
  const plain = (till: Till) => JSON.stringify([till.sale, till.paid, till.lastCounter, [...everySale(till.sales)]])
  return plain(world.station().acts.till()) === plain(replayed) ? null : 'replay gives another state'
}

function moneyAmiss(till: Till): string | null {
  const seen = new Set<string>()
  for (const { receipt, lines, total, given, change } of everySale(till.sales)) {
    if (given - change !== total || saleTotal(lines) !== total) return `the money of ${receipt} does not tie`
    if (seen.has(receipt)) return `${receipt} was given twice`
    seen.add(receipt)
  }
  return null
}

function unauthorised(till: Till, asked: readonly Asked[]): string | null {
  const entered = new Set(
    asked
      .map(({ input }) => input as { receipt?: string; voidPassword?: string }) // calls of any shape; only voids have both
      .flatMap(({ receipt, voidPassword }) => (voidPassword === VOID_PASSWORD && receipt ? [receipt] : [])),
  )
  const stolen = [...everySale(till.sales)].find(({ receipt, voided }) => voided && !entered.has(receipt))
  return stolen ? `${stolen.receipt} is voided and no void password was entered for it` : null
}

function paperAmiss(world: World, till: Till): string | null {
  const slips = world.printer.sheets.map((sheet) => `${sheet.findLast((line) => line.includes('[QR')) ?? ''}`)
  const voids = world.printer.sheets.filter((sheet) => sheet[0]?.includes('已撤销') ?? sheet[0]?.includes('VOIDED'))
  for (const sale of everySale(till.sales)) {
    const printed = slips.filter((slip) => slip.includes(sale.receipt)).length
    if (printed > (sale.voided ? 2 : 1)) return `${sale.receipt} came out ${printed} times`
    if (sale.print === 'printed' && printed === 0) return `${sale.receipt} is said to be printed and is not`
  }
  const drawers = world.printer.drawerOpenings()
  const reasons = [...everySale(till.sales)].reduce((count, { voided }) => count + (voided ? 2 : 1), 0)
  if (drawers > reasons) return `the drawer opened ${drawers} times for ${reasons} reasons`
  return voids.length > reasons ? 'more void slips than voids' : null
}
