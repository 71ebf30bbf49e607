import { trainingGoods } from '#main/catalogue/training-goods'
import { openOnDisk } from '../world/on-disk.ts'
import { staff } from '../world/people.ts'

/** A station without a window that sells, and says how many bytes it holds after how many sales. */
const LINES = 8
const folder = process.argv[2] ?? ''
const marks = process.argv.slice(3).map(Number)

const { station, ask } = await openOnDisk(folder)
await staff(ask)
let sold = 0
for (const mark of marks) {
  for (; sold < mark; sold++) {
    for (let line = 0; line < LINES; line++) {
      await ask('sale.add', { sku: trainingGoods[(sold + line * 7) % trainingGoods.length]?.sku, quantity: 1 })
    }
    const due = station.view('cashier').sale?.cashDue
    const answer = await ask('sale.payCash', { due, given: due })
    if (!answer.ok) throw new Error(answer.why)
    await station.idle()
  }
  // What is not needed any more is not what it holds.
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  process.stdout.write(`${JSON.stringify({ sold, rss: process.memoryUsage().rss })}\n`)
}
await station.close()
