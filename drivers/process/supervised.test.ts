import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at } from '../../tests/sources.ts'
import { makeRealClock } from '../clock/real.ts'
import { makeVirtualClock, type VirtualClock } from '../clock/virtual.ts'
import { SILENT } from '../log/pino.ts'
import { makePrinterElsewhere } from '../printer/elsewhere.ts'
import type { PrintJob } from '../printer/port.ts'
import { makeVirtualRandom } from '../random/virtual.ts'
import { makeFork } from './fork.ts'
import { makeLoopback } from './loopback.ts'
import type { Child } from './port.ts'
import { inTable, serve, type Calls } from './served.ts'
import { READY_MS, RESTART_MS, STEADY_MS, supervise, type Supervised } from './supervised.ts'

/** One whose life the tests see. */
interface Pretended extends Child {
  readonly alive: () => boolean
}

function pretended(calls: Calls, isReady = true): Pretended {
  const child = makeLoopback((parent) => {
    if (isReady) serve(parent, inTable(calls))
    return () => undefined
  })()
  let alive = true
  child.onEnd(() => {
    alive = false
  })
  return { ...child, alive: () => alive }
}

describe('a process beside main', () => {
  let clock: VirtualClock
  let started: Pretended[]
  let supervised: Supervised
  const calls: Calls = {
    double: (input) => Promise.resolve(Number(input) * 2),
    never: () => new Promise(() => undefined),
    throws: () => Promise.reject(new Error('a bug')),
  }
  const begin = (isReady = true) => {
    clock = makeVirtualClock(0)
    started = []
    const start = () => {
      const child = pretended(calls, isReady)
      started.push(child)
      return child
    }
    supervised = supervise({ start, clock, log: SILENT, name: 'devices' })
  }
  const die = async () => {
    started.at(-1)?.kill()
    await clock.advance(0)
  }
  afterEach(() => supervised.stop())

  it('answers, and its bugs are no answers', async () => {
    begin()
    expect(await supervised.call('double', 21, 1_000)).toEqual({ is: 'not-sent' })
    await clock.advance(0)
    expect(supervised.isUp()).toBe(true)
    expect(await supervised.call('double', 21, 1_000)).toEqual({ is: 'answer', value: 42 })
    expect(await supervised.call('throws', null, 1_000)).toEqual({ is: 'fault' })
    expect(await supervised.call('no-such-call', null, 1_000)).toEqual({ is: 'not-sent' })
  })

  it('is late at its limit, and gone when it goes away', async () => {
    begin()
    await clock.advance(0)
    const [late, gone] = [supervised.call('never', null, 1_000), supervised.call('never', null, 5_000)]
    await clock.advance(1_000)
    expect(await late).toEqual({ is: 'late' })
    await die()
    expect(await gone).toEqual({ is: 'gone' })
    expect(supervised.isUp()).toBe(false)
  })

  it('is started again, later and later, and at once again when it was up for long', async () => {
    begin()
    await clock.advance(0)
    for (const waitMs of RESTART_MS) {
      await die()
      const before = started.length
      await clock.advance(waitMs - 1)
      expect(started).toHaveLength(before)
      await clock.advance(1)
      expect(started).toHaveLength(before + 1)
    }
    await clock.advance(STEADY_MS)
    await die()
    await clock.advance(RESTART_MS[0] ?? 0)
    expect(started).toHaveLength(RESTART_MS.length + 2)
    expect(supervised.isUp()).toBe(true)
  })

  it('that never says that it is ready is ended, and the next one begun', async () => {
    begin(false)
    await clock.advance(READY_MS)
    expect(started[0]?.alive()).toBe(false)
    await clock.advance(RESTART_MS[0] ?? 0)
    expect(started).toHaveLength(2)
  })

  it('is not started any more once it is stopped', async () => {
    begin()
    await clock.advance(0)
    supervised.stop()
    await clock.advance(RESTART_MS.at(-1) ?? 0)
    expect([started.length, started[0]?.alive()]).toEqual([1, false])
  })
})

/** Real processes, ended by the kernel while they print. */
describe('a printer in a process that is killed again and again', () => {
  const KILLS = 20
  /** Printed until it is gone, and once more: far more than there is time for. */
  const JOBS_MAX = 5_000
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'printing-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('prints what it says is printed, nothing of what it refused, and nothing twice', async () => {
    const paper = join(folder, 'paper.txt')
    writeFileSync(paper, '')
    const { below } = makeVirtualRandom(7)
    const clock = makeRealClock()
    const fork = makeFork(at('tests/world/printing-child.ts'), [paper])
    let child: Child | null = null
    const start = () => (child = fork())
    // Back at once: the waits between are tried above.
    const soon = {
      ...clock,
      wait: (ms: number, stop?: AbortSignal) => clock.wait(RESTART_MS.includes(ms) ? 1 : ms, stop),
    }
    const supervised = supervise({ start, clock: soon, log: SILENT, name: 'devices' })
    const printer = makePrinterElsewhere(supervised, 48)
    const outcomes = new Map<string, string>()
    for (let kill = 0; kill < KILLS; kill++) {
      while (!supervised.isUp()) await clock.wait(1)
      outcomes.set(`first-${kill}`, await printer.print(jobOf(`first-${kill}`)))
      const ending = clock.wait(below(30)).then(() => child?.kill())
      for (let job = 0; job < JOBS_MAX; job++) {
        const id = `job-${kill}-${job}`
        const outcome = await printer.print(jobOf(id))
        outcomes.set(id, outcome)
        if (outcome === 'refused') break
      }
      await ending
      while (supervised.isUp()) await clock.wait(1)
    }
    supervised.stop()
    const sheets = readFileSync(paper, 'utf8')
    const seen = [...outcomes].map(([id, outcome]) => ({ outcome, times: sheets.split(`${id}.`).length - 1 }))
    const of = (outcome: string) => seen.filter((each) => each.outcome === outcome)
    expect(of('printed').every(({ times }) => times === 1)).toBe(true)
    expect(of('refused').every(({ times }) => times === 0)).toBe(true)
    expect(of('unknown').every(({ times }) => times <= 1)).toBe(true)
    // Each of the three was seen.
    expect(Math.min(...['printed', 'unknown', 'refused'].map((each) => of(each).length))).toBeGreaterThan(0)
  }, 120_000)
})

const jobOf = (id: string): PrintJob => ({
  id,
  commands: [{ do: 'line', text: `${id}.`, align: 'left', size: 'normal', bold: false }, { do: 'cut' }],
})
