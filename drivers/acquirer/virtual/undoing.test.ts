import { describe, expect, it } from 'vitest'
import { ordering, type Ordered, type Ordering } from '../../../tests/acquirer/ordering.ts'
import { secondEyes } from '../../../tests/acquirer/second-eyes.ts'
import { originalFields } from '../../../tests/acquirer/terminal.ts'
import { CUP_CLASSIC } from '../codec/profile.ts'
import { TEST_CARDS } from './cards.ts'
import { codecEyes } from './eyes.ts'

const { stripe, chip, poor } = TEST_CARDS
const EYES = [
  ['the codec', codecEyes],
  ['a second reader', secondEyes],
] as const
const OTHER_RRN = { fields: { 37: '999999999999' } }
const OTHER_AUTHORISATION = { fields: { 38: '999999' } }

/** Charged, kept, held, and what the card has. */
const standing = ({ books }: Ordering, { key, card }: Ordered) => [
  ...[books().charged(key), books().kept(key), books().held(key), books().balance(card.pan)],
]
/** Closes the batch without a look at it. */
const nextBatch = ({ terminal, books }: Ordering) => {
  const { domestic, foreign } = books().totals()
  const side = ({ debitAmount, debitCount, creditAmount, creditCount }: typeof domestic) =>
    [debitAmount, debitCount, creditAmount, creditCount].map((each, at) => String(each).padStart(at % 2 ? 3 : 12, '0'))
  const totals = `${side(domestic).join('')}0${side(foreign).join('')}0`
  expect(terminal.manage('0500', '201', { 48: totals })?.field(48)[30]).toBe('1')
  expect(terminal.manage('0320', '207', { 48: '0000' })?.code).toBe('00')
}

describe.each(EYES)('seen by %s', (_name, eyes) => {
  it('a void gives back the whole, once', () => {
    const of = ordering({ eyes })
    const sold = of.order('sale', stripe, 500)
    const voided = of.about('void', sold)
    expect(voided.code).toBe('00')
    expect(standing(of, sold)).toEqual([500, 0, 0, 1_000_000])
    expect([of.books().charged(voided.key), of.books().times(voided.key)]).toEqual([500, 1])
    expect(of.about('void', sold).code).toBe('25')
    expect(of.about('refund', sold, 1).code).toBe('25')
  })

  it('refunds give back what is left, piece by piece', () => {
    const of = ordering({ eyes })
    const sold = of.order('sale', chip, 500)
    expect([200, 301, 300, 1].map((fen) => of.about('refund', sold, fen).code)).toEqual(['00', '64', '00', '64'])
    expect(standing(of, sold)).toEqual([500, 0, 0, 1_000_000])
  })

  it('a pre-authorisation holds, and is given up or completed for up to 115 of 100', () => {
    const of = ordering({ eyes })
    const held = of.order('pre-auth', stripe, 1_000)
    expect(standing(of, held)).toEqual([0, 0, 1_000, 999_000])
    expect(of.about('completion', held, 1_151).code).toBe('64')
    const completed = of.about('completion', held, 1_150)
    expect(completed.code).toBe('00')
    expect(standing(of, held)).toEqual([0, 0, 0, 998_850])
    expect(standing(of, completed)).toEqual([1_150, 1_150, 0, 998_850])
    expect([of.about('completion', held, 1).code, of.about('pre-auth-void', held).code]).toEqual(['25', '25'])
    // Its completion is voided: it is held again, and may be completed anew or given up.
    expect(of.about('completion-void', completed, 1_149).code).toBe('64')
    expect(of.about('completion-void', completed).code).toBe('00')
    expect(standing(of, completed)).toEqual([1_150, 0, 0, 999_000])
    expect(standing(of, held)).toEqual([0, 0, 1_000, 999_000])
    expect([of.about('pre-auth-void', held, 999).code, of.about('pre-auth-void', held).code]).toEqual(['64', '00'])
    expect(standing(of, held)).toEqual([0, 0, 0, 1_000_000])
    expect(of.about('completion', held).code).toBe('25')
  })

  it('a reversal undoes once, however often it comes', () => {
    const of = ordering({ eyes })
    const sold = of.order('sale', stripe, 500)
    expect([of.reverse(sold), of.reverse(sold), of.reverse(sold)]).toEqual(['00', '00', '00'])
    expect(standing(of, sold)).toEqual([0, 0, 0, 1_000_000])
    expect(of.books().times(sold.key)).toBe(1)
    expect(of.about('void', sold).code).toBe('25')
  })
})

describe('a void or refund', () => {
  type Case = readonly [string, (of: Ordering, sold: Ordered) => Ordered, string]
  it.each<Case>([
    ['of another amount', (of, sold) => of.about('void', sold, 499), '64'],
    ['of what was refunded in part', (of, sold) => (of.about('refund', sold, 1), of.about('void', sold)), '64'],
    ['by another reference', (of, sold) => of.about('void', sold, 500, OTHER_RRN), '25'],
    ['by another authorisation', (of, sold) => of.about('void', sold, 500, OTHER_AUTHORISATION), '25'],
    ['by no authorisation', (of, sold) => of.about('void', sold, 500, { fields: { 38: undefined } }), '00'],
    ['by no reference', (of, sold) => of.about('void', sold, 500, { fields: { 37: undefined } }), '30'],
    ['by another voucher', (of, sold) => of.about('void', { ...sold, stan: sold.stan + 50 }), '25'],
    ['with another card', (of, sold) => of.about('void', { ...sold, card: chip }), '14'],
    ['of a balance', (of) => of.about('void', of.order('balance', stripe, 0)), '25'],
    ['of what was declined', (of) => of.about('void', of.order('sale', poor, 20_000)), '25'],
    ['as of a completion', (of, sold) => of.about('completion-void', sold), '25'],
    ['of a batch before', (of, sold) => (nextBatch(of), of.about('void', sold)), '25'],
    ['by refund, of a batch before', (of, sold) => (nextBatch(of), of.about('refund', sold)), '00'],
    ['by refund, by another reference', (of, sold) => of.about('refund', sold, 500, OTHER_RRN), '25'],
    ['by refund, of nothing', (of, sold) => of.about('refund', sold, 0), '13'],
    ['by refund, to another card', (of, sold) => of.about('refund', { ...sold, card: chip }), '14'],
    [
      'by refund, of another day',
      (of, sold) => of.about('refund', sold, 500, { fields: originalFields({ batch: 0, stan: 0, date: '1125' }) }),
      '25',
    ],
    [
      'by refund, by its voucher, which this host does not want',
      (of, sold) => of.about('refund', sold, 500, { fields: originalFields({ stan: sold.stan, date: '1126' }) }),
      '30',
    ],
    ['by refund, of a refund', (of, sold) => of.about('refund', of.about('refund', sold, 100), 100), '25'],
    [
      'by refund, without whose card it is',
      (of, sold) => of.about('refund', sold, 1, { fields: { 63: undefined } }),
      '30',
    ],
  ])('%s', (_what, undone, code) => {
    const of = ordering()
    const sold = of.order('sale', stripe, 500)
    const { code: said, key } = undone(of, sold)
    expect(said).toBe(code)
    expect(of.books().charged(key)).toBe(code === '00' ? 500 : 0)
  })

  it('by refund, by its voucher, where the host wants that', () => {
    const of = ordering({ profile: { ...CUP_CLASSIC, f61OfRefund: 'original' } })
    const sold = of.order('sale', stripe, 500)
    const by = (stan: number) => ({ fields: originalFields({ stan, date: '1126' }) })
    expect(of.about('refund', sold, 500).code).toBe('30')
    expect(of.about('refund', sold, 500, by(sold.stan + 1)).code).toBe('25')
    expect(of.about('refund', sold, 500, by(sold.stan)).code).toBe('00')
  })
})

describe('a completion', () => {
  it('of more than the card has with what is held is refused; in a later batch it is taken', () => {
    const of = ordering()
    const held = of.order('pre-auth', poor, 10_000)
    expect(of.about('completion', held, 11_000).code).toBe('51')
    expect(of.about('completion', held, 0).code).toBe('13')
    expect(of.about('completion', held, 10_000, OTHER_AUTHORISATION).code).toBe('25')
    nextBatch(of)
    expect(of.about('completion', held, 10_000).code).toBe('00')
    expect(standing(of, held)).toEqual([0, 0, 0, 0])
  })
})

describe('a reversal', () => {
  it('before its request: there is none, and when it comes it is not carried out', () => {
    const of = ordering()
    const sold: Ordered = {
      ...of.order('balance', stripe, 0),
      kind: 'sale',
      amount: 500,
      stan: 900,
      key: '000012-000900',
    }
    expect([of.reverse(sold), of.reverse(sold)]).toEqual(['25', '25'])
    const late = of.order('sale', stripe, 500, { fields: { 11: '000900' } })
    expect([late.key, late.code, of.books().times(late.key), of.books().total()]).toEqual([sold.key, '22', 0, 0])
    expect(of.reverse(sold)).toBe('25')
  })

  it('of each kind puts back what was before it', () => {
    const of = ordering()
    const sold = of.order('sale', stripe, 500)
    expect(of.reverse(of.about('void', sold))).toBe('00')
    expect(standing(of, sold)).toEqual([500, 500, 0, 999_500])
    const held = of.order('pre-auth', stripe, 1_000)
    expect(of.reverse(of.about('pre-auth-void', held))).toBe('00')
    expect(standing(of, held)).toEqual([0, 0, 1_000, 998_500])
    expect(of.reverse(of.about('completion', held, 1_100))).toBe('00')
    expect(standing(of, held)).toEqual([0, 0, 1_000, 998_500])
    const completed = of.about('completion', held, 900)
    expect(of.reverse(of.about('completion-void', completed))).toBe('00')
    expect(standing(of, completed)).toEqual([900, 900, 0, 998_600])
    expect(of.reverse(completed)).toBe('00')
    expect(of.reverse(held)).toBe('00')
    expect(standing(of, held)).toEqual([0, 0, 0, 999_500])
  })

  type Case = readonly [string, (of: Ordering, sold: Ordered) => string, string]
  it.each<Case>([
    ['of another amount', (of, sold) => of.reverse({ ...sold, amount: 499 }), '64'],
    ['of another card', (of, sold) => of.reverse({ ...sold, card: chip }), '30'],
    ['of another kind', (of, sold) => of.reverse({ ...sold, kind: 'pre-auth' }), '30'],
    ['for no known reason', (of, sold) => of.reverse(sold, { fields: { 39: '00' } }), '30'],
    ['with a track', (of, sold) => of.reverse(sold, { fields: { 35: `${stripe.pan}=3512120` } }), '30'],
    ['of what was declined', (of) => of.reverse(of.order('sale', poor, 20_000)), '25'],
    ['of a refund', (of, sold) => of.reverse(of.about('refund', sold, 100)), '40'],
    ['of what was voided', (of, sold) => (of.about('void', sold), of.reverse(sold)), '22'],
    ['of what was refunded in part', (of, sold) => (of.about('refund', sold, 1), of.reverse(sold)), '22'],
    ['of a batch that is settled', (of, sold) => (nextBatch(of), of.reverse(sold)), '22'],
  ])('%s moves nothing', (_what, reversed, code) => {
    const of = ordering()
    const sold = of.order('sale', stripe, 500)
    expect(reversed(of, sold)).toBe(code)
    expect(of.books().charged(sold.key)).toBe(500)
  })
})
