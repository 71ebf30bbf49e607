import { describe, expect, it } from 'vitest'
import { keyOf, lockOf, triesLeft, waitMs, type SecretKind } from './lockout.ts'
import type { Operator } from './till.ts'

const cashier: Operator = { number: '03', name: '收银员', role: 'cashier' }
const manager: Operator = { number: '11', name: '店长', role: 'manager' }
const second: Operator = { number: '12', name: '副店长', role: 'manager' }

const shop = (operators: Operator[], ...wrong: readonly (readonly [SecretKind, string, number])[]) => ({
  operators,
  wrong: new Map(wrong.map(([kind, number, count]) => [keyOf(kind, number), count])),
})
const all = [cashier, manager, second]

it('lets five tries be wrong, then waits 30 s, doubling to 15 minutes', () => {
  expect(Array.from({ length: 12 }, (_, count) => waitMs(count) / 1000)).toEqual([
    ...[0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900],
  ])
  expect([0, 3, 4, 5, 9].map(triesLeft)).toEqual([5, 2, 1, 1, 1])
})

describe('a lock', () => {
  it('hears the next try once the wait is over, and says how long until then', () => {
    const guessed = shop(all, ['login', '03', 6])
    expect(lockOf(guessed, 'login', '03', 0)).toEqual({ is: 'waits', forMs: 60_000 })
    expect(lockOf(guessed, 'login', '03', 59_999)).toEqual({ is: 'waits', forMs: 1 })
    expect(lockOf(guessed, 'login', '03', 60_000)).toEqual({ is: 'open' })
  })

  it('counts each secret of each person by itself', () => {
    const guessed = shop(all, ['login', '11', 7], ['void', '12', 5])
    expect(lockOf(guessed, 'void', '11', 0)).toEqual({ is: 'open' })
    expect(lockOf(guessed, 'login', '12', 0)).toEqual({ is: 'open' })
    expect(lockOf(guessed, 'void', '12', 0)).toMatchObject({ is: 'waits' })
  })

  it.each<[SecretKind, string]>([
    ['login', '03'],
    ['login', '11'],
    ['void', '11'],
  ])('of the %s password of %s is shut at ten, however long one waits', (kind, number) => {
    expect(lockOf(shop(all, [kind, number, 9]), kind, number, Infinity)).toEqual({ is: 'open' })
    expect(lockOf(shop(all, [kind, number, 10]), kind, number, Infinity)).toEqual({ is: 'shut' })
  })

  it.each<[SecretKind]>([['login'], ['void']])(
    'of the one manager’s %s password goes on waiting 15 minutes each: nobody is left to unlock',
    (kind) => {
      const alone = shop([cashier, manager], [kind, '11', 14])
      expect(lockOf(alone, kind, '11', 0)).toEqual({ is: 'alone', forMs: 900_000 })
      expect(lockOf(alone, kind, '11', 900_000)).toEqual({ is: 'open' })
    },
  )

  it('of all managers at once closes no shop: each waits, and the first who signs in can unlock the others', () => {
    const both = shop(all, ['login', '11', 10], ['login', '12', 10], ['login', '03', 10])
    for (const { number } of all) expect(lockOf(both, 'login', number, 0)).toMatchObject({ is: 'alone' })
    expect(lockOf(shop(all, ['login', '11', 10], ['login', '12', 0]), 'login', '11', 0)).toEqual({ is: 'shut' })
  })
})
