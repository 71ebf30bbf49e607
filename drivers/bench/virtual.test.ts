import { expect, it } from 'vitest'
import { makeVirtualMessenger } from '../messenger/virtual.ts'
import { makeVirtualAcquirers } from '../payment/virtual-pair.ts'
import { makeVirtualPrinter } from '../printer/virtual.ts'
import { makeVirtualScanner } from '../scanner/virtual.ts'
import { makeBench } from './virtual.ts'

it('is hands at the scanner, the printer and the drawer, and tells when something changed', async () => {
  const [scanner, printer] = [makeVirtualScanner(), makeVirtualPrinter()]
  const payments = makeVirtualAcquirers({ wait: () => Promise.resolve() })
  const bench = makeBench({ scanner, printer, payments, messenger: null, neighbour: null })
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
    messages: null,
    ...{ neighbour: null, customer: null, payer: null },
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
  const bench = makeBench({ scanner: makeVirtualScanner(), printer: null, payments, messenger: null, neighbour: null })
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

it('shows the messages that came last as on a telephone, and sets how the next ones are taken', async () => {
  const payments = makeVirtualAcquirers({ wait: () => Promise.resolve() })
  const messenger = makeVirtualMessenger(() => Promise.resolve())
  const bench = makeBench({ scanner: makeVirtualScanner(), printer: null, payments, messenger, neighbour: null })
  let changes = 0
  bench.onChange(() => changes++)
  const send = (text: string) =>
    messenger.send({ id: text, to: { is: 'sms', address: '13800001234' }, subject: '', text })
  for (const text of ['1', '2', '3', '4']) await send(text)
  const newest = bench.state().messages?.newest.map(({ text }) => text)
  expect([newest, changes]).toEqual([['4', '3', '2'], 4])
  bench.setMessenger('down')
  expect([await send('5'), bench.state().messages?.mood]).toMatchObject([{ why: 'unreachable' }, 'down'])
})
