import { describe, expect, it } from 'vitest'
import { onDuty, sells, signInRefusal, unlockRefusal } from './duty.ts'
import type { TillEvent } from './events.ts'
import { NEW_TILL, step, type Operator, type Till } from './till.ts'

const cashier: Operator = { number: '03', name: '收银员', role: 'cashier' }
const manager: Operator = { number: '11', name: '店长', role: 'manager' }
const after = (till: Till, ...events: TillEvent[]) => events.reduce((now, event) => step(now, event, 0), till)

const made = after(NEW_TILL, { is: 'operators-made', operators: [manager], signedIn: '11' })
const staffed = after(made, { is: 'operator-added', operator: cashier, by: '11' })
const wrong = (times: number, operator = '03'): TillEvent[] =>
  Array.from({ length: times }, () => ({ is: 'sign-in-refused', operator }))

describe('duty', () => {
  it('is the first manager’s, then whoever’s signed in last; nobody’s once it is locked', () => {
    expect(onDuty(made)).toEqual(manager)
    const switched = after(staffed, { is: 'signed-in', operator: '03' })
    expect(onDuty(switched)).toEqual(cashier)
    const locked = after(switched, { is: 'locked', operator: '03' })
    expect([onDuty(locked), locked.lockedBy]).toEqual([null, '03'])
    expect(onDuty(after(locked, { is: 'signed-in', operator: '11' }))).toEqual(manager)
  })

  it('is nobody’s after a restart, and the open sale is still there', () => {
    const water = { sku: 'A', name: 'x', price: 200, unit: 'piece', quantity: 1, label: null } as const
    const selling = after(staffed, { is: 'goods-added', ...water } as TillEvent)
    const restarted = after(selling, { is: 'locked', operator: '11' }, { is: 'started' })
    expect([restarted.duty, restarted.lockedBy]).toEqual([null, null])
    expect(restarted.sale).toEqual(selling.sale)
  })

  it('of a cashier or a manager is selling; IT’s is not', () => {
    expect([cashier, manager, { ...cashier, role: 'it' as const }, null].map(sells)).toEqual([true, true, false, false])
  })

  it('does not fold from records that do not fit', () => {
    for (const forged of [
      { is: 'operators-made', operators: [cashier], signedIn: null },
      { is: 'operator-added', operator: { ...cashier, number: '11' }, by: '11' },
      { is: 'signed-in', operator: '99' },
      { is: 'locked', operator: '03' },
      { is: 'operator-unlocked', operator: '11', by: '11' },
    ] satisfies TillEvent[])
      expect(() => after(staffed, forged), forged.is).toThrow()
  })
})

describe('signing in', () => {
  it('is refused unheard to who is unknown or locked, and heard again after the wait', () => {
    expect(signInRefusal(staffed, '99', 0)).toMatchObject({ why: 'unknown-operator' })
    const guessed = after(staffed, ...wrong(5))
    expect(signInRefusal(guessed, '03', 29_999)).toMatchObject({ why: 'password-locked' })
    expect(signInRefusal(guessed, '03', 30_000)).toBeNull()
    expect(signInRefusal(after(staffed, ...wrong(10)), '03', Infinity)).toMatchObject({ why: 'password-shut' })
    expect(signInRefusal(after(staffed, ...wrong(10, '11')), '11', 0)).toMatchObject({ why: 'password-alone' })
  })

  it('clears the count, and a restart does not', () => {
    const guessed = after(staffed, ...wrong(4), { is: 'started' }, ...wrong(1))
    expect(signInRefusal(guessed, '03', 0)).not.toBeNull()
    const heard = after(guessed, { is: 'signed-in', operator: '03' }, ...wrong(4))
    expect(signInRefusal(heard, '03', 0)).toBeNull()
  })
})

describe('unlocking', () => {
  it('is for another who is locked', () => {
    const guessed = after(staffed, ...wrong(10), ...wrong(5, '11'))
    expect(unlockRefusal(guessed, '03', '11')).toBeNull()
    expect(unlockRefusal(guessed, '11', '11')).toMatchObject({ why: 'own-lock' })
    expect(unlockRefusal(guessed, '99', '11')).toMatchObject({ why: 'unknown-operator' })
    expect(unlockRefusal(after(staffed, ...wrong(4)), '03', '11')).toMatchObject({ why: 'not-locked' })
  })

  it('forgives both of their passwords', () => {
    const voids = Array.from({ length: 10 }, (): TillEvent => ({
      ...{ is: 'void-refused', subject: 'x', asker: '11', manager: '03' },
    }))
    const unlocked = after(staffed, ...wrong(10), ...voids, { is: 'operator-unlocked', operator: '03', by: '11' })
    expect(unlocked.wrong.size).toBe(0)
  })
})
