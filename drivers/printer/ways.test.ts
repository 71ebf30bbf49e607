import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CABLES, COLUMNS, WAYS, type Cable, type Way } from '../../tests/world/printer-ways.ts'
import { ASK_WHEN_DONE, bytesOf } from './bytes.ts'
import { makeEscposPrinter, type EscposPrinter } from './escpos.ts'
import type { PrintCommand } from './port.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const job = (text: string) => ({ id: text, commands: [line(text), line('谢谢'), { do: 'cut' } as const] })
const JOB_BYTES = bytesOf(job('one').commands).length
const QUESTION_BYTES = 3
const marks = () => {
  let count = 0
  return () => String(count++).padStart(4, '0')
}

describe.each(WAYS)('a printer %s', (_name, begin) => {
  let way: Way
  let printer: EscposPrinter
  beforeEach(async () => {
    way = await begin()
    printer = makeEscposPrinter({ ...way, columns: COLUMNS, drawerOpenLevel: 'high' })
    await way.soon(printer.look())
  })
  afterEach(() => way.close())
  const paper = () => way.firmware.sheets().flat()
  const print = (text: string) => way.soon(printer.print(job(text)))

  it('prints in order, each slip once', async () => {
    expect(printer.status()).toBe('ready')
    expect(await way.soon(Promise.all([printer.print(job('one')), printer.print(job('two'))]))).toEqual([
      ...['printed', 'printed'],
    ])
    expect([paper(), way.firmware.complaints()]).toEqual([['one', '谢谢', 'two', '谢谢'], []])
  })

  it('prints with a mark on its question, where its make can', async () => {
    printer = makeEscposPrinter({ ...way, columns: COLUMNS, newMark: marks() })
    expect([await print('one'), await print('two'), paper().length]).toEqual(['printed', 'printed', 4])
  })

  it('prints a slip far longer than a piece', async () => {
    const commands = [...Array<PrintCommand>(400).fill(line('农夫山泉天然水')), line('end'), { do: 'cut' } as const]
    expect(await way.soon(printer.print({ id: 'long', commands }))).toBe('printed')
    expect([paper().length, paper().at(-1)]).toEqual([401, 'end'])
  })

  it.each(['paper-out', 'cover-open', 'cutter', 'fault'] as const)('refuses at %s, having sent none', async (mood) => {
    way.set(mood)
    expect([await print('one'), printer.status()]).toEqual(['refused', mood])
    way.set('fine')
    expect([await print('two'), paper()]).toEqual(['printed', ['two', '谢谢']])
  })

  it.each(['silent', 'garbage'] as const)('refuses where the printer is %s', async (mood) => {
    way.set(mood)
    expect([await print('one'), printer.status(), paper()]).toEqual(['refused', 'fault', []])
  })

  it('says that the paper goes to its end, and prints on', async () => {
    way.set('paper-low')
    expect([await print('one'), printer.status(), printer.details().paperLow]).toEqual(['printed', 'ready', true])
  })

  it('opens the drawer, without paper too, and says whether it is open', async () => {
    expect(printer.details().drawer).toBe('shut')
    for (const mood of ['fine', 'paper-out'] as const) {
      way.set(mood)
      expect(await way.soon(printer.openDrawer())).toBe('printed')
      await way.soon(printer.look())
      expect(printer.details().drawer).toBe('open')
      way.firmware.setDrawer('shut')
    }
    await way.soon(printer.look())
    expect([printer.details().drawer, way.firmware.drawerOpenings()]).toEqual(['shut', 2])
  })
})

describe.each(WAYS)('a printer %s whose way is cut', (_name, begin) => {
  it.each(Array.from({ length: JOB_BYTES + QUESTION_BYTES + 1 }, (_, bytes) => bytes))(
    'after %i bytes of a job: it never says more than it knows',
    async (bytes) => {
      const way = await begin()
      const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
      await way.soon(printer.look())
      // The three questions before the job, each of three bytes.
      way.cutAfter(9 + bytes)
      const outcome = await way.soon(printer.print(job('one')))
      const lines = way.firmware.sheets().flat().length
      // With the last byte the answer may be on its way already.
      const isWhole = bytes >= JOB_BYTES + QUESTION_BYTES
      expect(isWhole ? ['unknown', 'printed'] : bytes === 0 ? ['unknown', 'refused'] : ['unknown']).toContain(outcome)
      if (outcome === 'refused') expect(lines).toBe(0)
      if (outcome === 'printed') expect(lines).toBe(2)
      expect(lines).toBeLessThanOrEqual(2)
      await way.close()
    },
  )
})

/** A cable keeps what a printer says until it is read, by whoever reads it. */
describe.each(CABLES)('a printer %s that answers late', (_name, begin) => {
  let way: Cable
  let printer: EscposPrinter
  beforeEach(async () => {
    way = await begin()
    printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    await way.soon(printer.look())
    // It says that it is ready, and does nothing.
    way.set('slow')
    expect(await way.soon(printer.print(job('one')))).toBe('unknown')
  })
  const paper = () => way.firmware.sheets().map(([text]) => text)

  it('gets nothing more before it has done what it has, and its late answer counts for nothing', async () => {
    const next = printer.print(job('two'))
    await way.clock.advance(10_000)
    way.set('fine')
    expect(paper()).toEqual(['one'])
    expect([await way.soon(next), paper()]).toEqual(['printed', ['one', 'two']])
  })

  it('refuses the next slip where it never goes on, and prints it when it does', async () => {
    expect([await way.soon(printer.print(job('two'))), printer.status()]).toEqual(['refused', 'fault'])
    way.set('fine')
    await way.soon(printer.look())
    expect([printer.status(), await way.soon(printer.print(job('three'))), paper()]).toEqual([
      ...['ready', 'printed', ['one', 'three']],
    ])
  })

  it('refuses the next slip where its paper ends with the one before', async () => {
    const next = printer.print(job('two'))
    await way.clock.advance(10_000)
    way.set('fine')
    way.set('paper-out')
    expect([await way.soon(next), printer.status(), paper()]).toEqual(['refused', 'paper-out', ['one']])
  })

  it('opens the drawer at once, whatever waits', async () => {
    expect([await way.soon(printer.openDrawer()), way.firmware.drawerOpenings()]).toEqual(['printed', 1])
  })
})

describe.each(CABLES)('a printer %s, of a program that begins', (_name, begin) => {
  it('waits for what the program before has left in it, whose answer counts for nothing', async () => {
    const way = await begin()
    way.set('slow')
    way.printer.say(way.firmware.take(Buffer.concat([bytesOf(job('zero').commands), ASK_WHEN_DONE])))
    const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
    const work = printer.print(job('one'))
    await way.clock.advance(10_000)
    way.set('fine')
    const paper = () => way.firmware.sheets().map(([text]) => text)
    expect(paper()).toEqual(['zero'])
    expect([await way.soon(work), paper()]).toEqual(['printed', ['zero', 'one']])
  })
})
