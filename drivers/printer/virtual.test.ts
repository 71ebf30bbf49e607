import { describe, expect, it } from 'vitest'
import { bytesOf } from './bytes.ts'
import { decode } from './decode.ts'
import type { PrintCommand } from './port.ts'
import { makeVirtualPrinter } from './virtual.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'left', size: 'normal', bold: false })
const SLIP: readonly PrintCommand[] = [line('one'), line('two'), { do: 'qr', content: 'S01-1-000001O' }, { do: 'cut' }]
const job = { id: 'S01-1-000001O/sale', commands: SLIP }

describe('the printer’s twin', () => {
  it('prints a slip whole and cuts it; the drawer stays shut', async () => {
    const printer = makeVirtualPrinter(32)
    expect(await printer.print(job)).toBe('printed')
    expect(printer.sheets).toEqual([['one', 'two', '       [QR S01-1-000001O]']])
    expect(printer.drawerOpenings()).toBe(0)
  })

  it.each([
    ['paper-out', 'paper-out', 'printed', 1],
    ['cover-open', 'cover-open', 'printed', 1],
    ['absent', 'absent', 'refused', 0],
  ] as const)('refuses when it is %s: nothing is printed', async (mood, status, drawer, openings) => {
    const printer = makeVirtualPrinter()
    printer.setMood(mood)
    expect(printer.status()).toBe(status)
    expect(await printer.print(job)).toBe('refused')
    expect(await printer.openDrawer()).toBe(drawer)
    expect([printer.sheets, printer.drawerOpenings()]).toEqual([[], openings])
  })

  it('does not know what came out when it jams: half the job’s bytes did, and hang out of it, uncut', async () => {
    const printer = makeVirtualPrinter()
    printer.setMood('jams')
    expect(printer.status()).toBe('ready')
    expect(await printer.print(job)).toBe('unknown')
    expect(printer.sheets).toEqual([['one', 'two']])
    expect(printer.jobs[0]).toHaveLength(Math.ceil(bytesOf(SLIP).length / 2))
    expect(await printer.openDrawer()).toBe('printed')
  })

  it('prints again when it is fine again, and says so to whoever looks at its lamp', async () => {
    const printer = makeVirtualPrinter()
    const seen: string[] = []
    printer.onStatus(() => seen.push(printer.status()))
    printer.setMood('paper-out')
    printer.setMood('fine')
    expect(seen).toEqual(['paper-out', 'ready'])
    expect(await printer.print(job)).toBe('printed')
  })

  it('keeps the last thousand sheets, and the bytes of the last twenty jobs', async () => {
    const printer = makeVirtualPrinter()
    for (let n = 1; n <= 1003; n++) await printer.print({ id: `${n}`, commands: [line(`sheet ${n}`), { do: 'cut' }] })
    expect(printer.sheets).toHaveLength(1000)
    expect(printer.sheets[0]).toEqual(['sheet 4'])
    expect(printer.jobs).toHaveLength(20)
    expect(decode(printer.jobs.at(-1) ?? Buffer.alloc(0)).printed[0]).toMatchObject({ is: 'line', text: 'sheet 1003' })
  })

  it('throws for commands that no printer should get', async () => {
    const bad = makeVirtualPrinter().print({ id: 'x', commands: [{ do: 'qr', content: '二维码' }] })
    await expect(bad).rejects.toThrow('not the content of a QR code')
  })
})
