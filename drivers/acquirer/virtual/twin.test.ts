import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ordering } from '../../../tests/acquirer/ordering.ts'
import { profiles } from '../../../tests/acquirer/arbitrary.ts'
import { secondEyes } from '../../../tests/acquirer/second-eyes.ts'
import {
  cardFields,
  MERCHANT,
  NOW_MS,
  TERMINAL,
  testTerminal,
  twinParts,
  yuan,
} from '../../../tests/acquirer/terminal.ts'
import { MAK, PACKETS, TMK } from '../../../tests/acquirer/vectors.ts'
import { readHeader, unpackFrame } from '../codec/frame.ts'
import { bytesOf, messageOf, unpack } from '../codec/message.ts'
import { CUP_CLASSIC } from '../codec/profile.ts'
import { verify } from '../mac.ts'
import { openWorkingKeys } from '../working-keys.ts'
import { TEST_CARDS } from './cards.ts'
import { seededKeys } from './seeded-keys.ts'
import { newHostState, nextBatch } from './state.ts'
import { takeRequest } from './twin.ts'

const { stripe } = TEST_CARDS
const cards = Object.values(TEST_CARDS)

describe('a sign-in', () => {
  it('gives other keys each time, the same for the same seed, which the terminal opens', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const keysOf = seededKeys(profile, 'seed')
        const terminal = testTerminal(cards, { profile, keysOf })
        for (const turn of [1, 2]) {
          const heard = terminal.signIn()
          const f62 = Buffer.from(heard?.field(62) ?? '', 'hex')
          expect(openWorkingKeys(profile, f62, TMK)).toEqual({ ok: true, keys: keysOf(turn) })
        }
        expect(keysOf(1)).not.toEqual(keysOf(2))
        expect(seededKeys(profile, 'other')(1)).not.toEqual(keysOf(1))
      }),
      { numRuns: 50 },
    )
  })

  it('may give keys of which a check value is wrong', () => {
    const terminal = testTerminal(cards)
    const f62 = Buffer.from(terminal.signIn('bad-kcv')?.field(62) ?? '', 'hex')
    expect(openWorkingKeys(CUP_CLASSIC, f62, TMK)).toMatchObject({ ok: false, why: 'check-value' })
  })

  it('of another layout, another terminal or without its operator is refused', () => {
    const terminal = testTerminal(cards)
    const say = (network: string, fields = {}) =>
      terminal.manage('0800', network, { 63: Buffer.from('01 '), ...fields })?.code
    expect([
      say('001'),
      say('003', { 41: '87654321' }),
      say('003', { 42: '1' }),
      say('003', { 63: undefined }),
    ]).toEqual([...['12', '97', '03', '30']])
    expect(terminal.state().isSignedOn).toBe(false)
  })

  it('comes before all else, and after a sign-off again', () => {
    const { terminal, order } = ordering()
    expect(order('sale', stripe, 1).code).toBe('00')
    expect(terminal.manage('0820', '301')?.code).toBe('00')
    expect(terminal.manage('0820', '002')?.code).toBe('00')
    expect(order('sale', stripe, 1).code).toBe('77')
    terminal.signIn()
    expect(order('sale', stripe, 1).code).toBe('00')
    const fresh = testTerminal(cards)
    expect(fresh.card('0400', {})?.code).toBe('30')
  })
})

describe('the MAC', () => {
  it('of a request is looked at: wrong, missing and changed on the way', () => {
    const of = ordering()
    const signed = of.terminal.packet(
      messageOf('0200', {
        ...{ 2: stripe.pan, 3: '000000', 4: '000000000100', 11: '000500', 14: stripe.expiry, 22: '012', 25: '00' },
        ...{ 41: TERMINAL, 42: MERCHANT, 49: '156', 53: '0600000000000000', 60: '2200001200060' },
      }),
      MAK,
    )
    const codeOf = (packet: Uint8Array) => {
      const answer = of.terminal.raw(packet)
      const read = answer && unpack(answer.subarray(13), CUP_CLASSIC)
      return read?.ok ? read.value.fields.get(39) : null
    }
    const changed = (at: number, by: number) => signed.map((byte, where) => (where === at ? byte ^ by : byte))
    // The last digit of the amount, and the last sign of the MAC.
    expect([codeOf(changed(13 + 10 + 9 + 3 + 5, 1)), codeOf(changed(signed.length - 1, 1))]).toEqual(['A0', 'A0'])
    // Without a PIN: its bank wants one, which it sees only where the MAC is right.
    expect(codeOf(signed)).toBe('55')
    expect(of.order('sale', stripe, 1, { fields: { 53: '0600000000000000' } }).code).toBe('30')
  })

  it('of another key is wrong', () => {
    const of = ordering({ keysOf: seededKeys(CUP_CLASSIC, 'a seed') })
    const wrong = of.terminal.say(
      messageOf('0200', {
        ...{ 2: stripe.pan, 3: '310000', 11: '000500', 22: '012', 25: '00' },
        ...{ 41: TERMINAL, 42: MERCHANT, 49: '156', 53: '0600000000000000', 60: '0100001200060' },
      }),
      MAK,
    )
    expect(wrong?.code).toBe('A0')
  })

  it.each([
    ['what is approved', true, '00', 'good'],
    ['what is refused', true, '51', 'good'],
    ['what is approved, by a host that seals no refusal', false, '00', 'good'],
    ['what is refused, by such a host', false, '51', 'missing'],
  ] as const)('is on %s', (_what, sealsRefusals, code, mac) => {
    const of = ordering({ sealsRefusals })
    const sold = of.order('sale', TEST_CARDS.poor, code === '00' ? 100 : 20_000)
    expect([sold.code, lastMac(of.terminal.raw, of, code === '00' ? 100 : 20_000)]).toEqual([code, mac])
  })

  it.each([
    ['bad-mac', 'bad'],
    ['no-mac', 'missing'],
    ['asks-sign-in', 'good'],
  ] as const)('of an answer in the mood %s', (mood, mac) => {
    const of = ordering()
    expect(lastMac((packet) => of.terminal.raw(packet, mood), of, 100)).toBe(mac)
    expect(of.books().charged('000012-000700')).toBe(100)
  })
})

/** Sends a sale of the card that has little as a whole packet, and looks at the MAC of what comes back. */
function lastMac(raw: (packet: Uint8Array) => Uint8Array | null, of: ReturnType<typeof ordering>, fen: number) {
  const { terminal } = of
  const { poor } = TEST_CARDS
  const fields = { ...cardFields(poor, '000000', '00', '22'), 4: yuan(fen), 11: '000700' }
  const probe = messageOf('0200', { ...fields, 41: TERMINAL, 42: MERCHANT, 49: '156' })
  const answer = raw(terminal.packet(probe, MAK))
  return answer && verify(answer.subarray(13), CUP_CLASSIC, MAK)
}

describe('moods', () => {
  it.each([
    ['code-77', '77'],
    ['code-99', '99'],
    ['code-A0', 'A0'],
  ] as const)('%s says so and does nothing; the number may be used', (mood, code) => {
    const of = ordering()
    const sold = of.order('sale', stripe, 100, { mood })
    expect([sold.code, of.books().total()]).toEqual([code, 0])
    const fields = { 11: String(sold.stan).padStart(6, '0') }
    expect(of.order('sale', stripe, 100, { fields }).code).toBe('00')
  })

  it('in-part charges half, and says how much', () => {
    const of = ordering()
    const sold = of.order('sale', stripe, 101, { mood: 'in-part' })
    expect([sold.code, sold.heard?.field(4), of.books().charged(sold.key)]).toEqual(['10', '000000000050', 50])
    expect(of.about('void', sold, 101).code).toBe('64')
    expect(of.about('void', sold, 50).code).toBe('00')
    expect(of.order('sale', stripe, 1, { mood: 'in-part' }).code).toBe('00')
  })

  it('of a reversal: done and called unknown, or not done', () => {
    const of = ordering()
    for (const [mood, code, left] of [
      ['reversal-25', '25', 0],
      ['reversal-12', '12', 0],
      ['reversal-96', '96', 100],
    ] as const) {
      const sold = of.order('sale', stripe, 100)
      expect([of.reverse(sold, { mood }), of.books().charged(sold.key)]).toEqual([code, left])
    }
  })

  it('befall only what they are about', () => {
    const of = ordering()
    const sold = of.order('sale', stripe, 100, { mood: 'reversal-96' })
    expect([sold.code, of.reverse(sold, { mood: 'in-part' })]).toEqual(['00', '00'])
  })

  it('around the message: the addresses as they were, and a sign-in asked for', () => {
    const terminal = testTerminal(cards)
    const around = (mood: 'wrong-tpdu' | 'asks-sign-in' | null) => {
      const frame = unpackFrame(terminal.raw(PACKETS.echo, mood)?.subarray(2) ?? new Uint8Array())
      return frame.ok ? [frame.value.tpdu, readHeader(frame.value.header).asks] : null
    }
    expect([around(null), around('wrong-tpdu'), around('asks-sign-in')]).toEqual([
      ['6000000003', 'nothing'],
      ['6000030000', 'nothing'],
      ['6000000003', 'sign-in'],
    ])
  })
})

describe('whatever comes', () => {
  it('from another terminal of the line it says nothing to', () => {
    const terminal = testTerminal(cards)
    const echo = (at: number, byte: number) =>
      terminal.raw(PACKETS.echo.map((each, where) => (where === at ? byte : each)))
    expect(terminal.raw(PACKETS.echo)).not.toBe(null)
    // The host’s address, the terminal’s, the header.
    expect([echo(4, 0x04), echo(6, 0x01), echo(9, 0x10)]).toEqual([null, null, null])
  })

  it('it has an answer or none, and its books are as they were or one order on', () => {
    const parts = twinParts()
    const signedOn = { ...newHostState(cards, 12), isSignedOn: true, keys: parts.keysOf(1) }
    const packets = Object.values(PACKETS).map((packet) => packet.subarray(2))
    const changed = fc
      .constantFrom(...packets)
      .chain((content) => fc.tuple(fc.constant(content), fc.nat(content.length), fc.uint8Array({ maxLength: 6 })))
    fc.assert(
      fc.property(changed, ([content, at, put]) => {
        const bytes = Buffer.concat([content.subarray(0, at), put, content.subarray(at + put.length)])
        for (const eyes of [parts.eyes, secondEyes]) {
          const turn = takeRequest({ ...parts, eyes }, signedOn, { content: bytes, nowMs: NOW_MS, mood: null })
          expect([...turn.state.booked.values()].filter(({ times }) => times > 0)).toEqual([])
          if (turn.answer === null) continue
          const read = unpack(turn.answer.subarray(13), CUP_CLASSIC)
          expect(read.ok && bytesOf(read.value, 39)).toBe(null)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('batches are numbered up to 999999, and anew', () => {
    expect([nextBatch(1), nextBatch(999_999)]).toEqual([2, 1])
  })
})
