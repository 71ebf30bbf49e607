import { REMOTE_LIFE_MS } from '#domain/remote'
import { saleAt } from '#domain/sales'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, CASHIER, SECOND_MANAGER } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { makeRemoteShop, voidOf, YES, type RemoteShop } from '../../tests/world/remote-shop.ts'
import { enrolTotp } from '../../tests/world/totp.ts'
import { FOLDER, type World } from '../../tests/world/world.ts'

let shop: RemoteShop
const refused = (why: string) => ({ ok: false, why })
const SAID = { ok: true, value: {} }

beforeEach(async () => {
  shop = await makeRemoteShop(71)
})

/** Of a station that is not used any more. */
async function events({ disk }: World): Promise<readonly object[]> {
  const { records } = await recordsOn(disk.process(), `${FOLDER}/journal`)
  return records.map(({ body }) => (body as { event: object }).event) // the station's own
}

describe('a yes from another station', () => {
  it('opens just the act it was asked for, and both stations have it in their journal', async () => {
    const { till, office, sell, askFor, answer, mine, waiting, voidIt } = shop
    const receipt = await sell()
    expect(await askFor(voidOf(receipt))).toMatchObject({ ok: true })
    expect(waiting()).toMatchObject([
      { station: '01', act: 'void-paid', subject: receipt, amount: 300, asker: { number: '03', name: CASHIER.name } },
    ])
    expect(waiting()[0]?.goods).toHaveLength(1)
    expect(await answer(YES)).toEqual(SAID)
    expect([mine()?.is, mine()?.by, waiting()]).toEqual(['given', { station: '02', manager: '11' }, []])
    expect(await voidIt(receipt)).toEqual({ ok: true, value: { back: 300 } })
    expect(saleAt(till.station().acts.till().sales, receipt)?.voided).toMatchObject({ asker: '03', manager: '11' })
    const here = (await events(till)).filter((event) => 'approval' in event)
    expect(here).toMatchObject([{ approval: { asker: '03', approver: '11', from: { station: '02' } } }, {}])
    const said = (await events(office)).at(-1)
    expect(said).toMatchObject({ is: 'remote-answered', manager: '11', says: { is: 'yes' } })
  })

  it('is good once, and opens no other sale', async () => {
    const { sell, askFor, answer, mine, voidIt } = shop
    const [first, second] = [await sell(), await sell()]
    await askFor(voidOf(first))
    await answer(YES)
    const approval = mine()?.approval ?? ''
    expect(await voidIt(second, approval)).toEqual(refused('approval-for-another'))
    expect(await voidIt(first, approval)).toMatchObject({ ok: true })
    expect(await voidIt(first, approval)).toMatchObject({ ok: false })
  })

  it('is given by a void password there, and a wrong one is counted there', async () => {
    const { office, sell, askFor, answer, mine } = shop
    await askFor(voidOf(await sell()))
    expect(await answer({ is: 'yes', voidPassword: '000111' })).toEqual(refused('wrong-void-password'))
    expect(office.view().people.find(({ number }) => number === '11')?.void?.triesLeft).toBe(4)
    expect(mine()?.is).toBe('waiting')
    expect(await answer(YES)).toEqual(SAID)
    expect(mine()?.is).toBe('given')
    expect((await events(office)).at(-2)).toMatchObject({ is: 'void-refused', asker: '03', manager: '11' })
  })

  it('forgives the manager nothing here, where they entered nothing', async () => {
    const { till, sell, askFor, answer, mine } = shop
    const receipt = await sell()
    const wrong = { manager: '11', voidPassword: '000111' }
    await till.ask('authority.approve', { what: voidOf(receipt), reason: 'wrong-goods', word: wrong })
    await askFor(voidOf(receipt))
    await answer(YES)
    expect(mine()?.is).toBe('given')
    expect(till.view().people.find(({ number }) => number === '11')?.void?.triesLeft).toBe(4)
  })

  it('ends a wait as a no with its reason', async () => {
    const { sell, askFor, answer, mine } = shop
    const receipt = await sell()
    await askFor(voidOf(receipt))
    expect(await answer({ is: 'no', why: 'coming-over' })).toEqual(SAID)
    expect(mine()).toMatchObject({ is: 'refused', why: 'coming-over', approval: null, by: { manager: '11' } })
    expect(await answer(YES)).toEqual(refused('no-request'))
  })

  it('comes too late once nobody waits: withdrawn, signed out, or after three minutes', async () => {
    const { till, office, sell, askFor, answer, mine, waiting, both } = shop
    const receipt = await sell()
    await askFor(voidOf(receipt))
    expect(await till.ask('remote.withdraw', { request: mine()?.request })).toEqual(SAID)
    await both()
    expect([mine()?.is, waiting()]).toEqual(['withdrawn', []])
    await askFor(voidOf(receipt))
    await till.ask('operators.lock', {})
    await both()
    expect([till.view().remote.mine, waiting()]).toEqual([null, []])
    await till.ask('operators.signIn', AS_CASHIER)
    await askFor(voidOf(receipt))
    await till.clock.advance(REMOTE_LIFE_MS)
    expect(mine()?.is).toBe('expired')
    expect(waiting()).toHaveLength(1) // Its clock stands still in this test.
    expect(await answer(YES)).toEqual(SAID)
    expect(mine()).toMatchObject({ is: 'expired', approval: null })
    await office.clock.advance(REMOTE_LIFE_MS)
    expect(waiting()).toEqual([])
  })

  it('survives texts that are lost: it is asked again, and answered again', async () => {
    const { till, office, floor, sell, askFor, answer, mine, waiting, both } = shop
    const receipt = await sell()
    floor.setFate(() => [])
    await askFor(voidOf(receipt))
    expect(waiting()).toEqual([])
    floor.setFate((text) => [text])
    await till.clock.advance(5_000)
    await both()
    expect(waiting()).toHaveLength(1)
    const [{ leftMs } = { leftMs: 0 }] = waiting()
    await office.clock.advance(10_000)
    await till.clock.advance(5_000)
    await both()
    // Asking again gives no more time.
    expect(waiting()).toMatchObject([{ leftMs: leftMs - 10_000 }])
    floor.setFate(() => [])
    expect(await answer(YES)).toEqual(SAID)
    expect(mine()?.is).toBe('waiting')
    floor.setFate((text) => [text, text])
    await office.kill()
    expect(await office.open()).toEqual([])
    await till.clock.advance(5_000)
    await both()
    expect(mine()?.is).toBe('given')
  })
})

describe('what is refused before anybody is asked', () => {
  it('a sale that is not there, an act that asks for nobody, and a shop where nobody else could say yes', async () => {
    const { till, office, sell, askFor } = shop
    expect(await askFor(voidOf('01-1-0000099'))).toEqual(refused('unknown-sale'))
    await till.ask('sale.add', { sku: 'DRK001', quantity: 2 })
    expect(await askFor({ act: 'cancel-sale' })).toEqual(refused('no-manager-asked'))
    await till.ask('sale.cancel', {})
    const receipt = await sell()
    await till.ask('operators.signIn', AS_MANAGER)
    expect(await askFor(voidOf(receipt))).toEqual(refused('unknown-manager'))
    await office.station().close()
    expect(await askFor(voidOf(receipt))).toEqual(refused('nobody-in-reach'))
  })

  it('a refund above what may go without a code, and one below it takes the authenticator there', async () => {
    const { till, office, sell, askFor, answer, mine } = shop
    const refund = (receipt: string, amount: number) => ({ act: 'refund', receipt, wish: { by: 'amount', amount } })
    const dear = await sell(400)
    expect(await askFor(refund(dear, 50_001))).toEqual(refused('offline-too-much'))
    expect(await askFor(refund(dear, 50_000))).toMatchObject({ ok: true })
    expect(await answer(YES)).toEqual(refused('factor-needed'))
    const authenticator = await enrolTotp(office)
    const totp = () => authenticator.generate({ timestamp: office.clock.nowMs() })
    expect(await answer({ ...YES, totp: totp() })).toMatchObject({ ok: false, why: 'totp-used' })
    await office.clock.advance(30_000)
    expect(await answer({ ...YES, totp: totp() })).toEqual(SAID)
    expect(mine()?.is).toBe('given')
    const done = await till.ask('sale.refund', {
      ...{ receipt: dear, wish: { by: 'amount', amount: 50_000 }, reason: 'wrong-goods' },
      approval: mine()?.approval,
    })
    expect(done).toMatchObject({ ok: true })
    expect(till.station().acts.till().approvals.at(-1)).toMatchObject({ offline: true, from: { station: '02' } })
    // The step has said yes once, wherever.
    await askFor(refund(await sell(2), 100))
    expect(await answer({ ...YES, totp: totp() })).toEqual(refused('totp-used'))
  })

  it('whoever is the manager on duty elsewhere and the asker here', async () => {
    const { till, sell, askFor, answer } = shop
    await till.ask('operators.signIn', AS_MANAGER)
    await till.ask('operators.add', SECOND_MANAGER)
    await askFor(voidOf(await sell()))
    expect(await answer(YES)).toEqual(refused('self-approval'))
  })
})
