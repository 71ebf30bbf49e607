import { describe, expect, it } from 'vitest'
import { money } from '#domain/money'
import type { CardSent } from '#domain/terminal/terminal'
import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import { packFrame } from '#drivers/acquirer/codec/frame'
import { pack, textOf, type Message } from '#drivers/acquirer/codec/message'
import { seal } from '#drivers/acquirer/mac'
import type { PresentedCard } from '#drivers/card-desk/port'
import { pinBlock0 } from '#drivers/pin-pad/pin-block'
import { secondParse } from '../../tests/acquirer/second-parser.ts'
import { MAK, PACKETS, PIK, upper } from '../../tests/acquirer/vectors.ts'
import { cardMessage, made, managementMessage, reversalMessage, uploadEndMessage } from './fields.ts'

const NAMES = { profile: CUP_CLASSIC, terminal: '12345678', merchant: '898310058120001' }
const PAN = '6212345678901232'
const SENT: CardSent = {
  ...{ attempt: '01-1-1', transaction: 'sale', amount: money(12_345), of: null, stan: 2, batch: 12 },
  ...{ entry: 'swipe', hasPin: true, card: '621234******1232', isForeign: false },
}
const PRESENTED: PresentedCard = {
  ...{ entry: 'swipe', pan: PAN, expiry: '3012', sequence: null, track2: `${PAN}=3012201123450000000` },
  ...{ pinBlock: pinBlock0({ pin: '123456', pan: PAN }, PIK), chip: null, isForeign: false },
}
const AT_REST = { pan: PAN, expiry: '3012', sequence: null }
const ORIGINAL = { rrn: '112200000009', authorisation: 'A00009', date: '1122', batch: 12, stan: 2 }
const packet = (message: Message, mak: Uint8Array | null) => {
  const bytes = made(mak ? seal(message, CUP_CLASSIC, mak) : pack(message, CUP_CLASSIC))
  return made(
    packFrame({ tpdu: CUP_CLASSIC.tpdu, header: CUP_CLASSIC.header, message: bytes }, CUP_CLASSIC.lengthLimit),
  )
}
const NUMBERED = { stan: 7, batch: 12 }

describe('what the station sends', () => {
  it('is the computed packets, byte for byte', () => {
    const about = { signIn: { stan: 1, batch: 1 }, echo: { stan: 8, batch: 12 }, signOff: NUMBERED }
    expect(upper(packet(managementMessage(NAMES, 'sign-in', about.signIn), null))).toBe(upper(PACKETS.signIn))
    expect(upper(packet(managementMessage(NAMES, 'echo', about.echo), null))).toBe(upper(PACKETS.echo))
    expect(upper(packet(managementMessage(NAMES, 'sign-off', about.signOff), null))).toBe(upper(PACKETS.signOff))
    const reversal = reversalMessage(NAMES, { ...SENT, end: 'open' }, AT_REST, '98')
    // The computed ones are of a terminal that reads chips by contact alone, and say so in field 60.
    const byContact = (message: Message): Message => ({
      ...message,
      fields: new Map([...message.fields, [60, (textOf(message, 60) ?? '').replace(/60$/, '50')]]),
    })
    expect(upper(packet(byContact(reversal), MAK))).toBe(upper(PACKETS.reversal))
    const sale = cardMessage(NAMES, { sent: SENT, card: PRESENTED, original: null })
    expect(upper(packet(byContact(sale), MAK))).toBe(upper(PACKETS.sale))
  })

  it('holds no track, no PIN and no chip where a card is known from before', () => {
    const voided: CardSent = { ...SENT, transaction: 'void', hasPin: false, stan: 3, of: '01-1-1' }
    const read = secondParse(packet(cardMessage(NAMES, { sent: voided, card: AT_REST, original: ORIGINAL }), MAK))
    expect(read?.fields).toMatchObject({ 2: PAN, 3: '200000', 22: '022', 37: '112200000009', 38: 'A00009' })
    expect(read?.fields[61]).toBe('000012000002')
    for (const field of [26, 35, 36, 52, 55]) expect(read?.fields[field]).toBeUndefined()
    expect(read?.fields[53]).toBe('0600000000000000')
  })

  it('of a refund names its original by number and date, and whose card it is', () => {
    const refund: CardSent = { ...SENT, transaction: 'refund', hasPin: false, stan: 4 }
    const message = cardMessage(NAMES, { sent: refund, card: { ...PRESENTED, pinBlock: null }, original: ORIGINAL })
    const read = secondParse(packet(message, MAK))
    expect(read).toMatchObject({ mti: '0220', fields: { 37: '112200000009', 61: '0000000000001122' } })
    expect(Buffer.from(read?.fields[63] ?? '', 'hex').toString('latin1')).toBe('CUP')
    expect(() => cardMessage(NAMES, { sent: refund, card: AT_REST, original: null })).toThrow('about another')
  })

  it('says that a chip which failed is stood in for by its stripe', () => {
    const message = cardMessage(NAMES, { sent: { ...SENT, entry: 'fallback' }, card: PRESENTED, original: null })
    expect([textOf(message, 22), textOf(message, 60)]).toEqual(['801', '2200001200062'])
  })

  it('ends an upload by whether the totals agreed', () => {
    const end = (isBalanced: boolean) =>
      textOf(uploadEndMessage(NAMES, { ...NUMBERED, details: '0003' }, isBalanced), 60)
    expect([end(true), end(false)]).toEqual(['00000012207', '00000012202'])
  })
})
