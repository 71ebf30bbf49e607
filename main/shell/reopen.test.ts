import { mayReopen, REOPEN_WINDOW_MS } from './reopen.ts'
import { expect, test } from 'vitest'

const ask = (times: readonly number[]): boolean[] => {
  let history: readonly number[] = []
  return times.map((atMs) => {
    const answer = mayReopen(history, atMs)
    history = answer.history
    return answer.allowed
  })
}

test('three windows that die at once come back, the fourth does not', () => {
  expect(ask([0, 10, 20, 30])).toEqual([true, true, true, false])
})

test('a refusal is not counted as a reopening, so the minute is not prolonged by asking', () => {
  expect(ask([0, 10, 20, 59_999, REOPEN_WINDOW_MS])).toEqual([true, true, true, false, true])
})

test('one window lost every half minute comes back for ever', () => {
  expect(ask(Array.from({ length: 50 }, (_, i) => i * 30_000)).every(Boolean)).toBe(true)
})
