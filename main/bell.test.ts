import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { beforeEach, expect, it } from 'vitest'
import { inAWhile, makeBell } from './bell.ts'

let clock: VirtualClock
let closing: AbortController
beforeEach(() => {
  clock = makeVirtualClock(0)
  closing = new AbortController()
})

it('is heard by who waits, and by who waits next', async () => {
  const bell = makeBell(clock, closing.signal)
  const waiting = bell.next(null)
  bell.ring()
  expect(await waiting).toBe('rung')
  bell.ring()
  bell.ring()
  expect(await bell.next(1_000)).toBe('rung')
  const late = bell.next(1_000)
  await clock.advance(1_000)
  expect(await late).toBe('late')
})

it('keeps nobody waiting when all is over', async () => {
  const bell = makeBell(clock, closing.signal)
  const waiting = [bell.next(null), makeBell(clock, closing.signal).next(60_000)]
  closing.abort()
  expect(await Promise.all([...waiting, bell.next(null), bell.next(60_000)])).toEqual(Array(4).fill('rung'))
})

it('does once, a while later, what several ask for, and again for who asks then', async () => {
  let done = 0
  const soon = inAWhile(clock, 500, closing.signal, () => done++)
  for (let asked = 0; asked < 3; asked++) soon()
  await clock.advance(499)
  expect(done).toBe(0)
  await clock.advance(1)
  expect(done).toBe(1)
  soon()
  closing.abort()
  await clock.advance(0)
  expect(done).toBe(2)
})
