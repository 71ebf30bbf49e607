import { ed25519In } from '../ed25519.ts'
import { readIdentity } from '../identity.ts'
import { makeVirtualHub, type VirtualHub } from '#drivers/hub/virtual'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_MANAGER, staff } from '../../tests/world/people.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'
import { readBatch, type Batch } from './batch.ts'
import type { HubGiven } from './start.ts'

const SENDER = { shop: 's01', station: '01' }
const HUB = { servers: ['hub.example:4222'], shop: 's01' }
const LONG_MS = 120_000
let hub: VirtualHub
let world: World

const shopWith = (given?: HubGiven) =>
  makeWorld({
    ...{ seed: 61, settings: { hub: HUB } },
    hub: (clock) => {
      hub = makeVirtualHub(clock)
      return given ?? { is: 'hub', hub: hub.hubOf('j.s01.01') }
    },
  })
const office = () => world.view().office
const later = async (ms: number) => {
  // In small steps, so that whoever waits for another gets their turn.
  for (let left = ms; left > 0; left -= 50) {
    await world.clock.advance(50)
    await world.settle()
  }
}
async function sell(): Promise<void> {
  await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
  await world.ask('sale.payCash', { due: 300, given: 300 })
}

/** What the hub has, held against the station's own key. */
async function sent(): Promise<readonly Batch[]> {
  const identity = await readIdentity({ disk: world.disk.process(), folder: FOLDER })
  const key = ed25519In(identity?.publicKey ?? '')
  if (!key) throw new Error('no key')
  return hub.messages().map((message) => {
    const read = readBatch(SENDER, message, key)
    if (read.is !== 'batch') throw new Error(read.is)
    return read.batch
  })
}

describe('a station with a head office', () => {
  beforeEach(async () => {
    world = await shopWith()
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    await later(2_000)
  })

  it('has sent all it has, and what it sells goes there by itself', async () => {
    expect(world.view().lamps.headOffice).toBe('ready')
    expect(office()).toMatchObject({ line: { is: 'up-to-date' }, outbox: 0, shop: 's01', ledger: null })
    await sell()
    await later(2_000)
    const batches = await sent()
    expect(batches.at(-1)?.last).toBe(office()?.head)
    expect(batches.flatMap(({ lines }) => lines.map(({ record }) => record.type))).toContain('sale-paid')
    expect(office()).toMatchObject({ outbox: 0, sent: { seq: office()?.head } })
  })

  it('sells on while the hub is away, says how much waits, and sends it when it is back', async () => {
    hub.setAway('unreachable')
    await later(2_000)
    for (let sale = 0; sale < 5; sale++) await sell()
    await later(2_000)
    expect(world.view().lamps.headOffice).toBe('away')
    expect(office()).toMatchObject({ line: { is: 'waiting', why: 'unreachable' } })
    expect(office()?.outbox).toBeGreaterThanOrEqual(10)
    hub.setAway(null)
    expect(await world.ask('office.tryAgain', {})).toMatchObject({ ok: true })
    await later(2_000)
    expect(office()).toMatchObject({ line: { is: 'up-to-date' }, outbox: 0 })
    let next = 1
    for (const { first, last } of await sent()) {
      expect(first).toBe(next)
      next = last + 1
    }
  })

  it('believes of the ledger what it says of a record that is its own', async () => {
    const batch = (await sent()).at(-1)
    const mark = { v: 1, branch: '01-e1', seq: batch?.last ?? 0, hash: batch?.hash ?? '', again: null }
    const post = (what: object) => hub.post('s01.01.ledger', Buffer.from(JSON.stringify(what)))
    post({ ...mark, hash: 'x'.repeat(43) })
    await later(2_000)
    expect(office()?.ledger).toBeNull()
    post({ ...mark, seq: 'many' })
    hub.post('s01.01.ledger', Buffer.from('{'))
    await later(2_000)
    expect(office()?.ledger).toBeNull()
    post(mark)
    await later(2_000)
    expect(office()?.ledger).toMatchObject({ seq: mark.seq, hash: mark.hash.slice(0, 8) })
  })

  it('sends again what the ledger lacks, once for each time that it asks', async () => {
    const mark = { v: 1, branch: '01-e1', seq: 1, hash: 'x'.repeat(43) }
    const asks = (id: string, from: number) =>
      hub.post('s01.01.ledger', Buffer.from(JSON.stringify({ ...mark, again: { id, from } })))
    const firsts = () => hub.messages().map(({ headers }) => Number(headers['J-First']))
    const before = firsts().length
    asks('first', 2)
    asks('first', 2)
    await later(2_000)
    expect(firsts().slice(before)).toEqual([2])
    // Heard once more at the next start, and later.
    await world.station().close()
    expect(await world.open()).toEqual([])
    await later(5_000)
    expect(firsts().filter((first) => first === 2)).toHaveLength(2)
    asks('second', 1)
    await later(2_000)
    expect(firsts().filter((first) => first === 1)).toHaveLength(2)
  })

  it('knows after a restart what it knew, also without a line', async () => {
    await world.station().close()
    hub.setAway('unreachable')
    expect(await world.open()).toEqual([])
    await world.ask('operators.signIn', AS_MANAGER)
    await later(1_000)
    expect(office()?.sent?.seq).toBeGreaterThan(0)
    expect(office()?.outbox).toBe((office()?.head ?? 0) - (office()?.sent?.seq ?? 0))
  })

  it('shows nobody else what is head office’s', async () => {
    await world.ask('operators.lock', {})
    expect(office()).toBeNull()
    expect(await world.ask('office.tryAgain', {})).toEqual({ ok: false, why: 'not-allowed' })
  })
})

describe('a station that can call no head office', () => {
  it.each<[HubGiven, object]>([
    [
      { is: 'file-missing', file: 'hub/hub.creds' },
      { is: 'file-missing', file: 'hub/hub.creds' },
    ],
    [{ is: 'not-in-training' }, { is: 'not-in-training' }],
  ])('says why: %j', async (given, line) => {
    world = await shopWith(given)
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    await later(LONG_MS / 100)
    expect([office()?.line, world.view().lamps.headOffice]).toEqual([line, 'attention'])
    expect(await world.ask('office.tryAgain', {})).toEqual({ ok: false, why: 'no-hub' })
    await sell()
    expect(world.receipts).toHaveLength(1)
  })

  it('has nothing of it where the settings name none', async () => {
    world = await makeWorld({ seed: 62 })
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    expect([office(), world.view().lamps.headOffice]).toEqual([null, 'none'])
    expect(await world.ask('office.tryAgain', {})).toEqual({ ok: false, why: 'no-hub' })
  })
})
