import { saleAt } from '#domain/sales'
import { slipsOf, type PaidSale } from '#domain/paid-sale'
import { money } from '#domain/money'
import { totalsOf } from '#domain/terminal/settlement'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, refundByCode, staff, undo, voidOf } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

let world: World
const FIRST = 'S01-1-000001O'
/** Of a printer that takes its time. */
const SLIP_MS = 3_000

beforeEach(async () => {
  world = await makeWorld({ seed: 11 })
  await staff(world.ask)
})

const receipt = (): string => world.view().paid?.receipt ?? ''
const saleOf = (number: string): PaidSale | undefined => saleAt(world.station().acts.till().sales, number)
/** `receipt`, or whose copy of which voucher, of each sheet since the last look. */
const papers = (): string[] => world.printer.sheets.splice(0).map(nameOf)
function nameOf(sheet: readonly string[]): string {
  const text = sheet.join('\n')
  const [voucher, copy] = [/^凭证号 +(\d{6})$/m.exec(text)?.[1], /(MERCHANT|CUSTOMER) COPY/.exec(text)?.[1]]
  const [kind, again] = [/^交易类型 +(\S+)$/m.exec(text)?.[1], /重打印 (\d+)/.exec(text)?.[1]]
  return voucher === undefined ? 'receipt' : [kind, voucher, copy, ...(again ? [`again ${again}`] : [])].join(' ')
}
const states = (number: string) => slipsOf(saleOf(number) as PaidSale).map(({ slip, print }) => `${slip} ${print}`)

async function sellByCard(): Promise<string> {
  await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
  await world.ask('sale.tender', { method: 'card', amount: 300, left: 300 })
  await world.clock.advance(1_000)
  return receipt()
}
const open = async () => {
  expect(await world.open()).toEqual([])
  await world.settle()
}

describe('the slips of a card', () => {
  it('follow the receipt, the shop’s first, and are shown as they are on paper', async () => {
    const number = await sellByCard()
    const sheets = [...world.printer.sheets]
    expect(papers()).toEqual(['receipt', '消费 000001 MERCHANT', '消费 000001 CUSTOMER'])
    expect(states(number)).toEqual(['sale printed', 'card-1-merchant printed', 'card-1-customer printed'])
    expect(world.view().paid?.slips.map(({ paper }) => paper)).toEqual(sheets)
  })

  it('are of each card that paid, for what each approved, and of no cash and no scan', async () => {
    await world.ask('sale.add', { sku: 'DRK001', quantity: 4 })
    world.payments.card.will('in-part')
    await world.ask('sale.tender', { method: 'card', amount: 400, left: 600 })
    await world.clock.advance(1_000)
    await world.ask('sale.tender', { method: 'scan', amount: 100, left: 400 })
    await world.clock.advance(1_000)
    await world.ask('sale.tender', { method: 'card', amount: 200, left: 300 })
    await world.clock.advance(1_000)
    await world.ask('sale.payCash', { due: 100, given: 100 })
    const amounts = world.printer.sheets.map((sheet) => /RMB (\S+)/.exec(sheet.join('\n'))?.[1])
    expect(amounts).toEqual([undefined, '2.00', '2.00', '2.00', '2.00'])
    expect(
      papers()
        .slice(1)
        .map((paper) => paper.slice(3, 9)),
    ).toEqual(['000001', '000001', '000002', '000002'])
    expect(
      states(receipt())
        .slice(1)
        .map((state) => state.split(' ')[0]),
    ).toEqual([...['card-1-merchant', 'card-1-customer', 'card-3-merchant', 'card-3-customer']])
  })

  it('come with a void and with each refund', async () => {
    const voided = await sellByCard()
    const refunded = await sellByCard()
    papers()
    await undo(world.ask, { ...voidOf(voided), reason: 'other' })
    await world.clock.advance(1_000)
    expect(papers()).toEqual(['receipt', '消费撤销 000003 MERCHANT', '消费撤销 000003 CUSTOMER'])
    const wish = { receipt: refunded, wish: { by: 'amount' as const, amount: money(100) } }
    await refundByCode(world.ask, world.postbox, wish, { reason: 'faulty', manager: '11' })
    await world.clock.advance(1_000)
    expect(papers()).toEqual(['receipt', '退货 000004 MERCHANT', '退货 000004 CUSTOMER'])
    expect(states(refunded).at(-1)).toBe('return-1-card-1-customer printed')
  })

  it('do not come where the void was declined', async () => {
    const number = await sellByCard()
    papers()
    world.payments.card.will('decline')
    await undo(world.ask, { ...voidOf(number), reason: 'other' })
    await world.clock.advance(1_000)
    expect([papers(), states(number).length]).toEqual([['receipt'], 4])
  })
})

describe('card slips and a printer that fails', () => {
  it('come out once there is paper, after the receipt', async () => {
    world.printer.setMood('paper-out')
    await sellByCard()
    expect(papers()).toEqual([])
    world.printer.setMood('fine')
    await world.settle()
    expect(papers()).toEqual(['receipt', '消费 000001 MERCHANT', '消费 000001 CUSTOMER'])
  })

  it('come out once after a power cut between the receipt and them', async () => {
    world = await makeWorld({
      seed: 12,
      throughPrinter: (printer) => ({
        ...printer,
        print: async (job) => {
          const outcome = await printer.print(job)
          if (job.id.endsWith('/sale/0')) world.printer.setMood('absent')
          return outcome
        },
      }),
    })
    await staff(world.ask)
    const number = await sellByCard()
    expect([papers(), states(number)]).toEqual([
      ['receipt'],
      ['sale printed', 'card-1-merchant refused', 'card-1-customer refused'],
    ])
    await world.cutPower()
    world.printer.setMood('fine')
    await open()
    expect(papers()).toEqual(['消费 000001 MERCHANT', '消费 000001 CUSTOMER'])
    await world.cutPower()
    await open()
    expect([papers(), states(number)]).toEqual([
      [],
      ['sale printed', 'card-1-merchant printed', 'card-1-customer printed'],
    ])
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'come out once at most where the power goes after %i seconds',
    async (seconds) => {
      const slow = { isOn: true }
      world = await makeWorld({
        seed: 13,
        throughPrinter: (printer) => ({
          ...printer,
          print: async (job) => {
            if (slow.isOn) await world.clock.wait(SLIP_MS)
            return printer.print(job)
          },
        }),
      })
      await staff(world.ask)
      await world.station().answer('cashier', world.envelope('sale.add', { sku: 'DRK001', quantity: 2 }))
      const tender = { method: 'card', amount: 300, left: 300 }
      await world.station().answer('cashier', world.envelope('sale.tender', tender))
      await world.clock.advance(500 + seconds * 1_000)
      world.disk.cutPower()
      world.cache.cutPower()
      // What the printer has begun comes out.
      await world.clock.advance(SLIP_MS)
      slow.isOn = false
      await open()
      await world.clock.advance(SLIP_MS)
      const all = papers()
      expect(new Set(all).size).toBe(all.length)
      expect(all.slice(-1)).toEqual(['消费 000001 CUSTOMER'])
      // What was on its way is on paper or not, which nobody knows: a person prints a copy.
      const unknown = states(FIRST).filter((state) => state.endsWith(' unknown'))
      expect(unknown.length).toBeLessThanOrEqual(1)
      expect(all.length).toBeGreaterThanOrEqual(3 - unknown.length)
    },
  )
})

describe('a card slip printed again', () => {
  it('says so, also after its batch is settled and the station has started anew', async () => {
    const number = await sellByCard()
    papers()
    const { acts } = world.station()
    const totals = totalsOf({ sent: new Map() }, 'both')
    for (const event of [
      { is: 'terminal-asked', what: 'sign-in', stan: 1 },
      { is: 'terminal-signed-on', batch: 1 },
      { is: 'settlement-began', totals },
      { is: 'settlement-answered', isBalanced: true },
      { is: 'settlement-ended' },
    ] as const)
      expect(await acts.happened(world.newTxn(), event)).toMatchObject({ ok: true })
    await world.kill()
    world.cache.cutPower()
    await open()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await world.ask('sale.find', { receipt: number })).toMatchObject({ ok: true })
    for (const [slip, paper] of [
      ['card-1-merchant', '消费 000001 MERCHANT again 1'],
      ['card-1-customer', '消费 000001 CUSTOMER again 1'],
      ['card-1-merchant', '消费 000001 MERCHANT again 2'],
    ]) {
      expect(await world.ask('sale.reprint', { receipt: number, slip })).toMatchObject({ ok: true })
      const shown = world.view().found?.slips.find((each) => each.slip === slip)
      expect(world.printer.sheets.at(-1)).toEqual(shown?.paper)
      expect(papers()).toEqual([paper])
    }
    for (const slip of ['card-2-merchant', 'return-1-card-1-merchant', 'card-1-bank'])
      expect(await world.ask('sale.reprint', { receipt: number, slip })).toMatchObject({ ok: false })
  })
})
