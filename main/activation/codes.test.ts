import { OK, byCard, goods, not, reopen, staffed, state, types } from '../../tests/world/activated.ts'
import { DAY_MS, HOUR_MS, revoked } from '../../tests/world/head-office.ts'
import { AS_CASHIER } from '../../tests/world/people.ts'
import { describe, expect, it } from 'vitest'

describe('a code does nothing', () => {
  it('that is wrong, leaked, used, expired, revoked or misread', async () => {
    const shop = await staffed(12)
    const { world, issue, enter, setTrust, passes } = shop
    const good = await issue()
    const late = await issue({ days: 1 })
    const taken = await issue({ id: 'feedfacefeedface' })
    expect(await enter(await issue({ by: 'stranger' }))).toEqual(not('code-forged'))
    expect(await enter(await issue({ device: 'Z'.repeat(16) }))).toEqual(not('code-elsewhere'))
    expect(await enter(await issue({ merchant: 'M2' }))).toEqual(not('code-elsewhere'))
    expect(await enter(await issue({ terminal: 'T2' }))).toEqual(not('code-elsewhere'))
    expect(await enter(good.replace(/.$/, (sign) => (sign === '0' ? '8' : '0')))).toEqual(not('code-misread'))
    expect(await enter(await issue({ kind: 'reset', operator: '03' }))).toEqual(not('code-for-reset'))
    expect(state(world).is).toBe('grace')
    expect(await enter(good)).toMatchObject(OK)
    expect(await enter(good)).toEqual(not('code-used'))
    await setTrust({ revoked: revoked(['feedfacefeedface'], world.clock.nowMs()) })
    await passes(2 * DAY_MS)
    await reopen(shop)
    expect(await enter(late)).toEqual(not('code-expired'))
    expect(await enter(taken)).toEqual(not('code-revoked'))
    expect(await enter(good)).toEqual(not('code-used'))
    const refusals = (await types(shop)).filter((type) => type === 'code-refused')
    expect(refusals).toHaveLength(8)
  })

  it('where nobody is trusted, or a list of codes taken back is nobody’s', async () => {
    const shop = await staffed(13)
    const { world, issue, enter, setTrust } = shop
    const code = await issue()
    await setTrust({ revoked: { ...revoked(['feedfacefeedface'], 5), ids: [] } })
    await reopen(shop)
    expect(world.view().activation.here?.trusts).toBe(false)
    expect(await enter(code)).toEqual(not('no-head-office'))
  })

  it('of somebody who may not enter one', async () => {
    const { world, issue, enter } = await staffed(14)
    const code = await issue()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await enter(code)).toEqual(not('not-allowed'))
    expect(state(world)).toMatchObject({ is: 'grace', here: null })
    await world.ask('operators.lock', {})
    expect(await enter(code)).toEqual(not('not-allowed'))
  })

  it('after ten wrong ones, for the rest of the hour; a restart does not help', async () => {
    const shop = await staffed(15)
    const { world, issue, enter, passes } = shop
    const good = await issue()
    for (let n = 0; n < 10; n++) expect(await enter(await issue({ by: 'stranger' }))).toEqual(not('code-forged'))
    expect(await enter(good)).toEqual(not('codes-locked'))
    await reopen(shop)
    expect(await enter(good)).toEqual(not('codes-locked'))
    expect(state(world).here?.lockedForMs).toBeGreaterThan(0)
    await passes(HOUR_MS)
    expect(await enter(good)).toMatchObject(OK)
  })
})

describe('a scanned code of head office', () => {
  it('activates where a manager is on duty, and is told to nobody', async () => {
    const { world, issueScannable } = await staffed(16)
    const code = await issueScannable()
    world.scanner.scan(code)
    await world.settle()
    expect(state(world).is).toBe('active')
    world.scanner.scan(code)
    await world.settle()
    expect(world.view().notice).toMatchObject({ why: 'code-used', text: '' })
  })

  it('is no goods where a cashier scans it', async () => {
    const { world, issueScannable } = await staffed(17)
    await world.ask('operators.signIn', AS_CASHIER)
    world.scanner.scan(await issueScannable())
    await world.settle()
    expect(world.view().notice).toMatchObject({ why: 'head-office-code', text: '' })
    expect(state(world).is).toBe('grace')
  })
})

describe('a terminal that the acquirer does not know', () => {
  it('is named until the acquirer takes a card again; nothing is locked', async () => {
    const { world } = await staffed(18, false)
    world.payments.card.will('unregistered')
    await goods(world)
    await byCard(world)
    await world.clock.advance(1000)
    expect(state(world).unregistered).toBe('97')
    await byCard(world)
    await world.clock.advance(1000)
    expect(state(world).unregistered).toBe(null)
  })
})
