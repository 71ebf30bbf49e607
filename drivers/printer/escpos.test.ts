import { makeVirtualClock } from '#drivers/clock/virtual'
import { beforeEach, describe, expect, it } from 'vitest'
import { bytesOf } from './bytes.ts'
import { makeInbox, type Connection } from './connection.ts'
import { makeEscposPrinter } from './escpos.ts'
import { makeFirmware, type FirmwareState } from './firmware.ts'
import type { PrintCommand } from './port.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const job = (text: string) => ({ id: text, commands: [line(text), line('谢谢'), { do: 'cut' } as const] })
const JOB_BYTES = bytesOf(job('one').commands).length
const STATUS_BYTES = 9

/** A printer on a wire in memory that may break after some bytes, and a world to watch it. */
function world() {
  const clock = makeVirtualClock(0)
  const firmware = makeFirmware(32)
  const wire = { plugged: true, breaksAfter: Infinity, answers: true, noise: [] as number[], opened: 0, open: 0 }
  const inbox = { last: makeInbox(clock.wait) }
  const connect = async (): Promise<Connection | null> => {
    await clock.wait(1)
    if (!wire.plugged) return null
    wire.opened++
    wire.open++
    expect(wire.open).toBe(1)
    firmware.connected()
    const own = (inbox.last = makeInbox(clock.wait))
    let left = wire.breaksAfter
    return {
      answers: wire.answers,
      read: (limitMs) => (wire.answers ? own.next(limitMs) : Promise.resolve(null)),
      write: async (bytes) => {
        await clock.wait(1)
        if (left <= 0) return 'none'
        const taken = bytes.subarray(0, left)
        left -= bytes.length
        own.put(Buffer.from([...wire.noise, ...firmware.take(taken)]))
        if (left >= 0) return 'all'
        own.end()
        return 'some'
      },
      close: async () => {
        await clock.wait(1)
        wire.open--
      },
    }
  }
  const printer = makeEscposPrinter({ connect, wait: clock.wait, columns: 32 })
  /** What it gives within a minute; a promise that takes longer is a failure of the test. */
  const soon = async <Value>(work: Promise<Value>): Promise<Value | 'late'> => {
    let given: Value | 'late' = 'late'
    void work.then((value) => (given = value))
    await clock.advance(60_000)
    return given
  }
  return { clock, firmware, wire, inbox, printer, soon }
}

let w: ReturnType<typeof world>
beforeEach(() => {
  w = world()
})

describe('a printer that speaks ESC/POS', () => {
  it('is printed when the printer says that all is done, and only once', async () => {
    expect(w.printer.status()).toBe('absent')
    expect(await w.soon(w.printer.print(job('one')))).toBe('printed')
    expect(w.printer.status()).toBe('ready')
    expect(w.firmware.sheets()).toEqual([['one', '谢谢']])
    expect([w.firmware.complaints(), w.wire.open]).toEqual([[], 0])
  })

  it.each(['paper-out', 'cover-open', 'fault'] as const)('sends nothing to one that says %s', async (state) => {
    w.firmware.set(state)
    expect(await w.soon(w.printer.print(job('one')))).toBe('refused')
    expect(w.printer.status()).toBe(state)
    w.firmware.set('fine')
    expect([...w.firmware.goOn()]).toEqual([])
    expect(w.firmware.sheets()).toEqual([])
  })

  it('sends nothing where there is none, and nothing to one that says nothing', async () => {
    w.wire.plugged = false
    expect(await w.soon(w.printer.print(job('one')))).toBe('refused')
    expect(w.printer.status()).toBe('absent')
    w.wire.plugged = true
    w.firmware.set('silent')
    expect(await w.soon(w.printer.print(job('one')))).toBe('refused')
    expect(w.printer.status()).toBe('fault')
    expect(w.firmware.sheets()).toEqual([])
  })

  it('does not know of a job whose end it is not told, and does not send it again', async () => {
    const work = w.printer.print(job('one'))
    // Ready when it is asked, and out of paper when the job comes.
    await w.clock.advance(2)
    w.firmware.set('slow')
    await w.clock.advance(5)
    w.firmware.set('paper-out')
    expect(await w.soon(work)).toBe('unknown')
    expect(w.printer.status()).toBe('paper-out')
    w.firmware.set('fine')
    w.firmware.goOn()
    expect(w.firmware.sheets()).toEqual([['one', '谢谢']])
    expect(w.wire.opened).toBe(1)
  })

  it.each([
    ['before it is asked', 0, 'refused'],
    ['while it is asked', STATUS_BYTES - 1, 'refused'],
    ['before the first byte of the job', STATUS_BYTES, 'refused'],
    ['after the first byte of the job', STATUS_BYTES + 1, 'unknown'],
    ['after the last, before its end is told', STATUS_BYTES + JOB_BYTES, 'unknown'],
    ['when all is told', STATUS_BYTES + JOB_BYTES + 3, 'printed'],
  ] as const)('of a connection lost %s, after %i bytes, knows: %s', async (_when, bytes, outcome) => {
    w.wire.breaksAfter = bytes
    expect(await w.soon(w.printer.print(job('one')))).toBe(outcome)
    expect(w.firmware.sheets().length).toBe(outcome === 'refused' || bytes === STATUS_BYTES + 1 ? 0 : 1)
    expect(w.wire.open).toBe(0)
  })

  it('takes only an answer for an answer: what was left of others, and news, are passed over', async () => {
    // A change told without being asked for is four bytes; the last three look like the end of a job.
    w.wire.noise = [0x11, 0x14, 0x00, 0x00, 0x0f]
    w.firmware.set('slow')
    const work = w.printer.print(job('one'))
    await w.clock.advance(1_000)
    w.inbox.last.put(Buffer.from([0x14, 0x00, 0x00, 0x0f]))
    expect(await w.soon(work)).toBe('unknown')
    w.firmware.set('fine')
    expect(await w.soon(w.printer.print(job('two')))).toBe('printed')
  })

  it('does not know of a job after which there is no paper', async () => {
    w.firmware.set('slow')
    const work = w.printer.print(job('one'))
    await w.clock.advance(1_000)
    w.inbox.last.put(Buffer.from([0x0c]))
    expect(await w.soon(work)).toBe('unknown')
    expect(w.printer.status()).toBe('paper-out')
  })
})

describe('one job at a time', () => {
  it('prints in order, each on a connection of its own', async () => {
    const work = Promise.all(['one', 'two', 'three'].map((text) => w.printer.print(job(text))))
    expect(await w.soon(work)).toEqual(['printed', 'printed', 'printed'])
    expect(w.firmware.sheets().map(([first]) => first)).toEqual(['one', 'two', 'three'])
    expect(w.wire.opened).toBe(3)
  })

  it('refuses the twenty-first, and takes it when there is room again', async () => {
    const twenty = Array.from({ length: 20 }, (_, n) => w.printer.print(job(`${n}`)))
    expect(await w.printer.print(job('one too many'))).toBe('refused')
    expect(new Set(await w.soon(Promise.all(twenty)))).toEqual(new Set(['printed']))
    expect(await w.soon(w.printer.print(job('now')))).toBe('printed')
  })
})

describe('the drawer', () => {
  it.each([
    ['fine', 'printed', 1],
    ['paper-out', 'printed', 1],
    ['cover-open', 'printed', 1],
    ['fault', 'refused', 0],
    ['silent', 'refused', 0],
  ] satisfies [FirmwareState, string, number][])('of a printer that is %s: %s', async (state, outcome, openings) => {
    w.firmware.set(state)
    expect(await w.soon(w.printer.openDrawer())).toBe(outcome)
    expect(w.firmware.drawerOpenings()).toBe(openings)
    // And it does not open later, when somebody puts paper in.
    w.firmware.set('fine')
    w.firmware.goOn()
    expect(w.firmware.drawerOpenings()).toBe(openings)
  })

  it('is not known to be open where the connection is lost with the pulse', async () => {
    w.wire.breaksAfter = STATUS_BYTES + 5
    expect(await w.soon(w.printer.openDrawer())).toBe('unknown')
    w.wire.breaksAfter = STATUS_BYTES
    expect(await w.soon(w.printer.openDrawer())).toBe('refused')
  })
})

describe('a one-way connection', () => {
  it('is never known to have printed or opened', async () => {
    w.wire.answers = false
    expect(await w.soon(w.printer.print(job('one')))).toBe('unknown')
    expect(await w.soon(w.printer.openDrawer())).toBe('unknown')
    expect([w.firmware.sheets(), w.firmware.drawerOpenings(), w.printer.tells()]).toEqual([[['one', '谢谢']], 1, false])
    w.wire.breaksAfter = 0
    expect(await w.soon(w.printer.print(job('two')))).toBe('refused')
  })
})

describe('the lamp', () => {
  it('follows the printer while it is watched, and tells each change once', async () => {
    const seen: string[] = []
    w.printer.onStatus(() => seen.push(w.printer.status()))
    const stop = new AbortController()
    const watching = w.printer.watch(stop.signal)
    for (const state of ['fine', 'paper-out', 'paper-out', 'fine'] as const) {
      w.firmware.set(state)
      await w.clock.advance(10_100)
    }
    w.wire.plugged = false
    await w.clock.advance(10_100)
    stop.abort()
    expect(await w.soon(watching)).toBeUndefined()
    expect(seen).toEqual(['ready', 'paper-out', 'ready', 'absent'])
  })
})
