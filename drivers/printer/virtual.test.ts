import { describe, expect, it } from 'vitest'
import type { PrintCommand } from './port.ts'
import { makeVirtualPrinter } from './virtual.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, size: 'normal' })
const SLIP: readonly PrintCommand[] = [line('one'), line('two'), { do: 'qr', content: 'S01-1-000001O' }, { do: 'cut' }]
const job = { id: 'S01-1-000001O/sale', commands: SLIP }

describe('the printer’s twin', () => {
  it('prints a slip whole and cuts it, and opens the drawer when it is asked to', async () => {
    const printer = makeVirtualPrinter(32)
    expect(await printer.print(job)).toBe('printed')
    expect(printer.sheets).toEqual([['one', 'two', '       [QR S01-1-000001O]']])
    expect(printer.drawerOpenings()).toBe(0)
    expect(await printer.openDrawer()).toBe('printed')
    expect(printer.drawerOpenings()).toBe(1)
  })

  it.each([
    ['paper-out', 'paper-out'],
    ['absent', 'absent'],
  ] as const)('refuses when it is %s: nothing is printed; the drawer needs no paper', async (mood, status) => {
    const printer = makeVirtualPrinter()
    printer.setMood(mood)
    expect(printer.status()).toBe(status)
    expect(await printer.print(job)).toBe('refused')
    expect(printer.sheets).toEqual([])
    expect(await printer.openDrawer()).toBe(mood === 'absent' ? 'refused' : 'printed')
  })

  it('does not know what came out when it jams: a part hangs out of it, uncut', async () => {
    const printer = makeVirtualPrinter()
    printer.setMood('jams')
    expect(printer.status()).toBe('ready')
    expect(await printer.print(job)).toBe('unknown')
    expect(printer.sheets).toEqual([['one', 'two']])
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

  it('keeps the last thousand sheets', async () => {
    const printer = makeVirtualPrinter()
    for (let n = 1; n <= 1003; n++) await printer.print({ id: `${n}`, commands: [line(`sheet ${n}`), { do: 'cut' }] })
    expect(printer.sheets).toHaveLength(1000)
    expect(printer.sheets[0]).toEqual(['sheet 4'])
  })
})
