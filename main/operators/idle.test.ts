import { describe, expect, it } from 'vitest'
import { AS_CASHIER, staff } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

const MINUTE_MS = 60_000
const SECOND_MS = 1000
const water = { sku: 'DRK001', quantity: 1 }

async function staffed(idleLockMinutes: number | null): Promise<World> {
  const world = await makeWorld({ seed: 5, settings: { idleLockMinutes } })
  await staff(world.ask)
  await world.ask('sale.add', water)
  return world
}

describe('a station nobody touches', () => {
  it('locks itself after so many minutes, keeps the open sale, and says so in its records', async () => {
    const world = await staffed(5)
    await world.clock.advance(5 * MINUTE_MS - SECOND_MS)
    expect(world.view().stage).toBe('selling')
    await world.clock.advance(2 * SECOND_MS)
    expect(world.view()).toMatchObject({ stage: 'locked', lockedBy: { number: '03' }, sale: { total: 150 } })
    await world.ask('operators.signIn', AS_CASHIER)
    expect(world.view().sale?.lines).toHaveLength(1)
    await world.clock.advance(5 * MINUTE_MS + SECOND_MS)
    expect(world.view().stage).toBe('locked')
    await world.station().close()
    const { records } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
    expect(records.filter(({ body }) => JSON.stringify(body).includes('"idle":true'))).toHaveLength(2)
  })

  it('is touched by calls of the page, by scans, and by keys and touches that the page tells of', async () => {
    const world = await staffed(2)
    const touches = [
      () => world.ask('sale.add', water),
      () => world.ask('operators.stillHere', {}),
      () => {
        world.scanner.scan('96385074')
        return world.settle()
      },
    ]
    for (const touch of [...touches, ...touches]) {
      await world.clock.advance(2 * MINUTE_MS - SECOND_MS)
      await touch()
    }
    expect(world.view().stage).toBe('selling')
    await world.clock.advance(2 * MINUTE_MS)
    expect(world.view().stage).toBe('locked')
  })

  it('goes by no clock that can be set', async () => {
    const world = await staffed(5)
    for (const years of [1, -2]) {
      world.clock.set(world.clock.nowMs() + years * 365 * 86_400_000)
      await world.clock.advance(MINUTE_MS)
      expect(world.view().stage).toBe('selling')
    }
    await world.clock.advance(3 * MINUTE_MS + SECOND_MS)
    expect(world.view().stage).toBe('locked')
  })

  it('is not locked while a payment is under way, and soon after its end', async () => {
    const world = await staffed(1)
    let answer = (): void => undefined
    const asked = new Promise<void>((resolve) => (answer = resolve))
    Object.assign(world.payments.card, {
      send: () => asked.then(() => ({ is: 'declined', why: 'no money' })),
    })
    await world.ask('sale.tender', { method: 'card', amount: 150, left: 150 })
    await world.clock.advance(3 * MINUTE_MS)
    expect(world.view()).toMatchObject({ stage: 'selling', sale: { tendering: true } })
    answer()
    await world.settle()
    await world.clock.advance(11 * SECOND_MS)
    expect(world.view().stage).toBe('locked')
  })

  it('is never locked where IT wants it so', async () => {
    const world = await staffed(null)
    await world.clock.advance(600 * MINUTE_MS)
    expect(world.view().stage).toBe('selling')
  })
})
