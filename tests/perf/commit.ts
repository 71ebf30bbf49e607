import { trainingGoods } from '#main/catalogue/training-goods'
import { openOnDisk } from '../world/on-disk.ts'
import { staff } from '../world/people.ts'
import { median, quantile, row, type Row } from './row.ts'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** 300 sales, a day of a small shop: what is measured is warm, as a till is after its first customers. */
const ROUNDS = 2_400
/** What the record of one added line comes to on disk, near enough. */
const RECORD_BYTES = 420
/** Lines before the sale is paid, as in a shop. */
const LINES = 8

/** A call at main's door until it is committed, against one raw append and flush of as many bytes, turn by turn. */
export async function commitRows(folder: string): Promise<Row[]> {
  const { station, ask } = await openOnDisk(join(folder, 'station'))
  await staff(ask)

  const raw = await open(join(folder, 'raw'), 'wx')
  const bytes = Buffer.alloc(RECORD_BYTES, 'x')
  const ours: number[] = []
  const cash: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    let began = performance.now()
    await raw.write(bytes, 0, bytes.length, round * bytes.length)
    await raw.datasync()
    theirs.push(performance.now() - began)
    const sku = trainingGoods[round % LINES]?.sku
    began = performance.now()
    const answer = await ask('sale.add', { sku, quantity: 1 })
    ours.push(performance.now() - began)
    if (!answer.ok) throw new Error(answer.why)
    if (round % LINES === LINES - 1) {
      const due = station.view('cashier').sale?.cashDue
      began = performance.now()
      const paid = await ask('sale.payCash', { due, given: due })
      cash.push(performance.now() - began)
      if (!paid.ok) throw new Error(paid.why)
      await station.idle()
    }
  }
  await raw.close()
  await station.close()
  const against = 'raw append + fdatasync'
  return [
    row('call at the door → committed, p50', 'ms', median(ours), against, median(theirs), 2),
    row('cash at the door → committed, p50', 'ms', median(cash), against, median(theirs), 2),
    row('call at the door → committed, p99', 'ms', quantile(ours, 0.99), against, quantile(theirs, 0.99), null),
  ]
}
