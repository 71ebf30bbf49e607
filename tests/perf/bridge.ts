import { begin } from '../driving/hands.ts'
import { startProgram } from '../driving/running.ts'
import { openBare, type BareBrowser } from './bare.ts'
import { median, quantile, row, type Row } from './row.ts'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const CALLS = 1_000
const WARM_UP = 50
const SETTLE_MS = 1_000

/** A call from the page to main and back that changes nothing, against one word over the same pipe; and memory. */
export async function bridgeRows(scratch: string): Promise<Row[]> {
  const station = await startProgram({ folder: join(scratch, 'bridged') })
  const bare = await openBare(join(scratch, 'bare-bridge'))
  try {
    await begin(station.page)
    const ours = await station.page.evaluate(async (calls) => {
      const times: number[] = []
      for (let i = 0; i < calls; i++) {
        const began = performance.now()
        await window.station.ask('catalogue.search', crypto.randomUUID(), { text: 'kkkl' })
        times.push(performance.now() - began)
      }
      return times
    }, CALLS + WARM_UP)
    const theirs = await wordsOverThePipe(bare)
    const measured = ours.slice(WARM_UP)
    return [
      row('bridge round trip, p50', 'ms', median(measured), 'a word over the pipe', median(theirs), null),
      row('bridge round trip, p99', 'ms', quantile(measured, 0.99), 'a word, p99', quantile(theirs, 0.99), null),
      await memoryRow(station.process.pid ?? 0),
    ]
  } finally {
    await bare.end()
    await station.stop()
  }
}

async function wordsOverThePipe(bare: BareBrowser): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < CALLS; i++) {
    const began = performance.now()
    await bare.evaluate('1')
    times.push(performance.now() - began)
  }
  return times
}

/** Main's own memory, against a Node that does nothing: what is the station's share of it. */
async function memoryRow(main: number): Promise<Row> {
  const idle = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)'], { stdio: 'ignore' })
  await wait(SETTLE_MS)
  const theirs = memoryMiB(idle.pid ?? 0)
  idle.kill()
  return row('memory of main', 'MiB', memoryMiB(main), 'an idle Node', theirs, null)
}

/** Proportional set size: shared pages are counted once among those who share them. */
function memoryMiB(process: number): number {
  const text = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1024
}
