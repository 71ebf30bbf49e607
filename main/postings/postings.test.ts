import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '#domain/policy'
import { money } from '#domain/money'
import { OFFICE, TERMINAL } from '../../tests/world/head-office.ts'
import { AS_CASHIER, AS_MANAGER, CASHIER, FIRST_RUN, NEW_SECRETS } from '../../tests/world/people.ts'
import { ISSUED_MS, postedAndStaffed, type PostedShop } from '../../tests/world/posted.ts'
import { signPolicy } from '../head-office/policy.ts'

/** What head office posts, at a station that sells. It is 2026-05-04, 09:00 in the shop. */
let shop: PostedShop
const notice = (own: object = {}) => ({
  ...{
    id: 'n1',
    title: { zh: '盘点', en: 'Stock-taking' },
    text: { zh: '今晚盘点。', en: 'Tonight.' },
    mustRead: true,
  },
  ...own,
})
const ask = (name: string, input: object) => shop.world.ask(name, input)
const view = () => shop.world.view().postings
const add = (sku = 'DRK001') => ask('sale.add', { sku, quantity: 1 })
const pays = (due: number) => ask('sale.payCash', { due, given: due })
const priceOf = () => shop.world.view().sale?.lines[0]?.price
const OK = { ok: true }
const not = (why: string) => ({ ok: false, why })
const manager = { ...FIRST_RUN.manager, role: 'manager' }
const cashier = { number: CASHIER.number, name: CASHIER.name, role: 'cashier' }

beforeEach(async () => {
  shop = await postedAndStaffed(71)
})

describe('a notice', () => {
  it('that must be read keeps the next sale waiting until whoever sells has read it, never an open one', async () => {
    expect(await add()).toMatchObject(OK)
    await shop.post('notices', { notices: [notice()] })
    expect(view().notices).toEqual([])
    expect(await add()).toMatchObject(OK)
    expect(await pays(300)).toMatchObject(OK)
    expect(view().notices).toMatchObject([{ id: 'n1', mustRead: true, read: false }])
    expect(await add()).toEqual(not('notice-unread'))
    expect(await ask('sale.scan', { code: '6902088921014' })).toEqual(not('notice-unread'))
    expect(await ask('notices.read', { notice: 'n1' })).toMatchObject(OK)
    expect(await ask('notices.read', { notice: 'n1' })).toMatchObject(OK)
    expect(await add()).toMatchObject(OK)
    expect(await shop.records('notice-read')).toEqual([{ is: 'notice-read', notice: 'n1', operator: '11' }])
    await pays(150)
    await ask('operators.signIn', AS_CASHIER)
    expect(await add()).toEqual(not('notice-unread'))
  })

  it('begins and is over by the time of the shop, and is unread again when it says something else', async () => {
    const between = { from: '2026-05-04 10:00:00', until: '2026-05-04 11:00:00' }
    await shop.post('notices', { notices: [notice(between)] })
    expect(await add()).toMatchObject(OK)
    await pays(150)
    await shop.world.clock.advance(3_600_000)
    expect(await add()).toEqual(not('notice-unread'))
    await ask('notices.read', { notice: 'n1' })
    await shop.post('notices', { notices: [notice({ ...between, text: { zh: '改到明天。' } })] })
    expect(await add()).toEqual(not('notice-unread'))
    await shop.world.clock.advance(3_600_000)
    expect(view().notices).toEqual([])
    expect(await ask('notices.read', { notice: 'n1' })).toEqual(not('no-such-notice'))
    expect(await add()).toMatchObject(OK)
  })

  it('of the shop and one of the station are both there; of two with one name the station has its own', async () => {
    await shop.post('notices', { notices: [notice(), notice({ id: 'n2', mustRead: false })] })
    await shop.post('notices', { notices: [notice({ id: 'n2', title: { zh: '本台' } })] }, { station: '01' })
    expect(view().notices.map(({ id, title }) => [id, title.zh])).toEqual([
      ['n1', '盘点'],
      ['n2', '本台'],
    ])
    expect(await ask('operators.lock', {})).toMatchObject(OK)
    expect(view().notices).toEqual([])
  })
})

describe('goods and prices', () => {
  const water = (price: number) => `DRK001\t6902088921014\t农夫山泉\t饮料\t${price}\tpiece\t`

  it('hold from the next sale on, and lists that wait from their time', async () => {
    expect(await add()).toMatchObject(OK)
    const lists = [
      shop.list('goods', [water(200), `TEA\t\t茶\t饮料\t500\tpiece\t`]),
      shop.list('prices', ['DRK001\t250', 'NOBODY\t1'], '2026-05-04 10:00:00'),
      shop.list('prices', ['DRK001\t180'], '2026-05-05 00:00:00'),
    ]
    await shop.post('catalogue', { lists })
    expect(await add()).toMatchObject(OK)
    expect(shop.world.view().sale?.lines.map(({ price }) => price)).toEqual([150])
    await pays(300)
    await shop.heard()
    expect(view().state?.lists.map(({ inForce }) => inForce)).toEqual([true, false, false])
    await add()
    expect(priceOf()).toBe(200)
    await shop.world.clock.advance(3_600_000)
    expect(await add('TEA')).toMatchObject(OK)
    expect(view().state?.lists.map(({ inForce }) => inForce)).toEqual([true, false, false])
    await pays(700)
    await shop.heard()
    await add()
    expect(priceOf()).toBe(250)
    await pays(250)
    await shop.world.clock.advance(15 * 3_600_000)
    await shop.heard()
    await add()
    expect(priceOf()).toBe(180)
    expect(await ask('sale.add', { sku: 'SNK001', quantity: 1 })).toEqual(not('unknown-goods'))
    expect((await shop.records('posting-applied')).map((each) => (each as { lists: number }).lists)).toEqual([1, 2, 3])
  })

  it('are there after a start, and are fetched again where the file was lost', async () => {
    await shop.post('catalogue', { lists: [shop.list('goods', [water(200)])] })
    await shop.reopen()
    await add()
    expect(priceOf()).toBe(200)
    await pays(200)
    const names = (await shop.disk().list('/station/settings')).filter((name) => name.startsWith('posted-'))
    expect(names).toHaveLength(1)
    shop.hub.setAway('unreachable')
    await shop.world.station().close()
    for (const name of names) await shop.disk().remove(`/station/settings/${name}`)
    await shop.world.open()
    await ask('operators.signIn', AS_MANAGER)
    expect(view().state?.lacksGoods).toBe(true)
    await add()
    expect(priceOf()).toBe(150)
    shop.hub.setAway(null)
    await shop.heard()
    expect(priceOf()).toBe(150)
    await pays(150)
    await shop.recall()
    expect(view().state?.lacksGoods).toBe(false)
    await add()
    expect(priceOf()).toBe(200)
  })
})

describe('operators', () => {
  const newcomer = { number: '21', name: '小王', role: 'cashier' }

  it('who are new get a first password by head office’s code; who is gone leaves between two sales', async () => {
    await ask('operators.signIn', AS_CASHIER)
    await add()
    await shop.post('operators', { operators: [manager, newcomer] })
    expect(shop.world.view().operator?.number).toBe('03')
    await pays(150)
    await shop.heard()
    expect(shop.world.view()).toMatchObject({ operator: null, stage: 'sign-in' })
    expect(await ask('operators.signIn', AS_CASHIER)).toEqual(not('unknown-operator'))
    const first = { number: '21', password: NEW_SECRETS.first }
    expect(await ask('operators.signIn', first)).toEqual(not('wrong-password'))
    const reset = { number: '21', kind: 'login', next: first.password, again: first.password }
    const code = await shop.issue({ kind: 'reset', operator: '21' })
    expect(await ask('operators.resetByCode', { code, ...reset })).toMatchObject(OK)
    expect(await ask('operators.signIn', first)).toMatchObject(OK)
  })

  it('who come back with a number have nothing of what it could before, not after a start either', async () => {
    await shop.post('operators', { operators: [manager] })
    await shop.reopen()
    expect(shop.world.view().people.map(({ number }) => number)).toEqual(['11'])
    await shop.post('operators', { operators: [manager, cashier] })
    expect(await ask('operators.signIn', AS_CASHIER)).toEqual(not('wrong-password'))
    await shop.reopen()
    expect(await ask('operators.signIn', AS_CASHIER)).toEqual(not('wrong-password'))
  })

  it('without a manager are refused', async () => {
    const revision = await shop.post('operators', { operators: [cashier] })
    expect(view().state?.refused).toMatchObject([{ kind: 'operators', revision, why: 'posting-unsound' }])
    expect(shop.world.view().people).toHaveLength(2)
  })
})

describe('a policy', () => {
  const { rows, offlineRefundMax, codeMinutes } = DEFAULT_POLICY
  const document = (day: number, more: object = {}) =>
    signPolicy(
      { merchant: TERMINAL.merchant, rows, offlineRefundMax, codeMinutes, locked: true, ...more },
      ISSUED_MS + day * 86_400_000,
      OFFICE,
    )

  it('travels as it is, and holds once', async () => {
    await shop.post('policy', { document: document(1) })
    expect(shop.world.view()).toMatchObject({
      policy: { version: 2, locked: true },
      policyIssuedMs: ISSUED_MS + 86_400_000,
    })
    await shop.reopen()
    await shop.post('policy', { document: document(0, { offlineRefundMax: money(1) }) })
    expect(view().state?.refused).toMatchObject([{ kind: 'policy', why: 'posting-unsound' }])
    expect(await shop.records('policy-set')).toHaveLength(1)
  })
})
