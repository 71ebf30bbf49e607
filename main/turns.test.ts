import { describe, expect, it } from 'vitest'
import { makeTurns } from './turns.ts'

const later = () => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  it('come one after another, each to its end, also after one that failed', async () => {
    const turns = makeTurns()
    const told: string[] = []
    const work = (name: string) => async () => {
      told.push(`${name} begins`)
      await later()
      told.push(`${name} ends`)
      if (name === 'b') throw new Error('b failed')
      return name
    }
    const ended = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.take(work(name))))
    expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('are over when nothing waits, also what came while one waited for that', async () => {
    const turns = makeTurns()
    const told: string[] = []
    void turns.take(async () => {
      await later()
      told.push('first')
      void turns.take(async () => {
        await later()
        told.push('second')
      })
    })
    await turns.idle()
    expect(told).toEqual(['first', 'second'])
  })
})
