import { describe, expect, it } from 'vitest'
import { damageMany } from './damages.ts'
import { play } from './play.ts'

const DAMAGES = 210
const SEED = 2718

describe(`${DAMAGES} damages to a journal that was closed well`, () => {
  it('are each found by verifying, refused at opening, and named alike by both', async () => {
    const { tally, wrong } = await damageMany(DAMAGES, SEED)
    expect(wrong).toEqual([])
    expect([...tally.values()].every((times) => times === DAMAGES / tally.size)).toBe(true)
  })
})

describe('a play from a seed', () => {
  it('tells the same twice, and another seed tells another', async () => {
    const [one, again, other] = [await play(1), await play(1), await play(2)]
    expect(one).toEqual(again)
    expect(one.broken).toBeNull()
    expect(other.transcript).not.toBe(one.transcript)
  })
})
