import { trainingGoods } from '#main/catalogue/training-goods'
import { begin } from '../driving/hands.ts'
import { startProgram, type RunningProgram } from '../driving/running.ts'
import { openBare } from './bare.ts'
import { median, quantile, row, type Row } from './row.ts'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const SCANS = 200
const LINES = 12
/** Long enough for what the scan before left behind. */
const IDLE_MS = 40
/** One frame at sixty a second. */
const FRAME_MS = 1000 / 60

/**
 * From the scanner's last key to the line on the screen, against a bare page that writes one word for one key. Both
 * pages draw every frame, as before a real display, and the key comes at any moment between two: without that a
 * windowless browser draws at once when it was idle, and late when it was not.
 */
export async function paintRows(scratch: string): Promise<Row[]> {
  const station = await startProgram({ folder: join(scratch, 'painted') })
  const bare = await openBare(join(scratch, 'bare-paint'))
  try {
    await begin(station.page)
    await bare.evaluate(BARE_PAGE)
    await bare.evaluate(DRAW_ALWAYS)
    await station.page.evaluate(DRAW_ALWAYS)
    const codes = trainingGoods.flatMap(({ code }) => (code === null ? [] : [code])).slice(0, LINES)
    const ours: number[] = []
    const theirs: number[] = []
    for (let scan = 0; scan < SCANS; scan++) {
      await wait(IDLE_MS + Math.random() * FRAME_MS)
      theirs.push(Number(await bare.evaluate('paintedAfterKey()')))
      await wait(IDLE_MS + Math.random() * FRAME_MS)
      ours.push(await paintedAfterScan(station, codes[scan % LINES] ?? ''))
    }
    const p99 = quantile(ours, 0.99)
    return [
      row('scan → painted line, p50', 'ms', median(ours), 'key → paint on a bare page', median(theirs), 2),
      row('scan → painted line, p99', 'ms', p99, 'key → paint, p99', quantile(theirs, 0.99), null),
      row('scan → painted line, p99', 'frames', p99 / FRAME_MS, 'one frame', 1, null),
    ]
  } finally {
    await bare.end()
    await station.stop()
  }
}

/** Keys as the page gets them; the time runs from Enter until the frame that shows the new total is out. */
const paintedAfterScan = (station: RunningProgram, code: string): Promise<number> =>
  station.page.evaluate(async (keys) => {
    const total = document.querySelector('[data-total]')
    const before = total?.getAttribute('data-total')
    for (const key of keys) window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
    const began = performance.now()
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }))
    await new Promise<void>((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect()
        resolve()
      })
      if (total?.getAttribute('data-total') !== before) resolve()
      else watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-total'] })
    })
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const { port1, port2 } = new MessageChannel()
    // A message posted in a frame's callback arrives after that frame has been handed on.
    await new Promise((resolve) => {
      port1.onmessage = resolve
      port2.postMessage(null)
    })
    return performance.now() - began
  }, Array.from(code))

const DRAW_ALWAYS = 'void (function draw() { requestAnimationFrame(draw) })()'

const BARE_PAGE = `
  window.count = 0
  window.addEventListener('keydown', () => { document.querySelector('#line').textContent = ++count })
  window.paintedAfterKey = async () => {
    const began = performance.now()
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const { port1, port2 } = new MessageChannel()
    await new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(null) })
    return performance.now() - began
  }`
