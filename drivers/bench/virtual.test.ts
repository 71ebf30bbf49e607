import { expect, it } from 'vitest'
import { makeVirtualPrinter } from '../printer/virtual.ts'
import { makeVirtualScanner } from '../scanner/virtual.ts'
import { makeBench } from './virtual.ts'

it('is hands at the scanner, the printer and the drawer, and tells when something changed', async () => {
  const [scanner, printer] = [makeVirtualScanner(), makeVirtualPrinter()]
  const bench = makeBench(scanner, printer)
  const codes: string[] = []
  let changes = 0
  scanner.onScan((code) => codes.push(code))
  bench.onChange(() => changes++)
  bench.scan('96385074')
  expect(codes).toEqual(['96385074'])
  expect(bench.state()).toEqual({ printer: 'fine', drawer: 'shut', sheet: [] })
  await printer.openDrawer()
  await printer.print({
    id: '1',
    commands: [{ do: 'line', text: 'one', align: 'left', size: 'normal', bold: false }, { do: 'cut' }],
  })
  expect(bench.state()).toEqual({ printer: 'fine', drawer: 'open', sheet: ['one'] })
  bench.shutDrawer()
  bench.setPrinter('paper-out')
  expect(bench.state()).toMatchObject({ printer: 'paper-out', drawer: 'shut' })
  expect([printer.status(), changes]).toEqual(['paper-out', 2])
})
