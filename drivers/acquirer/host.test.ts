import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { certificate, clockNow, closeAll, hostOn, lineTo, never, passing } from '../../tests/acquirer/exchanging.ts'
import { cardFields, MERCHANT, six, TERMINAL, twinParts, yuan } from '../../tests/acquirer/terminal.ts'
import { MAK, PACKETS } from '../../tests/acquirer/vectors.ts'
import type { VirtualClock } from '../clock/virtual.ts'
import { answerMti, messageOf, textOf, unpack, type Message } from './codec/message.ts'
import { CUP_CLASSIC } from './codec/profile.ts'
import { startVirtualHost, type VirtualHost } from './host.ts'
import type { AcquirerLine } from './line-port.ts'
import { seal, verify } from './mac.ts'
import { TEST_CARDS } from './virtual/cards.ts'
import { newHostState } from './virtual/state.ts'

afterEach(closeAll)
const { stripe } = TEST_CARDS
const KEY = '000012-000500'
const fields = {
  ...cardFields(stripe, '000000', '00', '22'),
  4: yuan(12_345),
  11: six(500),
  41: TERMINAL,
  42: MERCHANT,
}
const SALE = messageOf('0200', { ...fields, 49: '156' })
const REVERSAL = messageOf('0400', {
  ...{ ...fields, 26: undefined, 35: undefined, 52: undefined, 53: undefined, 39: '98', 49: '156' },
})

/** The code of the answer and how its MAC is, or how else it ended. */
async function say(clock: VirtualClock, line: AcquirerLine, message: Message): Promise<unknown> {
  const sealed = seal(message, CUP_CLASSIC, MAK)
  if (!sealed.ok) throw new Error(sealed.why)
  const isAnswer = (bytes: Uint8Array): boolean => {
    const read = unpack(bytes, CUP_CLASSIC)
    return read.ok && read.value.mti === answerMti(message.mti) && textOf(read.value, 11) === six(500)
  }
  const exchanged = await passing(clock, line.exchange(sealed.value, isAnswer, never()))
  if (exchanged.is !== 'answer') return exchanged.is
  const read = unpack(exchanged.message, CUP_CLASSIC)
  return [read.ok && textOf(read.value, 39), verify(exchanged.message, CUP_CLASSIC, MAK)]
}

async function signedIn(tls = false) {
  const clock = clockNow()
  const host = await hostOn(clock, tls, newHostState(Object.values(TEST_CARDS), 12))
  const line = lineTo(host.port, clock, tls ? { tls: { ca: certificate().cert, name: null } } : {})
  const signIn = await passing(
    clock,
    line.exchange(PACKETS.signIn.subarray(13), () => true, never()),
  )
  expect(signIn.is).toBe('answer')
  return { clock, host, line, say: (message: Message) => say(clock, line, message) }
}
const charged = (host: VirtualHost) => [host.books().charged(KEY), host.books().times(KEY)]

describe('a host on a socket', () => {
  it.each([false, true])('charges, and undoes what it charged; over TLS: %j', async (tls) => {
    const { host, say } = await signedIn(tls)
    expect([await say(SALE), ...charged(host)]).toEqual([['00', 'good'], 12_345, 1])
    expect([await say(REVERSAL), ...charged(host)]).toEqual([['00', 'good'], 0, 1])
  })

  it.each([
    ['no-answer', 'silence', 12_345],
    ['late', 'silence', 12_345],
    ['truncated', 'silence', 12_345],
    ['garbage', 'silence', 12_345],
    ['wrong-tpdu', 'silence', 12_345],
    ['lost-request', 'silence', 0],
    ['doubled', ['00', 'good'], 12_345],
    ['two-in-one', ['00', 'good'], 12_345],
    ['bad-mac', ['00', 'bad'], 12_345],
    ['no-mac', ['00', 'missing'], 12_345],
    ['code-A0', ['A0', 'good'], 0],
  ] as const)('%s: whatever the till heard, a reversal leaves nothing charged', async (mood, heard, fen) => {
    const { host, say } = await signedIn()
    host.will(mood)
    expect([await say(SALE), host.books().charged(KEY)]).toEqual([heard, fen])
    expect([await say(REVERSAL), host.books().charged(KEY)]).toEqual([[fen === 0 ? '25' : '00', 'good'], 0])
  })

  it('a reversal that overtakes its request keeps it from being carried out', async () => {
    const { clock, host, say } = await signedIn()
    host.will('late-request')
    expect(await say(SALE)).toBe('silence')
    expect([await say(REVERSAL), host.heard()]).toEqual([['25', 'good'], 3])
    await clock.advance(300_000)
    expect([...charged(host), host.books().find(KEY)]).toEqual([0, 0, null])
  })

  it('a request that comes late is carried out, where nobody undid it before', async () => {
    const { clock, host, say } = await signedIn()
    host.will('late-request')
    expect([await say(SALE), ...charged(host)]).toEqual(['silence', 0, 0])
    await clock.advance(300_000)
    expect(charged(host)).toEqual([12_345, 1])
  })

  it('what befalls requests comes one by one, each to the first that it is about', async () => {
    const { host, say } = await signedIn()
    host.will('reversal-96', 'no-answer')
    expect([await say(SALE), host.moodsLeft()]).toEqual([['00', 'good'], 2])
    expect([await say(REVERSAL), host.moodsLeft()]).toEqual([['96', 'good'], 1])
    expect([await say(REVERSAL), host.moodsLeft()]).toEqual(['silence', 0])
    expect([await say(REVERSAL), ...charged(host)]).toEqual([['00', 'good'], 0, 1])
  })

  it('its books outlast it', async () => {
    const { clock, host, say: before } = await signedIn()
    await before(SALE)
    const next = await startVirtualHost({ clock, twin: twinParts(), state: host.state(), tls: null })
    await host.close()
    expect(next.books().charged(KEY)).toBe(12_345)
    expect(await say(clock, lineTo(next.port, clock), REVERSAL)).toEqual(['00', 'good'])
    await next.close()
  })

  it('closes with nothing open and nothing to come', async () => {
    const { clock, host, line } = await signedIn()
    host.will('late')
    const sealed = seal(SALE, CUP_CLASSIC, MAK)
    const exchange = line.exchange(sealed.ok ? sealed.value : new Uint8Array(), () => true, never())
    await expect.poll(host.heard).toBe(2)
    await host.close()
    expect(await exchange).toEqual({ is: 'silence', why: 'cut' })
    await clock.advance(300_000)
    await sleep(5)
    expect(host.lines()).toBe(0)
  })
})
