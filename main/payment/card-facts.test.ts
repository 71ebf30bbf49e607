import { describe, expect, it } from 'vitest'
import type { TillEvent } from '#domain/events'
import { virtualCard } from '#drivers/payment/virtual-cards'
import type { CardSaid } from '#drivers/payment/port'
import { hasCardNumber } from '../free-texts.ts'
import { TillRecord } from '../record.ts'
import { heard } from './carry.ts'

const ORDER = { kind: 'pay', attempt: '01-1-1', amount: 600, of: null } as const
const SAID = virtualCard(ORDER, 7)
const PAN = '6212345678901232'
const yesWith = (card: CardSaid) => heard({ is: 'approved', approval: 'A', amount: 600, card })

const toldOf = (event: object) => ({ event: { is: 'payment-told', attempt: '01-1-1', event }, reply: null })

describe('what a port says for a card slip', () => {
  it('is kept with its yes, and read again from its record', () => {
    const event = yesWith(SAID)
    expect(event).toMatchObject({ is: 'approved', card: { card: '620000******0001', stan: 7 } })
    expect(TillRecord.parse(toldOf(event)).event).toEqual(toldOf(event).event)
  })

  it('costs the yes nothing where it is none: then there is no slip', () => {
    const wrong: Partial<CardSaid>[] = [
      ...[{ card: PAN }, { card: '62123456****1232' }, { card: '621234**901232' }, { merchant: `${PAN}0` }],
      ...[{ rrn: PAN }, { stan: 0 }, { stan: 1.5 }, { batch: 1_000_000 }, { date: '1340' }, { time: '246000' }],
      ...[{ issuer: 'x'.repeat(41) }, { transaction: 'theft' }, { verified: { is: 'none' as const, upTo: -1 } }],
      { chip: { ...SAID.chip, aid: 'A0', label: '', cryptogram: PAN.slice(1), kind: 'TC', tvr: '', tsi: '', atc: '' } },
    ]
    for (const part of wrong)
      expect(yesWith({ ...SAID, ...part })).toEqual({ is: 'approved', approval: 'A', amount: 600 })
  })

  it('holds no card number in any of its words, while the shop’s own number stays what it is', () => {
    // A merchant of an acquirer 301 whose number is a card's by chance: Diners Club, with a check digit that is right.
    const merchant = '301310058120006'
    const event = yesWith({ ...SAID, merchant, issuer: `bank ${PAN}`, acquirer: PAN })
    expect(event).toMatchObject({ card: { merchant, issuer: 'bank ****1232', acquirer: '****1232' } })
    const told: TillEvent = { is: 'payment-told', attempt: '01-1-1', event }
    expect(hasCardNumber(told)).toBe(false)
  })

  it('is not in records of before, which stay readable', () => {
    const old = toldOf({ is: 'approved', approval: 'A', amount: 600 })
    expect(TillRecord.parse(old)).toEqual(old)
  })
})
