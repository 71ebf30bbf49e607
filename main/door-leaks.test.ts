import type { Handlers } from '#contract'
import { done } from '#domain/result'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { expect, it } from 'vitest'
import { makeWorld } from '../tests/world/world.ts'
import { makeDoor } from './door.ts'

it('an answer that is not in the contract does not leave main', async () => {
  const world = await makeWorld({ seed: 3 })
  const leaking = { quickKeys: () => Promise.resolve(done({ categories: [], hashes: ['$argon2id$'] })) }
  const answer = makeDoor({
    handlers: { catalogue: leaking } as unknown as Handlers, // one room is enough to leak from
    operator: () => ({ number: '03', name: '收银员', role: 'cashier' }),
    ...{ log: SILENT, random: makeVirtualRandom(1) },
  })
  const told = await answer('cashier', world.envelope('catalogue.quickKeys', {}))
  expect(JSON.parse(told)).toMatchObject({ ok: false, why: 'fault' })
  expect(told).not.toContain('argon2id')
})
