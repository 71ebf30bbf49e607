import { startProgram, type RunningProgram } from '../driving/running.ts'
import { begin } from '../driving/hands.ts'
import { openBare } from './bare.ts'
import { median, row, type Row } from './row.ts'
import { join } from 'node:path'

const ROUNDS = 5

/** From `node .` to a window one can sign in at, against the bare Chromium with the same flags painting one line. */
export async function startRows(scratch: string): Promise<Row[]> {
  const folder = join(scratch, 'started')
  const first = await startProgram({ folder })
  await begin(first.page)
  await first.stop()
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await bareStart(join(scratch, `bare-${round}`)))
    ours.push(await ourStart(folder))
  }
  return [row('start → ready to sign in', 'ms', median(ours), 'bare Chromium, same flags', median(bare), 1.5)]
}

/** The page says when it painted; its clock and ours are the machine's. */
async function ourStart(folder: string): Promise<number> {
  const beganMs = Date.now()
  const station = await startProgram({ folder })
  const readyMs = await readyAt(station)
  await station.stop()
  return readyMs - beganMs
}

/** When the first view had been drawn: the frame after it was received. */
const readyAt = (station: RunningProgram): Promise<number> =>
  station.page.evaluate(async () => {
    while (!document.querySelector('input[type=password]'))
      await new Promise((resolve) => requestAnimationFrame(resolve))
    const view = performance.getEntriesByName('first-view')[0]?.startTime ?? Number.NaN
    const paints = performance.getEntriesByType('paint').map(({ startTime }) => startTime)
    return performance.timeOrigin + Math.max(view, ...paints)
  })

async function bareStart(folder: string): Promise<number> {
  const beganMs = Date.now()
  const browser = await openBare(folder)
  const paintedMs = await browser.evaluate(`new Promise((resolve) => {
    const look = () => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      if (paint) resolve(performance.timeOrigin + paint.startTime)
      else requestAnimationFrame(look)
    }
    look()
  })`)
  await browser.end()
  return Number(paintedMs) - beganMs
}
