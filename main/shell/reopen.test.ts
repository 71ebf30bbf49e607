import { mayReopen, OPEN_TRIES_MAX, openPersistently, REOPEN_WINDOW_MS, WindowLost } from './reopen.ts'
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

/** An opening that fails with these, one after the other, and then succeeds. */
function failing(...problems: readonly Error[]) {
  let tries = 0
  const open = (): Promise<string> => {
    const problem = problems[tries++]
    return problem ? Promise.reject(problem) : Promise.resolve('open')
  }
  return { open, tries: () => tries }
}
const crash = () => new WindowLost('crashed')

test('a window whose page dies while it opens is opened anew', async () => {
  expect(await openPersistently(failing(crash(), crash()).open)).toBe('open')
})

test('a page that dies each time is given up after the named number of tries', async () => {
  const { open, tries } = failing(...Array.from({ length: 10 }, crash))
  await expect(openPersistently(open)).rejects.toThrow('lost its page')
  expect(tries()).toBe(OPEN_TRIES_MAX)
})

test.each([new WindowLost('closed'), new Error('no display')])('%s is not tried again', async (problem) => {
  const { open, tries } = failing(problem)
  await expect(openPersistently(open)).rejects.toThrow(problem)
  expect(tries()).toBe(1)
})
