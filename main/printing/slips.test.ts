import type { Printer } from '#drivers/printer/port'
import { beforeEach, describe, expect, it } from 'vitest'
import { staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

/** Slips at a printer that takes three seconds over each, as real ones do. */
const SLIP_MS = 3_000

let world: World
/** What the printer did, in order: job ids, and `drawer`. */
const done: string[] = []

beforeEach(async () => {
  done.length = 0
  const slow = (printer: Printer): Printer => ({
    ...printer,
    print: async (job) => {
      await world.clock.wait(SLIP_MS)
      const outcome = await printer.print(job)
      if (outcome === 'printed') done.push(job.id)
      return outcome
    },
    openDrawer: () => {
      done.push('drawer')
      return printer.openDrawer()
    },
  })
  world = await makeWorld({ seed: 5, throughPrinter: slow })
  await staff(world.ask)
})

/** Unlike the world's own, does not wait for the printer. */
const ask = async (name: string, input: unknown) =>
  JSON.parse(await world.station().answer('cashier', world.envelope(name, input))) as { value?: { receipt?: string } }

async function sell(): Promise<string> {
  await ask('sale.add', { sku: 'DRK001', quantity: 1 })
  const { value } = await ask('sale.payCash', { due: 150, given: 150 })
  return value?.receipt ?? ''
}
const past = (ms: number) => world.clock.advance(ms)

describe('slips that are owed', () => {
  it('let the next customer’s drawer and slip pass, and each comes out once', async () => {
    world.printer.setMood('paper-out')
    const owed = [await sell(), await sell(), await sell(), await sell()]
    await past(4 * SLIP_MS)
    expect(done).toEqual(['drawer', 'drawer', 'drawer', 'drawer'])
    done.length = 0
    world.printer.setMood('fine')
    await past(SLIP_MS / 2)
    const next = await sell()
    await past(0)
    expect(done).toEqual(['drawer'])
    for (let i = 0; i < 12; i++) await past(SLIP_MS)
    const [first, ...others] = owed
    const slips = [first, next, ...others].map((receipt) => `${receipt ?? ''}/sale/0`)
    expect(done).toEqual(['drawer', ...slips])
  })
})
