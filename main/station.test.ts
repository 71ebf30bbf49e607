import type { CashierView } from '#contract/view'
import { makeHashing } from '#drivers/hashing/argon2'
import { SIMULATION_COST, type Hashing } from '#drivers/hashing/port'
import type { Printer, PrintOutcome } from '#drivers/printer/port'
import { describe, expect, it } from 'vitest'
import { AS_CASHIER, staff, undo, voidOf } from '../tests/world/people.ts'
import { recordsOn } from '../tests/world/remains.ts'
import { FOLDER, makeWorld, type World, type WorldOptions } from '../tests/world/world.ts'

const water = { sku: 'DRK001', quantity: 1 }
const PRICE = 150

async function begun(options: Omit<WorldOptions, 'seed'> = {}): Promise<World> {
  const world = await makeWorld({ seed: 11, ...options })
  await staff(world.ask)
  return world
}
/** Opens it again, and somebody signs in. */
async function reopen(world: World): Promise<void> {
  expect(await world.open()).toEqual([])
  await world.ask('operators.signIn', AS_CASHIER)
}
async function sold(options: Omit<WorldOptions, 'seed'> = {}): Promise<World> {
  const world = await begun(options)
  await sell(world)
  return world
}
async function sell(world: World): Promise<unknown> {
  await world.ask('sale.add', water)
  return world.ask('sale.payCash', { due: PRICE, given: PRICE })
}
const undoIn = (world: World) => undo(world.ask, voidOf(world.receipts[0]))
const kinds = async (world: World) =>
  (await recordsOn(world.disk.process(), `${FOLDER}/journal`)).records.map(({ type }) => type)

/** A printer that answers when it is let. */
function slowPrinter() {
  const waiting: ((outcome: PrintOutcome) => void)[] = []
  const through = (printer: Printer): Printer => ({
    ...printer,
    print: () => new Promise((resolve) => waiting.push(resolve)),
  })
  return { through, waiting }
}

/** From `slow` on a check of a password lasts until it is let go on. */
function slowHashing(): Hashing & { slow: () => void; go: () => void } {
  const real = makeHashing(SIMULATION_COST)
  let gate = Promise.resolve()
  let go: () => void = () => undefined
  return {
    ...real,
    verify: (stored, secret) => gate.then(() => real.verify(stored, secret)),
    slow: () => {
      gate = new Promise<void>((resolve) => (go = resolve))
    },
    go: () => go(),
  }
}

describe('the end of the station', () => {
  it('waits for the act under way, and takes no further one', async () => {
    const hashing = slowHashing()
    const world = await sold({ hashing })
    hashing.slow()
    const approved = world.ask('authority.approve', voidOf(world.receipts[0]))
    const closed = world.station().close()
    const late = await world.station().answer('cashier', world.envelope('sale.add', water))
    world.scanner.scan('96385074')
    hashing.go()
    expect(await approved).toMatchObject({ ok: true })
    await closed
    expect(JSON.parse(late)).toEqual({ ok: false, why: 'busy' })
    expect((await kinds(world)).at(-1)).toBe('approval-given')
  })

  it('waits for a slow printer and writes down what became of the slip', async () => {
    const { through, waiting } = slowPrinter()
    const world = await begun({ throughPrinter: through })
    await world.ask('sale.add', water)
    const paid = world.station().answer('cashier', world.envelope('sale.payCash', { due: PRICE, given: PRICE }))
    expect(JSON.parse(await paid)).toMatchObject({ ok: true })
    let over = false
    const closed = world.station().close()
    void closed.then(() => (over = true))
    await world.clock.advance(60_000)
    expect(over).toBe(false)
    waiting[0]?.('printed')
    await closed
    expect((await kinds(world)).at(-1)).toBe('slip-ended')
    await reopen(world)
    expect(world.view().paid?.print).toBe('printed')
  })

  it('may be asked for twice', async () => {
    const world = await sold()
    await Promise.all([world.station().close(), world.station().close()])
    await world.station().close()
    expect(world.view().stage).toBe('selling')
  })
})

describe('the journal stopping', () => {
  it('in the middle of a void undoes nothing, opens no drawer and stops the till', async () => {
    const world = await sold()
    const [openings, sheets] = [world.printer.drawerOpenings(), world.printer.sheets.length]
    const approved = await world.ask('authority.approve', voidOf(world.receipts[0]))
    const { approval } = (approved.ok ? approved.value : {}) as { approval?: string } // the contract's
    const input = { receipt: world.receipts[0], reason: 'other', approval }
    world.disk.setTrouble('full')
    const txn = world.newTxn()
    expect(await world.ask('sale.voidPaid', input, txn)).toEqual({ ok: false, why: 'journal-stopped' })
    expect(world.view()).toMatchObject({ stage: 'stopped', paid: { voided: null } })
    expect([world.printer.drawerOpenings(), world.printer.sheets.length]).toEqual([openings, sheets])
    expect(await world.ask('sale.add', water)).toEqual({ ok: false, why: 'journal-stopped' })
    // What is on record can still be looked up, for the customer at the counter.
    expect(await world.ask('sale.find', { receipt: world.receipts[0] })).toMatchObject({ ok: true })
    await world.station().close()
    world.disk.setTrouble(null)
    await reopen(world)
    expect(world.view().paid?.receipt).toBe(world.receipts[0])
    // No approval outlives its program; the manager is asked again.
    expect(await world.ask('sale.voidPaid', input, txn)).toEqual({ ok: false, why: 'no-approval' })
    expect(await undoIn(world)).toMatchObject({ ok: true })
  })

  it('before the start is written refuses the start, with what to do', async () => {
    const world = await sold()
    const operations = async (): Promise<number> => {
      await world.kill()
      const before = world.disk.operations()
      expect(await world.open()).toEqual([])
      return world.disk.operations() - before
    }
    const needed = await operations()
    await world.kill()
    // The very last thing a start does is to write that it happened.
    world.disk.cutPowerAfter(needed - 1)
    const [refusal = ''] = await world.open()
    expect(refusal).toMatch(/^refused: The disk failed at \/station\. Copy that folder/)
    await reopen(world)
    expect(world.view().paid?.receipt).toBe(world.receipts[0])
  })

  it('answers no act that the disk did not take', async () => {
    const world = await begun()
    world.disk.failNextSync()
    expect(await world.ask('sale.add', water)).toEqual({ ok: false, why: 'journal-stopped' })
    expect(world.view()).toMatchObject({ stage: 'stopped', sale: null })
  })
})

describe('slips', () => {
  it('go on after one that could not be made, and the cashier is told which', async () => {
    const faults: unknown[] = []
    let jobs = 0
    const world = await sold({
      log: { note: () => undefined, fault: (what, _cause, fields) => void faults.push([what, fields]) },
      throughPrinter: (printer) => ({
        ...printer,
        print: (job) => (++jobs === 1 ? Promise.reject(new Error('a bug')) : printer.print(job)),
      }),
    })
    const [receipt = ''] = world.receipts
    expect(world.view().notice).toMatchObject({ why: 'receipt-unknown', text: receipt })
    expect(faults).toEqual([['a slip could not be printed', { receipt }]])
    await sell(world)
    expect(world.view().paid?.print).toBe('printed')
  })

  it('are written down as ended even when the acts’ queue is full', async () => {
    const { through, waiting } = slowPrinter()
    const world = await begun({ throughPrinter: through })
    await world.ask('sale.add', water)
    const paid = await world.station().answer('cashier', world.envelope('sale.payCash', { due: PRICE, given: PRICE }))
    await world.clock.advance(0)
    for (let i = 0; i < 100; i++) world.scanner.scan('96385074')
    waiting[0]?.('printed')
    await world.settle()
    // The hundred did not all get a turn; the slip did.
    expect(world.view().sale?.count).toBe(64)
    const { value } = JSON.parse(paid) as { value: { receipt: string } }
    await world.ask('sale.find', { receipt: value.receipt })
    expect(world.view().found?.print).toBe('printed')
  })

  it.each([
    [32, 32],
    [48, 48],
  ])('are laid out for the paper of the settings: %i columns', async (columns, widest) => {
    const world = await begun()
    await world.station().close()
    await rewriteSettings(world, (text) => text.replace('"columns": 48', `"columns": ${columns}`))
    await reopen(world)
    await sell(world)
    const rule = world.printer.sheets.at(-1)?.find((line) => line.startsWith('---')) ?? ''
    expect(rule).toHaveLength(widest)
    expect(
      world
        .view()
        .paid?.slips.at(-1)
        ?.paper.find((line) => line.startsWith('---')),
    ).toHaveLength(widest)
  })
})

async function rewriteSettings(world: World, change: (text: string) => string): Promise<void> {
  const disk = world.disk.process()
  const path = `${FOLDER}/settings/station.json`
  const text = (await disk.read(path)).toString()
  await disk.remove(path)
  const file = await disk.open(path, 'create')
  await file.write(Buffer.from(change(text)), 0)
  await file.close()
}

describe('what the windows are told', () => {
  it('never uses a notice’s serial twice', async () => {
    const world = await begun()
    const serials: (number | undefined)[] = []
    for (let i = 0; i < 3; i++) {
      world.scanner.scan('6901234567892')
      await world.settle()
      serials.push(world.view().notice?.serial)
      await world.ask('sale.add', water)
      expect(world.view().notice).toBeNull()
    }
    expect(serials).toEqual([1, 2, 3])
  })

  it('is a newer view after each change, also when one window can not be told', async () => {
    const world = await begun()
    const told: number[] = []
    world.station().onChange(() => {
      throw new Error('the window is gone')
    })
    world.station().onChange(() => told.push((world.station().view('cashier') as CashierView).revision))
    expect(await sell(world)).toMatchObject({ ok: true })
    expect(world.view().paid?.print).toBe('printed')
    expect(told.length).toBeGreaterThanOrEqual(3)
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b))
  })

  it('shows a found sale as voided as soon as it is', async () => {
    const world = await sold()
    await world.ask('sale.find', { receipt: world.receipts[0] })
    await undoIn(world)
    expect(world.view().found?.voided).toMatchObject({ manager: '11', reason: 'other' })
  })
})
