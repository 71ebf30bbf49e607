import { Secret, TOTP } from 'otpauth'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  AS_CASHIER,
  AS_MANAGER,
  MANAGER_PASSWORD,
  NEW_SECRETS,
  staff,
  VOID_PASSWORD,
} from '../../tests/world/people.ts'
import { filesOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'
import { authenticatorUri, stepOf } from './authenticator.ts'

const done = { ok: true, value: {} }
const refused = (why: string) => ({ ok: false, why })

describe('the codes', () => {
  // RFC 6238, appendix B, SHA-1; of its eight digits the last six.
  const SECRET = Secret.fromUTF8('12345678901234567890').base32
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %i s are those of RFC 6238: %s, a step early and late as well, and no further', (seconds, code) => {
    const step = Math.floor(seconds / 30)
    for (const off of [-1, 0, 1]) expect(stepOf(SECRET, code, (step + off) * 30_000)).toBe(step)
    for (const off of [-2, 2]) expect(stepOf(SECRET, code, (step + off) * 30_000)).toBeNull()
  })

  it('are made of what the address says', () => {
    const uri = authenticatorUri(SECRET, { issuer: '小麦便利店', label: '11' })
    expect(uri).toContain(`secret=${SECRET}`)
    expect(new URL(uri).searchParams.get('issuer')).toBe('小麦便利店')
  })
})

describe('a manager’s authenticator', () => {
  let world: World
  beforeEach(async () => {
    world = await makeWorld({ seed: 5 })
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
  })
  const manager = () => world.view().people.find(({ number }) => number === '11')
  const confirm = (code: string) => world.ask('operators.confirmTotp', { code })
  const begun = async (txn?: string) => {
    const answer = await world.ask('operators.enrolTotp', { voidPassword: VOID_PASSWORD }, txn)
    if (!answer.ok) throw new Error(answer.why)
    const { uri } = answer.value as { uri: string } // the contract's
    const secret = new URL(uri).searchParams.get('secret') ?? ''
    return { secret, codes: new TOTP({ secret: Secret.fromBase32(secret) }) }
  }
  const code = (totp: TOTP, steps = 0) => totp.generate({ timestamp: world.clock.nowMs() + steps * 30_000 })

  it('counts from its first right code on, over a start, and until it is dropped', async () => {
    expect(await world.ask('operators.enrolTotp', { voidPassword: MANAGER_PASSWORD })).toEqual(refused('wrong-secret'))
    expect(manager()).toMatchObject({ hasTotp: false, void: { triesLeft: 4 } })
    expect(await confirm('123456')).toEqual(refused('enrolment-over'))
    const { codes } = await begun()
    expect(manager()).toMatchObject({ hasTotp: false, void: { triesLeft: 5 } })
    expect(await confirm(code(codes, -3))).toEqual(refused('wrong-code'))
    expect(manager()).toMatchObject({ hasTotp: false, totp: { triesLeft: 4 } })
    expect(await confirm(code(codes))).toEqual(done)
    expect(manager()).toMatchObject({ hasTotp: true, totp: { triesLeft: 5 } })
    await world.kill()
    expect(await world.open()).toEqual([])
    await world.ask('operators.signIn', AS_MANAGER)
    expect(manager()).toMatchObject({ hasTotp: true })
    expect(await world.ask('operators.dropTotp', { voidPassword: '999888' })).toEqual(refused('wrong-secret'))
    expect(await world.ask('operators.dropTotp', { voidPassword: VOID_PASSWORD })).toEqual(done)
    expect(manager()).toMatchObject({ hasTotp: false })
    expect(await world.ask('operators.dropTotp', { voidPassword: VOID_PASSWORD })).toEqual(refused('secret-not-set'))
  })

  it('is for managers, and not for ever begun', async () => {
    const { codes } = await begun()
    await world.clock.advance(10 * 60_000 + 1)
    expect(await confirm(code(codes))).toEqual(refused('enrolment-over'))
    await world.ask('operators.signIn', AS_CASHIER)
    const asked = world.ask('operators.enrolTotp', { voidPassword: VOID_PASSWORD })
    expect(await asked).toEqual(refused('not-allowed'))
  })

  it('is told to who asked again with the same txn, and to nobody after a start', async () => {
    const txn = world.newTxn()
    const { secret } = await begun(txn)
    expect((await begun(txn)).secret).toBe(secret)
    await world.kill()
    await world.open()
    await world.ask('operators.signIn', AS_MANAGER)
    const again = await world.ask('operators.enrolTotp', { voidPassword: VOID_PASSWORD }, txn)
    expect(again).toEqual(refused('enrolment-over'))
  })

  it('that is begun anew leaves the one before in force until it is proved', async () => {
    const first = await begun()
    await confirm(code(first.codes))
    const second = await begun()
    expect(manager()?.hasTotp).toBe(true)
    expect(await confirm(code(second.codes))).toEqual(done)
    await world.station().close()
    const vault = (await filesOn(world.disk.process(), FOLDER)).get(`${FOLDER}/sealed/vault.json`)?.toString() ?? ''
    // The one before may lie there until the next change, and opens nothing.
    expect(vault.match(/"totp-11-/g)?.length).toBeLessThanOrEqual(2)
  })

  it('is in no file in the clear, in no view and in no record', async () => {
    const { secret, codes } = await begun()
    const seen = [JSON.stringify(world.view())]
    await confirm(code(codes))
    seen.push(JSON.stringify(world.view()))
    await world.station().close()
    const files = await filesOn(world.disk.process(), FOLDER)
    for (const text of [...seen, ...[...files.values()].map(String)]) {
      expect(text.includes(secret) || text.includes('otpauth:')).toBe(false)
    }
    expect([...files.keys()].some((path) => path.endsWith('vault.json'))).toBe(true)
  })

  it('of another is dropped by a manager, without a word of theirs', async () => {
    const { codes } = await begun()
    await confirm(code(codes))
    await world.ask('operators.setSecret', {
      ...{ kind: 'pin', current: MANAGER_PASSWORD, next: NEW_SECRETS.pin, again: NEW_SECRETS.pin },
    })
    expect(await world.ask('operators.revokeSecret', { operator: '11', kind: 'totp' })).toEqual(done)
    expect(manager()?.hasTotp).toBe(false)
  })
})

describe('where codes for refunds go', () => {
  it.each([
    [
      { email: 'li.lei@shop.cn', phone: '138 0013-1234' },
      { email: 'l***@shop.cn', phone: '138****1234' },
    ],
    [
      { email: null, phone: '+8613800131234' },
      { email: null, phone: '+86138****1234' },
    ],
    [
      { email: 'a@b.cn', phone: null },
      { email: 'a***@b.cn', phone: null },
    ],
  ])('%j is shown as %j to managers only, and is in no record', async (contact, shown) => {
    const world = await makeWorld({ seed: 5 })
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    const set = (own: object, voidPassword = VOID_PASSWORD) =>
      world.ask('operators.setContact', { ...own, voidPassword })
    expect(await set(contact, '999888')).toEqual(refused('wrong-secret'))
    expect(await set({ ...contact, email: 'nobody' })).toEqual(refused('not-an-email'))
    expect(await set({ ...contact, phone: '12' })).toEqual(refused('not-a-phone'))
    expect(await set({ ...contact, phone: '621234567890128' })).toMatchObject({ ok: false })
    expect(await set(contact)).toEqual(done)
    expect(world.view().people[0]?.contact).toEqual(shown)
    await world.ask('operators.signIn', AS_CASHIER)
    expect(world.view().people[0]?.contact).toBeNull()
    await world.station().close()
    const files = await filesOn(world.disk.process(), FOLDER)
    const holding = [...files]
      .filter(([, bytes]) => /li\.lei|00131234|a@b/.test(bytes.toString()))
      .map(([path]) => path)
    expect(holding.filter((path) => !path.includes('settings/operators.json'))).toEqual([])
  })
})
