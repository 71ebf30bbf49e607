import { money } from '#domain/money'
import { saleTotal } from '#domain/pricing'
import { noSales } from '#domain/sales'
import { decideAdd, decideCash } from '#domain/selling'
import type { TillEvent } from '#domain/events'
import { step, type Till } from '#domain/till'
import { makeRealDisk } from '#drivers/disk/real'
import { NEW_TILL } from '#domain/till'
import { openJournal, type Written } from '#journal/journal'
import { trainingGoods } from '#main/catalogue/training-goods'
import { replayRecord } from '#main/acts'
import { leaveFolder } from './on-disk.ts'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** Lines of a sale, as in a shop. */
const LINES = 7
/** Records that share a flush: a till never does, and would take minutes. */
const TOGETHER = 500

/**
 * A data folder with so many records of sales, as a station that sold for years would leave it but for its cache.
 * Returns the receipts of its sales.
 */
export async function fillFolder(folder: string, records: number): Promise<string[]> {
  await leaveFolder(folder)
  rmSync(join(folder, 'cache'), { recursive: true })
  let till = NEW_TILL
  const journal = await openJournal({
    ...{ disk: makeRealDisk(), folder: join(folder, 'journal'), journal: '01-e1' },
    replay: (line) => {
      till = replayRecord(till, line).till
    },
  })
  if (!journal.ok) throw new Error('the journal did not open')
  const { append, head, close } = journal.value
  const receipts: string[] = []
  let waiting: Promise<Written>[] = []
  let [written, atMs] = [head().seq, Date.UTC(2026, 0, 1)]
  const put = (event: TillEvent, reply: object | null): void => {
    till = step(till, event, atMs)
    const answer = reply && { ok: true, value: reply }
    waiting.push(append({ txn: `many-${++written}`, type: event.is, ts: atMs, body: { event, reply: answer } }))
    atMs += 4_000
  }
  while (written + LINES + 2 < records) {
    till = { ...till, sales: noSales() }
    receipts.push(sell(receipts.length, put, () => till))
    if (waiting.length < TOGETHER) continue
    await Promise.all(waiting)
    waiting = []
  }
  await Promise.all(waiting)
  await close()
  return receipts
}

type Put = (event: TillEvent, reply: object | null) => void

function sell(nth: number, put: Put, now: () => Till): string {
  for (let line = 0; line < LINES; line++) {
    const goods = trainingGoods[(nth * 3 + line * 5) % trainingGoods.length]
    if (!goods) throw new Error('no goods')
    const amount = goods.unit === 'kg' ? 500 + (nth % 300) : 1 + (nth % 3)
    const added = decideAdd(now(), goods, { quantity: amount, label: null })
    if (!added.ok) throw new Error(added.why)
    put(added.value.event, added.value.answer)
  }
  const due = saleTotal(now().sale)
  const cash = { due, given: money(due + 100), operator: '03', station: '01', epoch: 1 }
  const paid = decideCash(now(), { ...cash, rounding: 'none', limit: 100 })
  if (!paid.ok) throw new Error(paid.why)
  put(paid.value.event, paid.value.answer)
  put({ is: 'slip-ended', receipt: paid.value.answer.receipt, slip: 'sale', print: 'printed' }, null)
  return paid.value.answer.receipt
}
