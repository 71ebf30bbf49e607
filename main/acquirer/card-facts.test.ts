import { describe, expect, it } from 'vitest'
import { money } from '#domain/money'
import type { CardSent } from '#domain/terminal/terminal'
import { messageOf } from '#drivers/acquirer/codec/message'
import type { PresentedCard } from '#drivers/card-desk/port'
import { cardFactsIn } from '../payment/card-facts.ts'
import { cardFactsOf } from './card-facts.ts'

const PAN = '6212345678901232'
/** With the card's number (5A) and track (57) among the rest, as a reader may hand it over. */
const CHIP = [
  ...[`5A08${PAN}`, `5711${PAN}D30122011234500000`, '8408A000000333010101', '500E556E696F6E506179204465626974'],
  ...['9F2608A1B2C3D4E5F60718', '9F270180', '95050000008000', '9B02E800', '9F3602002A'],
].join('')
const SENT: CardSent = {
  ...{ attempt: '01-1-1', transaction: 'sale', amount: money(12_345), of: null, stan: 2, batch: 12 },
  ...{ entry: 'chip', hasPin: true, card: '621234******1232', isForeign: false },
}
const CARD: PresentedCard = {
  ...{ entry: 'chip', pan: PAN, expiry: '3012', sequence: '001', track2: null, pinBlock: null, isForeign: false },
  chip: Uint8Array.from(Buffer.from(CHIP, 'hex')),
}
const ANSWER = {
  ...{ 2: PAN, 4: '000000012345', 11: '000002', 12: '143005', 13: '1126', 14: '3012', 37: '112200000009' },
  ...{ 38: 'A00009', 39: '00', 41: '12345678', 42: '898310058120001', 44: '01020000   48210000   ' },
}
const TERMINAL = { terminal: '12345678', merchant: '898310058120001', pinFreeUpTo: 100_000 }
const factsOf = (sent: Partial<CardSent> = {}, answer: object = ANSWER) =>
  cardFactsOf({ sent: { ...SENT, ...sent }, card: CARD, original: null }, messageOf('0210', { ...answer }), TERMINAL)

describe('what an acquirer’s answer says for a card slip', () => {
  it('is all that is on it, and nothing more of the card', () => {
    const facts = factsOf()
    expect(facts).toEqual({
      ...{ transaction: 'sale', merchant: '898310058120001', terminal: '12345678', card: '621234******1232' },
      ...{ entry: 'chip', issuer: '01020000', acquirer: '48210000', verified: { is: 'pin' }, batch: 12, stan: 2 },
      ...{ rrn: '112200000009', authorisation: 'A00009', date: '1126', time: '143005' },
      chip: {
        ...{ aid: 'A000000333010101', label: 'UnionPay Debit', cryptogram: 'A1B2C3D4E5F60718', kind: 'ARQC' },
        ...{ tvr: '0000008000', tsi: 'E800', atc: '002A' },
      },
    })
    expect(JSON.stringify(facts)).not.toMatch(/6212345678|3012/)
    expect(cardFactsIn(facts)).toEqual(facts)
  })

  it('of an answer that is silent on it leaves it empty', () => {
    const facts = factsOf({}, { 39: '00' })
    expect(facts).toMatchObject({ issuer: '', acquirer: '', rrn: '', authorisation: '', date: '', time: '' })
    expect(cardFactsIn(facts)).toEqual(facts)
  })

  it('wants a signature where there was no PIN, but for small sums without contact', () => {
    const by = (sent: Partial<CardSent>) => factsOf({ hasPin: false, ...sent }).verified.is
    const tapped = { entry: 'contactless' } as const
    expect(by({})).toBe('signature')
    expect(by({ ...tapped, amount: money(100_000) })).toBe('none')
    expect(by({ ...tapped, amount: money(100_001) })).toBe('signature')
    expect(by({ ...tapped, hasPin: true })).toBe('pin')
    expect([by({ ...tapped, transaction: 'refund' }), by({ transaction: 'void' })]).toEqual(['signature', 'signature'])
  })

  it('has no chip where none was sent', () => {
    expect(factsOf({ transaction: 'void' })).not.toHaveProperty('chip')
  })
})
