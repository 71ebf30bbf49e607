import { request as httpsRequest, Agent } from 'node:https'
import { connect } from 'node:tls'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { certificate, passing } from '../../tests/acquirer/exchanging.ts'
import * as merchant from '../../tests/scanpay/merchant.ts'
import { makeVirtualClock } from '../clock/virtual.ts'
import { startVirtualPlatform, type VirtualPlatform } from './host.ts'
import { codeOf, TEST_CUSTOMERS } from './virtual/customers.ts'
import type { Mood } from './virtual/moods.ts'
import { newPlatformState, type PlatformState } from './virtual/state.ts'

const { answeredIn, authorization, enveloped, MICROPAY, NOW_MS, platformParts, PREORDER, QUERY, stamped } = merchant
const { alipay } = TEST_CUSTOMERS
const PAY = {
  ...{ ...merchant.WHO, out_trade_no: 'A1', total_amount: '5000', location_info: merchant.WHERE },
  auth_code: codeOf(alipay, 1),
}
const running: (() => unknown)[] = []
afterEach(async () => {
  for (const close of running.splice(0)) await close()
})

async function platform(own: Partial<Parameters<typeof startVirtualPlatform>[0]> = {}) {
  const clock = makeVirtualClock(NOW_MS)
  const state = newPlatformState(Object.values(TEST_CUSTOMERS))
  const host = await startVirtualPlatform({ clock, twin: platformParts(), state, tls: certificate(), ...own })
  running.push(host.close)
  return { clock, host, ...tillOf(host.port, clock) }
}

let nonces = 0
/** A till that speaks HTTPS with Node’s own client. */
function tillOf(port: number, clock: ReturnType<typeof makeVirtualClock>) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  running.push(() => agent.destroy())
  const send = (path: string, body: Buffer, more: object = {}) => {
    const headers = {
      ...{ 'Content-Type': 'application/json', 'Content-Length': body.length },
      ...{ Authorization: authorization(stamped(body, clock.nowMs(), `n${++nonces}`)), ...more },
    }
    return new Promise<string | ReturnType<typeof answeredIn>>((resolve) => {
      const to = { host: '127.0.0.1', port, path, method: 'POST', headers, agent, ca: certificate().cert }
      const asking = httpsRequest(to, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => void pieces.push(piece))
        response.on('error', () => resolve('cut'))
        response.on('end', () =>
          resolve(
            answeredIn({
              status: response.statusCode ?? 0,
              headers: response.headers as Record<string, string>, // none of these comes twice
              body: Buffer.concat(pieces),
            }),
          ),
        )
      })
      asking.on('error', () => resolve('cut'))
      asking.end(body)
    })
  }
  const say = async (path: string, data: object, more: object = {}) => {
    const answer = await passing(clock, send(path, enveloped(data, clock.nowMs()), more))
    return typeof answer === 'object' && answer ? answer.code || answer.status : answer
  }
  const query = () => say(QUERY, { ...merchant.WHO, out_trade_no: 'A1' })
  return { send, say, query, agent }
}
const charged = (host: VirtualPlatform) => [host.books().charged('A1'), host.books().times('A1')]

describe('a platform on a socket', () => {
  it('charges, over one line that stays open', async () => {
    const { host, say, query } = await platform()
    expect([await say(MICROPAY, PAY), ...charged(host)]).toEqual(['BBS00000', 5_000, 1])
    expect([await query(), host.heard(), host.lines()]).toEqual(['BBS00000', 2, 1])
  })

  it('shows a code, which a customer pays', async () => {
    const { host, say } = await platform()
    const order = { ...PAY, auth_code: undefined }
    expect(await say(PREORDER, { ...order, account_type: 'ALIPAY', trans_type: '41' })).toBe('BBS00000')
    expect(await host.customer({ is: 'pays', number: 'A1', customer: alipay.codes })).toBe(null)
    expect(charged(host)).toEqual([5_000, 1])
  })

  it.each([
    ['garbage', 200, 5_000],
    ['bad-signature', 'BBS00000', 5_000],
    ['bad-gateway-done', 502, 5_000],
    ['bad-gateway', 502, 0],
    ['duplicate', 'BBS90005', 5_000],
    [{ is: 'open', queries: 1, end: 'SUCCESS' }, 'BBS10000', 0],
  ] as const)('%j', async (mood: Mood, heard, fen) => {
    const { host, say } = await platform()
    host.will(mood)
    expect([await say(MICROPAY, PAY), host.books().charged('A1'), host.moodsLeft()]).toEqual([heard, fen, 0])
  })

  it('says nothing where an answer is lost, and carries on', async () => {
    const { clock, host, send, query, agent } = await platform()
    host.will('no-answer')
    const silent = send(MICROPAY, enveloped(PAY, NOW_MS))
    await expect.poll(host.heard).toBe(1)
    await clock.advance(60_000)
    expect(charged(host)).toEqual([5_000, 1])
    agent.destroy()
    expect(await silent).toBe('cut')
    expect(await query()).toBe('BBS00000')
  })

  it.each([
    ['late', 5_000],
    ['late-request', 0],
  ] as const)('%s: it comes, when nobody waits now', async (mood, fen) => {
    const { clock, host, send } = await platform()
    host.will(mood)
    let isThere = false
    const late = send(MICROPAY, enveloped(PAY, NOW_MS)).finally(() => (isThere = true))
    await expect.poll(host.heard).toBe(1)
    await clock.advance(149_000)
    expect([isThere, host.books().charged('A1')]).toEqual([false, fen])
    await clock.advance(2_000)
    expect([await late, ...charged(host)]).toEqual([expect.objectContaining({ code: 'BBS00000' }), 5_000, 1])
  })
})

describe('a line that breaks', () => {
  it('at any byte of a request: nothing is done', async () => {
    const { host, say, query } = await platform()
    for (const at of [0, 1, 200, 400, 700]) {
      host.will({ is: 'cut', what: 'request', at })
      expect([at, await say(MICROPAY, PAY), host.moodsLeft()]).toEqual([at, 'cut', 0])
    }
    expect([host.heard(), ...charged(host)]).toEqual([0, 0, 0])
    expect([await query(), host.books().order('A1')]).toEqual(['BBS90006', null])
    // Up to its last byte, and one further.
    let at = 800
    for (let heard: unknown = 'cut'; heard === 'cut'; at++) {
      host.will({ is: 'cut', what: 'request', at })
      heard = await say(MICROPAY, PAY)
      expect([heard, host.heard(), ...charged(host)]).toEqual(
        heard === 'cut' ? ['cut', 1, 0, 0] : ['BBS00000', 2, 5_000, 1],
      )
    }
    expect(at).toBeGreaterThan(810)
    expect([await query(), await query()]).toEqual(['BBS00000', 'BBS00000'])
  })

  it('at any byte of an answer: it is done', async () => {
    for (const at of [0, 1, 15, 300, 800, 1_000]) {
      const { host, say } = await platform()
      host.will({ is: 'cut', what: 'answer', at })
      expect([at, await say(MICROPAY, PAY), ...charged(host)]).toEqual([at, 'cut', 5_000, 1])
      expect(await say(MICROPAY, PAY)).toBe('BBS90005')
    }
  })

  it('behind the last byte of an answer: it was heard', async () => {
    const { host, say } = await platform()
    host.will({ is: 'cut', what: 'answer', at: 100_000 })
    expect(await say(MICROPAY, PAY)).toBe('BBS00000')
  })
})

describe('limits', () => {
  it('no other method, and nothing that is too large', async () => {
    const { host, clock, send } = await platform()
    const huge = await passing(clock, send(MICROPAY, Buffer.alloc(65 * 1_024, ' ')))
    // The line may break before its answer is read, while the rest is being sent.
    expect([413, 'cut']).toContain(typeof huge === 'object' ? huge?.status : huge)
    const header = { 'X-Large': 'x'.repeat(9_000) }
    const large = await passing(clock, send(QUERY, Buffer.from('{}'), header))
    expect([431, 'cut']).toContain(typeof large === 'object' ? large?.status : large)
    const status = await new Promise((resolve) => {
      const to = { host: '127.0.0.1', port: host.port, ca: certificate().cert, path: MICROPAY, method: 'GET' }
      httpsRequest(to, (response) => resolve(response.statusCode)).end()
    })
    expect([status, host.heard(), host.books().total()]).toEqual([405, 0, 0])
  })

  it('a header twice is none', async () => {
    const { clock, say } = await platform()
    const good = () => authorization(stamped(enveloped(PAY, clock.nowMs()), clock.nowMs(), 'twice'))
    expect(await say(MICROPAY, PAY, { Authorization: [good(), 'b'] })).toBe('BBS90101')
    expect(await say(MICROPAY, PAY, { Authorization: [good()] })).toBe('BBS00000')
  })
})

describe('its end', () => {
  it('its books are kept before an answer leaves, and outlast it', async () => {
    const kept: PlatformState[] = []
    const first = await platform({
      keep: (state) => {
        kept.push(state)
        return Promise.resolve()
      },
    })
    expect([await first.say(MICROPAY, PAY), kept.length]).toEqual(['BBS00000', 1])
    await first.host.close()
    const next = await platform({ state: kept[0] ?? first.host.state(), at: first.host.port })
    expect([next.host.port, ...charged(next.host)]).toEqual([first.host.port, 5_000, 1])
    expect(await next.say(MICROPAY, PAY)).toBe('BBS90005')
  })

  it('away it is not there, and back it is', async () => {
    const { host, say, query } = await platform()
    await say(MICROPAY, PAY)
    await host.setAway(true)
    expect([await query(), host.lines()]).toEqual(['cut', 0])
    await host.setAway(false)
    expect([await query(), ...charged(host)]).toEqual(['BBS00000', 5_000, 1])
  })

  it('closes with nothing open and nothing to come, not even who never said hello', async () => {
    const { clock, host, send } = await platform()
    host.will('late')
    const waiting = send(MICROPAY, enveloped(PAY, NOW_MS))
    await expect.poll(host.heard).toBe(1)
    const idle = connect({ host: '127.0.0.1', port: host.port, ca: certificate().cert })
    idle.on('error', () => undefined)
    await expect.poll(host.lines).toBe(2)
    await host.close()
    expect(await waiting).toBe('cut')
    await clock.advance(300_000)
    await sleep(5)
    expect(host.lines()).toBe(0)
  })

  it('carries out nothing that it had not begun with', async () => {
    const { clock, host, send } = await platform()
    host.will('late-request')
    const waiting = send(MICROPAY, enveloped(PAY, NOW_MS))
    await expect.poll(host.heard).toBe(1)
    await host.close()
    await clock.advance(300_000)
    expect([await waiting, ...charged(host)]).toEqual(['cut', 0, 0])
  })

  it('befalls one after another, each the first that it is about, and then what is usual', async () => {
    const { host, say, query } = await platform()
    host.will('duplicate', 'bad-gateway')
    host.setUsual('disabled')
    expect([await query(), host.moodsLeft()]).toEqual(['BBS90006', 2])
    expect([await say(MICROPAY, PAY), host.moodsLeft()]).toEqual(['BBS90005', 1])
    expect([await query(), await query(), host.moodsLeft()]).toEqual([502, 'BBS00000', 0])
    expect(await say(MICROPAY, { ...PAY, out_trade_no: 'A2' })).toBe('BBS11184')
    host.setUsual(null)
    expect(await say(MICROPAY, { ...PAY, auth_code: codeOf(alipay, 2), out_trade_no: 'A2' })).toBe('BBS00000')
  })
})
