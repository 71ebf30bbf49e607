import { beforeEach, describe, expect, it } from 'vitest'
import { Stations, type Machine } from '../../tests/sync/lives.ts'
import { AS_CASHIER, AS_MANAGER, VOID_PASSWORD } from '../../tests/world/people.ts'

let shop: Stations
let machine: Machine
const ask = async (name: string, input: unknown) => {
  const answer = await machine.world.ask(name, input)
  return answer.ok ? 'ok' : answer.why
}
const parting = () => machine.world.view().parting
const decision = (voidPassword = VOID_PASSWORD) => ({ hash: parting()?.there.hash ?? 'x'.repeat(43), voidPassword })

/** An image was put back without a line, and something was written since. */
async function forked(meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const image = machine.image()
  await machine.sell(2)
  await shop.pass(3)
  shop.hub.setAway('unreachable')
  await machine.putBack(image)
  await machine.sell(1)
  await meanwhile()
  shop.hub.setAway(null)
  await shop.pass(70)
}

describe('a station that has parted from what head office has', () => {
  beforeEach(async () => {
    shop = new Stations(11)
    machine = await shop.machine()
    await machine.sell(1)
    await shop.pass(3)
  })

  it('decides nothing while it has not', async () => {
    await machine.signIn(AS_MANAGER)
    expect(parting()).toBeNull()
    expect(await ask('parting.goOn', decision())).toBe('not-parted')
    expect(await ask('parting.restart', {})).toBe('no-epoch-decided')
  })

  it('begins no sale, takes up none, and ends the one that is open', async () => {
    await ask('sale.add', { sku: 'DRK001', quantity: 1 })
    expect(await ask('sale.park', {})).toBe('ok')
    await shop.pass(3)
    await forked(() => ask('sale.add', { sku: 'DRK001', quantity: 2 }))
    expect(await ask('sale.add', { sku: 'DRK001', quantity: 1 })).toBe('ok')
    expect(await ask('sale.payCash', { due: 450, given: 450 })).toBe('ok')
    expect(parting()).toMatchObject({ how: 'fork', there: { branch: '01-e1' }, next: 2, decided: null })
    expect(await ask('sale.add', { sku: 'DRK001', quantity: 1 })).toBe('parted')
    expect(await ask('sale.recall', { slot: machine.world.view().parked[0]?.slot })).toBe('parted')
    expect(await ask('operators.lock', {})).toBe('ok')
    expect(parting()).toBeNull()
  })

  it('knows it after a restart too, also without a line', async () => {
    await forked()
    shop.hub.setAway('unreachable')
    await machine.restart()
    expect(await ask('sale.add', { sku: 'DRK001', quantity: 1 })).toBe('parted')
  })

  it('goes on where a manager says so by the void password, once, about what is there now', async () => {
    await forked()
    expect(await ask('parting.goOn', decision())).toBe('not-allowed')
    await machine.signIn(AS_MANAGER)
    expect(await ask('parting.goOn', decision('000000'))).toBe('wrong-void-password')
    expect(await ask('parting.goOn', { ...decision(), hash: 'y'.repeat(43) })).toBe('parting-changed')
    expect(await ask('parting.restart', {})).toBe('no-epoch-decided')
    expect(await ask('parting.goOn', decision())).toBe('ok')
    expect(parting()?.decided).toEqual({ epoch: 2, by: '11' })
    expect(await ask('parting.goOn', decision())).toBe('epoch-decided')
    expect(await ask('sale.add', { sku: 'DRK001', quantity: 1 })).toBe('parted')
    expect(await ask('parting.restart', {})).toBe('no-restart-here')
    await machine.restart()
    expect(parting()).toBeNull()
    expect(machine.epoch).toBe(2)
    await machine.signIn(AS_CASHIER)
    await ask('sale.add', { sku: 'DRK001', quantity: 1 })
    await ask('sale.payCash', { due: 150, given: 150 })
    expect(machine.world.receipts.at(-1)).toContain('S01-2-000001')
  })

  it('is started anew by whoever can, when no sale is open', async () => {
    await forked()
    let restarts = 0
    machine.world.station().onRestart(() => restarts++)
    await machine.signIn(AS_MANAGER)
    await ask('parting.goOn', decision())
    expect(parting()?.restarts).toBe(true)
    expect(await ask('parting.restart', {})).toBe('ok')
    await new Promise((resolve) => setImmediate(resolve))
    expect(restarts).toBe(1)
  })

  it('sells on when the hub turns out to have what is here', async () => {
    await forked()
    expect(parting()).not.toBeNull()
    // The hub was set back to before both parted, and this one came first.
    shop.hub.setAway('unreachable')
    shop.hub.setBackTo(0)
    shop.hub.setAway(null)
    await machine.signIn(AS_MANAGER)
    expect(await ask('office.tryAgain', {})).toBe('ok')
    await shop.pass(5)
    expect(parting()).toBeNull()
    expect(await ask('sale.add', { sku: 'DRK001', quantity: 1 })).toBe('ok')
  })
})
