import type { PasskeyRequest, PasskeySigned } from '#contract/passkeys'
import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { money } from '#domain/money'
import { CHALLENGE_LIFE_MS, type PasskeyWanted } from '#domain/passkeys'
import { NEW_TILL } from '#domain/till'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeAuthenticator, PAGES, type Authenticator, type Own } from '../../tests/world/authenticator.ts'
import { AS_CASHIER, AS_MANAGER, SECOND_MANAGER, staff, VOID_PASSWORD } from '../../tests/world/people.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'
import { passkeysIn } from './file.ts'
import { makePasskeys, type Passkeys } from './passkeys.ts'

async function staffed(): Promise<World> {
  const world = await makeWorld({ seed: 1, passkeyOrigin: PAGES })
  await staff(world.ask)
  await world.ask('operators.signIn', AS_MANAGER)
  return world
}
const begin = (world: World, voidPassword = VOID_PASSWORD) => world.ask('passkeys.begin', { voidPassword })

async function enrolled(world: World, own: Own = {}): Promise<Authenticator> {
  const begun = await begin(world)
  const authenticator = makeAuthenticator()
  const options = (begun.ok ? begun.value : { challenge: '' }) as { challenge: string } // the contract's
  expect(await world.ask('passkeys.add', { made: authenticator.make(options, own) })).toEqual({ ok: true, value: {} })
  return authenticator
}

describe('a new passkey', () => {
  it('is made after the void password, tried, known after a start, and removed', async () => {
    const world = await staffed()
    const authenticator = await enrolled(world)
    const tryIt = async () => {
      const asked = await world.ask('passkeys.challenge', {})
      if (!asked.ok) return asked
      const options = asked.value as PasskeyRequest // the contract's
      return world.ask('passkeys.try', { signed: authenticator.sign(options) })
    }
    expect(await tryIt()).toEqual({ ok: true, value: {} })
    await world.kill()
    await world.open()
    await world.ask('operators.signIn', AS_MANAGER)
    expect(world.view().passkeys).toMatchObject({ offered: true, people: ['11'], mine: [{ id: authenticator.id }] })
    expect(await tryIt()).toEqual({ ok: true, value: {} })
    const { id } = authenticator
    expect(await world.ask('passkeys.remove', { id, voidPassword: '000111' })).toMatchObject({ ok: false })
    expect(await world.ask('passkeys.remove', { id, voidPassword: VOID_PASSWORD })).toMatchObject({ ok: true })
    expect([world.view().passkeys.people, await tryIt()]).toMatchObject([[], { why: 'no-such-passkey' }])
  })

  it('is not made with a wrong void password, which is counted', async () => {
    const world = await staffed()
    expect(await begin(world, '000111')).toMatchObject({ why: 'wrong-void-password' })
    expect(world.view().people.find(({ number }) => number === '11')?.void?.triesLeft).toBe(4)
    for (let i = 0; i < 4; i++) await begin(world, '000111')
    expect(await begin(world)).toMatchObject({ why: 'void-password-locked' })
  })

  it('is a manager’s own alone, and five at the most', async () => {
    const world = await staffed()
    for (let i = 0; i < 5; i++) await enrolled(world)
    expect(await begin(world)).toMatchObject({ why: 'too-many-passkeys' })
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await begin(world)).toMatchObject({ why: 'not-allowed' })
    expect(world.view().passkeys).toMatchObject({ people: ['11'], mine: [] })
  })

  it.each<[string, Own]>([
    ['another page', { origin: 'https://station.localhost.evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['nobody’s finger', { verified: false }],
    ['another kind of answer', { type: 'webauthn.get' }],
  ])('is not made with %s', async (_, own) => {
    const world = await staffed()
    const begun = await begin(world)
    const options = (begun.ok ? begun.value : { challenge: '' }) as { challenge: string } // the contract's
    const made = makeAuthenticator().make(options, own)
    expect(await world.ask('passkeys.add', { made })).toMatchObject({ why: 'passkey-refused' })
    // Nor is the challenge good for a second try.
    expect(await world.ask('passkeys.add', { made: makeAuthenticator().make(options) })).toMatchObject({
      why: 'passkey-challenge',
    })
  })

  it('of one manager is not made with the challenge of another', async () => {
    const world = await staffed()
    await world.ask('operators.add', SECOND_MANAGER)
    const begun = await begin(world)
    const options = (begun.ok ? begun.value : { challenge: '' }) as { challenge: string } // the contract's
    await world.ask('operators.signIn', { number: '12', password: SECOND_MANAGER.password })
    expect(await world.ask('passkeys.add', { made: makeAuthenticator().make(options) })).toMatchObject({
      why: 'passkey-challenge',
    })
  })

  it('that only the file knows is nobody’s, and one whose key was exchanged too', async () => {
    const world = await staffed()
    const real = await enrolled(world)
    const [mine] = (await passkeysIn(world.disk.process(), FOLDER)).data.passkeys
    if (!mine) throw new Error('no passkey in the file')
    const exchanged = { ...mine, publicKey: `${mine.publicKey.slice(0, -4)}AAAA` }
    for (const passkeys of [[{ ...mine, id: makeAuthenticator().id }], [exchanged]]) {
      const file = await passkeysIn(world.disk.process(), FOLDER)
      file.data = { passkeys }
      await file.write()
      await world.kill()
      await world.open()
      await world.ask('operators.signIn', AS_MANAGER)
      expect(world.view().passkeys.people).toEqual([])
      expect(await world.ask('passkeys.challenge', {})).toMatchObject({ why: 'no-such-passkey' })
    }
    expect(real.id).toBe(mine.id)
  })

  it('is not offered where the window can use none', async () => {
    const world = await makeWorld({ seed: 1 })
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    expect([world.view().passkeys.offered, await begin(world)]).toMatchObject([false, { why: 'passkeys-not-here' }])
  })
})

const WANTED: PasskeyWanted = {
  ...{ act: 'void-paid', subject: 'S01-1-000001O', goods: '', amount: money(1250), reason: 'other' },
  ...{ station: '01', epoch: 1, asker: '03', approver: '11', asks: ['void-password', 'second-factor'] },
}

describe('a yes by passkey', () => {
  let passkeys: Passkeys
  let clock: VirtualClock
  let mine: Authenticator
  let others: Authenticator

  beforeEach(async () => {
    const world = await staffed()
    mine = await enrolled(world)
    await world.ask('operators.add', SECOND_MANAGER)
    await world.ask('operators.signIn', { number: '12', password: SECOND_MANAGER.password })
    const begun = await begin(world, SECOND_MANAGER.voidPassword)
    others = makeAuthenticator()
    const options = (begun.ok ? begun.value : { challenge: '' }) as { challenge: string } // the contract's
    await world.ask('passkeys.add', { made: others.make(options) })
    clock = makeVirtualClock(0)
    const till = { ...NEW_TILL, passkeys: world.station().acts.till().passkeys }
    const file = await passkeysIn(world.disk.process(), FOLDER)
    passkeys = makePasskeys({
      ...{ file, till: () => till, clock, random: makeVirtualRandom(2), log: SILENT, origin: PAGES },
    })
  })

  const challenge = (wanted = WANTED): PasskeyRequest => {
    const given = passkeys.challengeFor(wanted)
    if (!given.ok) throw new Error(given.why)
    return given.value
  }
  const signed = (options: PasskeyRequest, own: Own = {}, by = mine) => by.sign(options, own) as PasskeySigned

  it('is good once', async () => {
    const yes = signed(challenge())
    expect(await passkeys.verify(yes, WANTED)).toEqual({ ok: true, value: { passkey: mine.id } })
    expect(await passkeys.verify(yes, WANTED)).toMatchObject({ why: 'passkey-challenge' })
  })

  it.each<Partial<PasskeyWanted>>([
    { act: 'refund' },
    { subject: 'S01-1-000002X' },
    { amount: money(1251) },
    { asker: '04' },
    { approver: '12' },
    { goods: '0×1' },
    { reason: 'faulty' },
    { station: '02' },
    { epoch: 2 },
  ])('is for just this and not for %j', async (other) => {
    const yes = signed(challenge())
    expect(await passkeys.verify(yes, { ...WANTED, ...other })).toMatchObject({ why: 'passkey-for-another' })
    expect(await passkeys.verify(yes, WANTED)).toMatchObject({ why: 'passkey-challenge' })
  })

  it('ends after a minute', async () => {
    const inTime = signed(challenge())
    const late = signed(challenge())
    await clock.advance(CHALLENGE_LIFE_MS)
    expect(await passkeys.verify(inTime, WANTED)).toMatchObject({ ok: true })
    await clock.advance(1)
    expect(await passkeys.verify(late, WANTED)).toMatchObject({ why: 'passkey-challenge' })
  })

  it('is the approver’s own', async () => {
    expect(await passkeys.verify(signed(challenge(), {}, others), WANTED)).toMatchObject({ why: 'no-such-passkey' })
    // Under the name of another one.
    const forged = { ...signed(challenge(), {}, others), id: mine.id, rawId: mine.id }
    expect(await passkeys.verify(forged, WANTED)).toMatchObject({ why: 'passkey-refused' })
  })

  it.each<[string, Own]>([
    ['another page', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['nobody’s finger', { verified: false }],
    ['another kind of answer', { type: 'webauthn.create' }],
  ])('is refused with %s', async (_, own) => {
    expect(await passkeys.verify(signed(challenge(), own), WANTED)).toMatchObject({ why: 'passkey-refused' })
  })

  it('with a counter that went back is refused as a copy, and none that never counts', async () => {
    expect(await passkeys.verify(signed(challenge(), { counter: 9 }), WANTED)).toMatchObject({ ok: true })
    for (const counter of [9, 8, 0]) {
      expect(await passkeys.verify(signed(challenge(), { counter }), WANTED)).toMatchObject({ why: 'passkey-copied' })
    }
    expect(await passkeys.verify(signed(challenge(), { counter: 10 }), WANTED)).toMatchObject({ ok: true })
    const theirs = { ...WANTED, approver: '12' }
    for (let i = 0; i < 2; i++) {
      const still = signed(challenge(theirs), { counter: 0 }, others)
      expect(await passkeys.verify(still, theirs)).toMatchObject({ ok: true })
    }
  })

  it('of a challenge that was never given, or of no JSON, is refused', async () => {
    const made = signed({ ...challenge(), challenge: 'A'.repeat(43) })
    expect(await passkeys.verify(made, WANTED)).toMatchObject({ why: 'passkey-challenge' })
    const broken = { ...made, response: { ...made.response, clientDataJSON: 'AAAA' } }
    expect(await passkeys.verify(broken, WANTED)).toMatchObject({ why: 'passkey-challenge' })
  })
})
