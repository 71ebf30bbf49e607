import { describe, expect, it } from 'vitest'
import { makeHashing } from './argon2.ts'
import { COUNTER_COST, SIMULATION_COST } from './port.ts'

const SECRET = '730519-é'

describe.each([
  ['at the counter', COUNTER_COST, '$argon2id$v=19$m=65536,t=3,p=4$'],
  ['in a simulation', SIMULATION_COST, '$argon2id$v=19$m=8,t=1,p=1$'],
])('a hash %s', (_where, cost, begins) => {
  const hashing = makeHashing(cost)

  it('is argon2id with its cost and a salt of its own, and says nothing of the secret', async () => {
    const [one, other] = await Promise.all([hashing.hash(SECRET), hashing.hash(SECRET)])
    expect(one.startsWith(begins)).toBe(true)
    expect(one).toMatch(/^\$argon2id\$v=19\$[^$]+\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toContain('730519')
    expect(other).not.toBe(one)
  })

  it('is right for its secret only, however the secret’s signs are composed', async () => {
    const stored = await hashing.hash(SECRET)
    expect(await hashing.verify(stored, SECRET)).toBe(true)
    const apart = SECRET.normalize('NFD')
    expect(apart).not.toBe(SECRET)
    expect(await hashing.verify(stored, apart)).toBe(true)
    expect(await hashing.verify(await hashing.hash(apart), SECRET)).toBe(true)
    expect(await hashing.verify(stored, '730519-e')).toBe(false)
    expect(await hashing.verify(stored, '')).toBe(false)
  })
})

it('a hash made at one cost is checked at that cost, whatever new ones cost', async () => {
  const stored = await makeHashing(SIMULATION_COST).hash(SECRET)
  expect(await makeHashing(COUNTER_COST).verify(stored, SECRET)).toBe(true)
  expect(makeHashing(COUNTER_COST).isStale(stored)).toBe(true)
  expect(makeHashing(SIMULATION_COST).isStale(stored)).toBe(false)
})
