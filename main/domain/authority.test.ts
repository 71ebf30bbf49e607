import { describe, expect, it } from 'vitest'
import { checkApproval, mayApprove, type Asked, type KeptApproval, type Wanted } from './authority.ts'
import type { Ask } from './policy.ts'
import { money } from './money.ts'
import type { Operator } from './till.ts'

const cashier: Operator = { number: '03', name: '收银员', role: 'cashier' }
const manager: Operator = { number: '11', name: '店长', role: 'manager' }
const second: Operator = { number: '12', name: '副店长', role: 'manager' }
const it9: Operator = { number: '90', name: 'IT', role: 'it' }

const asked = (asker: string, ...asks: Ask[]): Asked => ({ act: 'void-paid', asks, asker })

describe('who may approve', () => {
  it('is a manager, and nobody else', () => {
    const shop = [cashier, manager, it9]
    expect(mayApprove(shop, asked('03', 'void-password'), '11')).toEqual({ ok: true, value: false })
    for (const number of ['03', '90', '99'])
      expect(mayApprove(shop, asked('03', 'void-password'), number)).toMatchObject({ why: 'unknown-manager' })
  })

  it('is the asker only while the shop has one manager, and says so', () => {
    expect(mayApprove([cashier, manager], asked('11', 'void-password'), '11')).toEqual({ ok: true, value: true })
    expect(mayApprove([manager, second], asked('11', 'void-password'), '11')).toMatchObject({ why: 'self-approval' })
    expect(mayApprove([manager, second], asked('11', 'void-password'), '12')).toEqual({ ok: true, value: false })
  })

  it('is never the asker where the act asks for a second person', () => {
    expect(mayApprove([cashier, manager], asked('11', 'second-person'), '11')).toMatchObject({ why: 'self-approval' })
    expect(mayApprove([manager, second], asked('11', 'second-person'), '12')).toEqual({ ok: true, value: false })
  })
})

describe('an approval', () => {
  const wanted: Wanted = {
    ...{ act: 'void-paid' as const, subject: 'S01-1-000001O', goods: '', amount: money(400), reason: 'other' as const },
    ...{ station: '01', epoch: 1, asker: '03', asks: ['void-password'] },
  }
  const { asks: met, ...bound } = wanted
  const given: KeptApproval = {
    ...{ ...bound, id: 'approval-1', approver: '11', selfApproval: false, used: false },
    ...{ met, factor: null, code: null, offline: false },
  }

  it('is good for what it was given for', () => {
    expect(checkApproval(given, wanted, false)).toEqual({ ok: true, value: given })
  })

  it.each<[string, Partial<Wanted>]>([
    ['sale', { subject: 'S01-1-000002M' }],
    ['goods', { goods: '0×1' }],
    ['amount', { amount: money(401) }],
    ['reason', { reason: 'other-reason' as 'other' }],
    ['station', { station: '02' }],
    ['epoch', { epoch: 2 }],
    ['asker', { asker: '04' }],
    ['act', { act: 'refund' }],
    ['measure of it, as more is asked for by now', { asks: ['void-password', 'pin'] }],
  ])('is not good for another %s', (_what, other) => {
    expect(checkApproval(given, { ...wanted, ...other }, false)).toEqual({ ok: false, why: 'approval-for-another' })
  })

  it('is good once, for a while, and must exist', () => {
    expect(checkApproval({ ...given, used: true }, wanted, false)).toEqual({ ok: false, why: 'approval-used' })
    expect(checkApproval(given, wanted, true)).toEqual({ ok: false, why: 'approval-expired' })
    expect(checkApproval(undefined, wanted, false)).toEqual({ ok: false, why: 'no-approval' })
  })
})
