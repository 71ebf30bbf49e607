import { money } from '#domain/money'
import { openRequest, type RemoteRequest } from '#domain/remote'
import { beforeEach, describe, expect, it } from 'vitest'
import { SECOND_MANAGER } from '../../tests/world/people.ts'
import { makeRemoteShop, voidOf, YES, type RemoteShop } from '../../tests/world/remote-shop.ts'
import { digestOf, sealed, type Said } from './wire.ts'
import { generateKeyPairSync, sign } from 'node:crypto'

let shop: RemoteShop
const SAID = { ok: true, value: {} }

beforeEach(async () => {
  shop = await makeRemoteShop(81)
})

function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    identity: { sign: (text: Uint8Array) => sign(null, text, privateKey).toString('base64') },
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  }
}
const yesTo = (seen: RemoteRequest, request = seen.id): Said => ({
  ...{ is: 'answered', request, manager: '11', seen: digestOf(seen), says: { is: 'yes' } },
})

describe('what somebody on the line can do', () => {
  it('nothing with texts of before, altered ones, or ones in another name', async () => {
    const { till, floor, sell, askFor, answer, mine, voidIt, both } = shop
    const [first, second] = [await sell(), await sell()]
    await askFor(voidOf(first))
    await answer(YES)
    await voidIt(first)
    const before = [...floor.heard()]
    await askFor(voidOf(second))
    for (const text of before) floor.forge(text)
    await both()
    expect(mine()).toMatchObject({ is: 'waiting', approval: null })
    floor.setFate((text) => [text.replace('\\"no\\"', '\\"yes\\"'), text.slice(0, -9)])
    await answer({ is: 'no', why: 'other' })
    floor.setFate((text) => [text])
    const request = openRequest(till.station().acts.till())
    expect(request).toMatchObject({ subject: second })
    if (request) floor.forge(sealed('02', makeKey().identity, yesTo(request)))
    for (const text of ['', '{}', '[1]', 'x'.repeat(100_000), before[0]?.slice(1) ?? '']) floor.forge(text)
    await both()
    expect(mine()).toMatchObject({ is: 'waiting', approval: null })
  })

  it('a manager whom this station does not know says yes to nothing', async () => {
    const { office, sell, askFor, answer, mine } = shop
    await office.ask('operators.add', SECOND_MANAGER)
    await office.ask('operators.signIn', { number: SECOND_MANAGER.number, password: SECOND_MANAGER.password })
    await askFor(voidOf(await sell()))
    expect(await answer({ is: 'yes', voidPassword: SECOND_MANAGER.voidPassword })).toEqual(SAID)
    expect(mine()).toMatchObject({ is: 'refused', why: 'unknown-manager', approval: null })
  })

  it('another station neither asks in this one’s name, nor says yes to what it did not see', async () => {
    const { till, floor, sell, askFor, mine, waiting, both } = shop
    const { publicKey, identity } = makeKey()
    const third = floor.join({ station: '03', publicKey })
    const say = async (said: Said) => {
      third.send(sealed('03', identity, said))
      await both()
    }
    await askFor(voidOf(await sell()))
    const request = openRequest(till.station().acts.till())
    if (!request) throw new Error('nothing is asked')
    const about = { name: '', goods: [], more: 0, paidAtMs: null }
    await say({ is: 'asked', request: { ...request, id: 'another-request' }, about, leftMs: 60_000 })
    await say({ is: 'over', request: request.id })
    expect(waiting()).toMatchObject([{ request: request.id }])
    await say(yesTo({ ...request, amount: money(1) }, request.id))
    expect(mine()?.is).toBe('waiting')
    await say(yesTo(request))
    expect(mine()).toMatchObject({ is: 'given', by: { station: '03' } })
  })
})
