import { expect, it } from 'vitest'
import { makeVirtualAcquirers } from '../payment/virtual-pair.ts'
import { makeVirtualPrinter } from '../printer/virtual.ts'
import { makeVirtualScanner } from '../scanner/virtual.ts'
import { makeBench } from './virtual.ts'

it('is hands at the scanner, the printer and the drawer, and tells when something changed', async () => {
  const [scanner, printer] = [makeVirtualScanner(), makeVirtualPrinter()]
  const payments = makeVirtualAcquirers({ wait: () => Promise.resolve() })
  const bench = makeBench({ scanner, printer, payments })
  const codes: string[] = []
  let changes = 0
  scanner.onScan((code) => codes.push(code))
  bench.onChange(() => changes++)
  bench.scan('96385074')
  expect(codes).toEqual(['96385074'])
  expect(bench.state()).toEqual({
    printer: 'fine',
    drawer: 'shut',
    sheet: [],
    payments: { card: 'approve', scan: 'approve' },
  })
  await printer.openDrawer()
  await printer.print({
    id: '1',
    commands: [{ do: 'line', text: 'one', align: 'left', size: 'normal', bold: false }, { do: 'cut' }],
  })
  expect(bench.state()).toMatchObject({ printer: 'fine', drawer: 'open', sheet: ['one'] })
  bench.shutDrawer()
  bench.setPrinter('paper-out')
  expect(bench.state()).toMatchObject({ printer: 'paper-out', drawer: 'shut' })
  expect([printer.status(), changes]).toEqual(['paper-out', 2])
})

it('makes the acquirers of card and scan fare as they are set, each for itself', async () => {
  const payments = makeVirtualAcquirers({ wait: () => Promise.resolve() })
  const bench = makeBench({ scanner: makeVirtualScanner(), printer: null, payments })
  const ask = (method: 'card' | 'scan', attempt: string) =>
    payments[method].send({ kind: 'pay', attempt, amount: 100, of: null }, new AbortController().signal)
  bench.setPayments('card', 'decline')
  bench.setPayments('scan', 'down')
  expect(bench.state().payments).toEqual({ card: 'decline', scan: 'down' })
  expect([await ask('card', '1'), await ask('scan', '2')]).toMatchObject([{ is: 'declined' }, { is: 'silence' }])
  bench.setPayments('card', 'approve')
  bench.setPayments('scan', 'approve')
  expect([await ask('card', '3'), await ask('scan', '4')]).toMatchObject([{ is: 'approved' }, { is: 'approved' }])
})
