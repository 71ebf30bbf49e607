import { expect, it } from 'vitest'
import { secondEyes } from '../../../tests/acquirer/second-eyes.ts'
import { testTerminal } from '../../../tests/acquirer/terminal.ts'
import { F62_OF_SIGN_IN, PACKETS, upper } from '../../../tests/acquirer/vectors.ts'
import { unpack } from '../codec/message.ts'
import { CUP_CLASSIC } from '../codec/profile.ts'
import { booksOf } from './books.ts'
import type { TestCard } from './cards.ts'
import { codecEyes } from './eyes.ts'

/** The card of the published messages. */
const CARD: TestCard = {
  ...{ pan: '6212345678901232', expiry: '3012', service: '201', discretionary: '1234500000', hasChip: false },
  ...{
    sequence: null,
    pin: '123456',
    balance: 1_000_000,
    limit: 1_000_000,
    isForeign: false,
    refusedWith: null,
    chip: null,
  },
}

it.each([
  ['the codec', codecEyes],
  ['a second reader', secondEyes],
])('takes what another codec made of the published keys, seen by %s', (_name, eyes) => {
  const terminal = testTerminal([CARD], { eyes })
  const send = (packet: Uint8Array) => {
    const answer = terminal.raw(packet)
    const read = answer && unpack(answer.subarray(13), CUP_CLASSIC)
    if (!read?.ok) throw new Error('no answer')
    return read.value
  }
  const charged = () => booksOf(terminal.state(), CUP_CLASSIC).charged('000012-000002')

  const signedIn = send(PACKETS.signIn)
  expect([signedIn.mti, signedIn.fields.get(39), signedIn.fields.get(60)]).toEqual(['0810', '00', '00000012003'])
  expect(upper(signedIn.fields.get(62) as Uint8Array)).toBe(upper(F62_OF_SIGN_IN)) // F62 is bytes always
  // Beijing’s time, by which a terminal sets its own.
  expect([signedIn.fields.get(12), signedIn.fields.get(13)]).toEqual(['143005', '1126'])

  const sold = send(PACKETS.sale)
  expect([sold.mti, sold.fields.get(39), sold.fields.get(4)]).toEqual(['0210', '00', '000000012345'])
  expect([charged(), terminal.state().accounts.get(CARD.pan)?.balance]).toEqual([12_345, 987_655])

  const reversed = send(PACKETS.reversal)
  expect([reversed.mti, reversed.fields.get(39)]).toEqual(['0410', '00'])
  expect([charged(), terminal.state().accounts.get(CARD.pan)?.balance]).toEqual([0, 1_000_000])

  expect(send(PACKETS.echo).fields.get(39)).toBe('00')
  expect(send(PACKETS.signOff).fields.get(39)).toBe('00')
  expect(terminal.state().isSignedOn).toBe(false)
})

it('its answer to a sign-in is the published one, but for the time and its own numbers', () => {
  const terminal = testTerminal([])
  const answer = terminal.raw(PACKETS.signIn)
  const [ours, theirs] = [answer ?? new Uint8Array(), PACKETS.signInAnswer].map((packet) => {
    const read = unpack(packet.subarray(13), CUP_CLASSIC)
    return read.ok ? read.value : null
  })
  const own = [12, 13, 32, 37]
  const rest = (message = ours) => [...(message?.fields ?? [])].filter(([field]) => !own.includes(field))
  expect(upper((answer ?? new Uint8Array()).subarray(2, 13))).toBe('6000000003603100311003')
  expect([...(ours?.fields.keys() ?? [])]).toEqual([...(theirs?.fields.keys() ?? [])])
  expect(rest()).toEqual(rest(theirs))
})
