import { expect, it } from 'vitest'
import type { Lacking } from '#drivers/ledger/port'
import { ASK_AGAIN_MS, nextStep, READS_MAX, type Step, type Tried } from './gaps.ts'

const LACKING: Lacking = {
  ...{ shop: 's01', station: '01', branch: '01-e1', upTo: 30, newest: '01-e1', seq: 12, hash: 'h', place: 3 },
}

/** What is done while nothing comes of it, with the times. */
function played(lacking: Lacking, untilMs: number): { readonly done: readonly (readonly [number, Step])[] } {
  const done: (readonly [number, Step])[] = []
  let tried: Tried | null = null
  for (let ms = 0; ms < untilMs; ms += 250) {
    const step: Step = nextStep(lacking, tried, ms)
    tried = step.tried
    if (step.do !== 'wait') done.push([ms, step])
  }
  return { done }
}

it('waits, reads again a few times, each after twice as long, and then asks the station', () => {
  const { done } = played(LACKING, 30_000)
  expect(done.map(([ms, step]) => [ms, step.do])).toEqual([
    ...[
      [500, 'read'],
      [1_500, 'read'],
      [3_500, 'read'],
      [7_500, 'read'],
    ],
    [15_500, 'ask'],
  ])
  expect(done.filter(([, step]) => step.do === 'read')).toHaveLength(READS_MAX)
  expect(done.at(-1)?.[1].tried.again).toEqual({ id: '01-e1:13:1', from: 13 })
})

it('asks anew where nothing comes, under another name and each time later, up to once a day', () => {
  const { done } = played(LACKING, 8 * 24 * 60 * 60_000)
  const asks = done.filter(([, step]) => step.do === 'ask')
  const between = asks.slice(1).map(([ms], nth) => ms - (asks[nth]?.[0] ?? 0))
  expect(between.slice(0, 3)).toEqual([ASK_AGAIN_MS, 2 * ASK_AGAIN_MS, 4 * ASK_AGAIN_MS])
  expect(Math.max(...between)).toBe(24 * 60 * 60_000)
  const ids = asks.map(([, step]) => step.tried.again?.id)
  expect(new Set(ids).size).toBe(ids.length)
})

it('asks for nothing new while what it asked for comes', () => {
  let tried = played(LACKING, 15_600).done.at(-1)?.[1].tried ?? null
  const asked = tried?.again
  for (let seq = 13; seq < 29; seq++) {
    const step = nextStep({ ...LACKING, seq }, tried, seq * ASK_AGAIN_MS)
    expect([step.do, step.tried.again]).toEqual(['wait', asked])
    tried = step.tried
  }
  const late = nextStep({ ...LACKING, seq: 28 }, tried, 40 * ASK_AGAIN_MS)
  expect([late.do, late.tried.again]).toEqual(['ask', { id: '01-e1:29:2', from: 29 }])
})

it('begins anew with reading where one came by itself', () => {
  const tried = nextStep(LACKING, { seq: 10, reads: 4, asks: 0, again: null, dueMs: 0 }, 1_000).tried
  expect(tried).toEqual({ seq: 12, reads: 0, asks: 0, again: null, dueMs: 1_500 })
})

it('asks for all of a branch of which the ledger has nothing', () => {
  for (const newest of [null, '01-e0'])
    expect(played({ ...LACKING, newest }, 20_000).done.at(-1)?.[1].tried.again).toEqual({ id: '01-e1:1:1', from: 1 })
})
