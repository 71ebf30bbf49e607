import { describe, expect, it } from 'vitest'
import { AS_MANAGER, FIRST_RUN } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

const CONTACT = { email: 'lisi@shop.cn', phone: '138 0013-8000' }
const SHOWN = { email: 'l***@shop.cn', phone: '138****8000' }
const begin = (world: World, contact: object, txn?: string) =>
  world.ask('operators.begin', { ...FIRST_RUN, contact }, txn)
const contactOf = (world: World) => world.view().people[0]?.contact
const typesOn = async (world: World) =>
  (await recordsOn(world.disk.process(), `${FOLDER}/journal`)).records.map(({ type }) => type)

describe('the first manager’s contact', () => {
  it('is set with them, known masked, and in the journal as any other is: not to what', async () => {
    const world = await makeWorld({ seed: 7 })
    expect(await begin(world, CONTACT)).toEqual({ ok: true, value: {} })
    expect(contactOf(world)).toEqual(SHOWN)
    await world.station().close()
    const types = await typesOn(world)
    expect(types.slice(-2)).toEqual(['operators-made', 'contact-set'])
    const { records } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
    expect(records.at(-1)?.body).toMatchObject({ event: { operator: '11', email: true, phone: true } })
    expect(JSON.stringify(records)).not.toContain('lisi')
    expect(await world.open()).toEqual([])
    await world.ask('operators.signIn', AS_MANAGER)
    expect(contactOf(world)).toEqual(SHOWN)
  })

  it.each([
    ['not-an-email', { email: 'lisi', phone: null }],
    ['not-a-phone', { email: null, phone: '12' }],
    ['holds-card-number', { email: null, phone: '621234567890128' }],
  ])('that is none is refused as %s, and nobody is made', async (why, contact) => {
    const world = await makeWorld({ seed: 7 })
    expect(await begin(world, contact)).toEqual({ ok: false, why })
    expect(world.view()).toMatchObject({ stage: 'first-run', people: [] })
    expect(await begin(world, CONTACT)).toMatchObject({ ok: true })
  })

  it('may be left out, and then no record says anything of it', async () => {
    const world = await makeWorld({ seed: 7 })
    expect(await begin(world, { email: null, phone: null })).toMatchObject({ ok: true })
    expect(contactOf(world)).toEqual({ email: null, phone: null })
    await world.station().close()
    expect(await typesOn(world)).not.toContain('contact-set')
  })

  it('is one act also where it is asked again', async () => {
    const world = await makeWorld({ seed: 7 })
    const txn = world.newTxn()
    expect(await begin(world, CONTACT, txn)).toMatchObject({ ok: true })
    expect(await begin(world, CONTACT, txn)).toMatchObject({ ok: true })
    await world.station().close()
    expect((await typesOn(world)).filter((type) => type === 'contact-set')).toHaveLength(1)
  })

  it('counts wherever the power goes if and only if the journal has it', async () => {
    const ends = new Set<string>()
    for (let operations = 1; operations <= 60; operations++) {
      const world = await makeWorld({ seed: operations })
      world.disk.cutPowerAfter(operations)
      await begin(world, CONTACT)
      await world.cutPower()
      expect(await world.open()).toEqual([])
      const signedIn = await world.ask('operators.signIn', AS_MANAGER)
      const shown = signedIn.ok ? contactOf(world) : null
      await world.station().close()
      const isOnRecord = (await typesOn(world)).includes('contact-set')
      expect(shown?.email ?? null).toBe(isOnRecord ? SHOWN.email : null)
      ends.add(`${signedIn.ok ? 'made' : 'nobody'}, ${isOnRecord ? 'reached' : 'not reached'}`)
    }
    expect([...ends].sort()).toEqual(['made, not reached', 'made, reached', 'nobody, not reached'])
  })
})
