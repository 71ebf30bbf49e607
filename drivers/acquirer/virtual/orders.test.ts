import { describe, expect, it } from 'vitest'
import { ordering, type Ordering, type Own } from '../../../tests/acquirer/ordering.ts'
import { secondEyes } from '../../../tests/acquirer/second-eyes.ts'
import { six, type Reading } from '../../../tests/acquirer/terminal.ts'
import { pinBlock0 } from '../../pin-pad/pin-block.ts'
import { PIK } from '../../../tests/acquirer/vectors.ts'
import { readTlv } from '../tlv.ts'
import { TEST_CARDS, track2Of, withCheckDigit, type TestCard, type TestCardName } from './cards.ts'
import { codecEyes } from './eyes.ts'

const { stripe, chip, signed, poor, foreign } = TEST_CARDS
const CHIP_DATA = chip.chip ?? new Uint8Array()
const EYES = [
  ['the codec', codecEyes],
  ['a second reader', secondEyes],
] as const

describe('the test cards', () => {
  it('have numbers of their own that pass Luhn, and chip data that is whole', () => {
    const cards: readonly TestCard[] = Object.values(TEST_CARDS)
    expect(new Set(cards.map(({ pan }) => pan)).size).toBe(cards.length)
    for (const { pan, hasChip, chip: data, service } of cards) {
      expect(withCheckDigit(pan.slice(0, -1))).toBe(pan)
      expect(pan).toMatch(/^(620000000000|400000000000)\d+$/)
      expect([/^[26]/.test(service), data !== null]).toEqual([hasChip, hasChip])
      if (data) expect(readTlv(data).ok).toBe(true)
    }
    // A number known from elsewhere: the sum is Luhn’s.
    expect(withCheckDigit('7992739871')).toBe('79927398713')
  })
})

describe.each(EYES)('seen by %s', (_name, eyes) => {
  it.each<[TestCardName, Reading]>([
    ['stripe', {}],
    ['chip', {}],
    ['chip', { entry: 'contactless' }],
    ['chip', { entry: 'contactless', pin: null }],
    ['chip', { entry: 'fallback' }],
    ['signed', {}],
    ['foreign', {}],
    ['stripe', { entry: 'manual' }],
  ])('a sale with %s read as %j is carried out once', (name, reading) => {
    const { books, order } = ordering({ eyes })
    const card = TEST_CARDS[name]
    const sold = order('sale', card, 12_345, { reading })
    expect(sold.code).toBe('00')
    expect(sold.heard?.field(4)).toBe('000000012345')
    expect(sold.heard?.field(37)).toMatch(/^\d{12}$/)
    expect(sold.heard?.field(38)).toMatch(/^\d{6}$/)
    expect([books().charged(sold.key), books().times(sold.key), books().kept(sold.key)]).toEqual([12_345, 1, 12_345])
    expect(books().balance(card.pan)).toBe(card.balance - 12_345)
    expect(books().find(sold.key)?.isForeign).toBe(name === 'foreign')
  })

  it('a balance is told and moves nothing', () => {
    const { books, order } = ordering({ eyes })
    const told = order('balance', stripe, 0)
    expect([told.code, told.heard?.field(54)]).toEqual(['00', '1002156C000001000000'])
    expect([books().charged(told.key), books().total(), books().balance(stripe.pan)]).toEqual([0, 0, 1_000_000])
  })
})

/** One order, and what it is answered; nothing may have moved where that is not 00. */
const wrongPin: Own = { reading: { pin: '654321' } }
const SALES: readonly (readonly [string, (of: Ordering) => { readonly code: string; readonly key: string }, string])[] =
  [
    ['nothing', (of) => of.order('sale', stripe, 0), '13'],
    ['an unknown card', (of) => of.order('sale', { ...stripe, pan: withCheckDigit('620000000000999') }, 100), '14'],
    ['another’s track', (of) => of.order('sale', stripe, 100, { fields: { 35: track2Of(chip) } }), '14'],
    [
      'a changed track',
      (of) => of.order('sale', stripe, 100, { fields: { 35: track2Of({ ...stripe, service: '101' }) } }),
      '59',
    ],
    ['more than the card may at once', (of) => of.order('sale', poor, 50_001), '61'],
    ['more than there is', (of) => of.order('sale', poor, 10_001), '51'],
    ['all there is', (of) => of.order('sale', poor, 10_000), '00'],
    ['an expired card', (of) => of.order('sale', TEST_CARDS.expired, 100), '54'],
    ['another expiry', (of) => of.order('sale', stripe, 100, { fields: { 14: '3601' } }), '54'],
    ['a card its bank declines', (of) => of.order('sale', TEST_CARDS.declined, 100), '05'],
    ['a lost card', (of) => of.order('sale', TEST_CARDS.lost, 100), '41'],
    ['a bank that is away', (of) => of.order('sale', TEST_CARDS.unreachable, 100), '91'],
    ['a terminal that may not', (of) => of.order('sale', TEST_CARDS.misplaced, 100), '58'],
    ['the stripe of a chip', (of) => of.order('sale', chip, 100, { reading: { entry: 'swipe' } }), '45'],
    [
      'a fallback that does not say so',
      (of) => of.order('sale', chip, 100, { reading: { entry: 'fallback', chip: '0' } }),
      '45',
    ],
    [
      'a chip that the card has not',
      (of) => of.order('sale', stripe, 100, { reading: { entry: 'chip' }, fields: { 55: CHIP_DATA } }),
      '59',
    ],
    ['a wrong PIN', (of) => of.order('sale', stripe, 100, wrongPin), '55'],
    ['no PIN', (of) => of.order('sale', stripe, 100, { reading: { pin: null } }), '55'],
    [
      'no PIN without contact',
      (of) => of.order('sale', chip, 100_000, { reading: { entry: 'contactless', pin: null } }),
      '00',
    ],
    [
      'no PIN for more',
      (of) => of.order('sale', chip, 100_001, { reading: { entry: 'contactless', pin: null } }),
      '55',
    ],
    ['a PIN for a card without', (of) => of.order('sale', signed, 100, { reading: { pin: '1234' } }), '00'],
    ['a PIN under no key', (of) => of.order('sale', stripe, 100, { fields: { 52: new Uint8Array(8) } }), '99'],
    [
      'a PIN for another card',
      (of) =>
        of.order('sale', stripe, 100, { fields: { 52: pinBlock0({ pin: '123456', pan: '6200999999999999' }, PIK) } }),
      '99',
    ],
    ['no amount', (of) => of.order('sale', stripe, 100, { fields: { 4: undefined } }), '30'],
    ['no PIN capture code', (of) => of.order('sale', stripe, 100, { fields: { 26: undefined } }), '30'],
    ['a PIN that F53 denies', (of) => of.order('sale', stripe, 100, { fields: { 53: '0600000000000000' } }), '30'],
    ['a PIN that F22 denies', (of) => of.order('sale', stripe, 100, { fields: { 22: '022' } }), '30'],
    ['no such entry', (of) => of.order('sale', stripe, 100, { fields: { 22: '991' } }), '30'],
    ['another currency', (of) => of.order('sale', stripe, 100, { fields: { 49: '840' } }), '30'],
    ['a swipe without a track', (of) => of.order('sale', stripe, 100, { fields: { 35: undefined } }), '30'],
    ['a chip without its data', (of) => of.order('sale', chip, 100, { fields: { 55: undefined } }), '30'],
    [
      'a chip with half its data',
      (of) => of.order('sale', chip, 100, { fields: { 55: CHIP_DATA.subarray(0, 11) } }),
      '30',
    ],
    [
      'a chip with its number among it',
      (of) =>
        of.order('sale', chip, 100, {
          fields: { 55: Buffer.concat([CHIP_DATA, Buffer.from('5A086200000000000026', 'hex')]) },
        }),
      '30',
    ],
    ['a field too many', (of) => of.order('sale', stripe, 100, { fields: { 48: '1' } }), '30'],
    [
      'another length of F60',
      (of) => of.order('sale', stripe, 100, { fields: { 60: '2200001200050000'.slice(0, 15) } }),
      '30',
    ],
    ['no such transaction', (of) => of.order('sale', stripe, 100, { fields: { 3: '010000' } }), '12'],
    ['another kind', (of) => of.order('sale', stripe, 100, { fields: { 60: '3600001200060' } }), '12'],
    ['another terminal', (of) => of.order('sale', stripe, 100, { fields: { 41: '87654321' } }), '97'],
    ['another merchant', (of) => of.order('sale', stripe, 100, { fields: { 42: '898310058120002' } }), '03'],
    ['another batch', (of) => of.order('sale', stripe, 100, { reading: { batch: 11 } }), '77'],
  ]

describe('a sale of', () => {
  it.each(SALES)('%s', (_what, ordered, code) => {
    const of = ordering()
    const { code: said, key } = ordered(of)
    expect(said).toBe(code)
    if (code !== '00') expect([of.books().charged(key), of.books().times(key), of.books().total()]).toEqual([0, 0, 0])
  })

  it('a number that came before is refused, whatever became of the first', () => {
    const { books, order } = ordering()
    const first = order('sale', stripe, 100)
    const fields = { 11: six(first.stan) }
    expect(order('sale', stripe, 100, { fields }).code).toBe('94')
    expect([books().times(first.key), books().charged(first.key), books().total()]).toEqual([1, 100, 100])
    const refused = order('sale', TEST_CARDS.declined, 100)
    expect(order('sale', stripe, 100, { fields: { 11: six(refused.stan) } }).code).toBe('94')
  })

  it('three wrong PINs, and then no PIN is right', () => {
    const { books, order } = ordering()
    const codes = (count: number, own: Own) => Array.from({ length: count }, () => order('sale', stripe, 100, own).code)
    // A right one between them, and it counts anew.
    expect([...codes(2, wrongPin), ...codes(1, {}), ...codes(3, wrongPin), ...codes(1, {})]).toEqual([
      ...['55', '55', '00', '55', '55', '75', '75'],
    ])
    expect([books().total(), order('sale', chip, 100).code]).toEqual([100, '00'])
  })

  it('cards of banks abroad counts for itself', () => {
    const { books, order } = ordering()
    order('sale', stripe, 300)
    order('sale', foreign, 500)
    const { domestic, foreign: abroad } = books().totals()
    expect([domestic.debitAmount, domestic.debitCount, abroad.debitAmount, abroad.debitCount]).toEqual([300, 1, 500, 1])
  })
})
