import fc from 'fast-check'
import { expect, it } from 'vitest'
import { comesBack, digits, refused, value } from '../../../tests/acquirer/reading.ts'
import { batchEndText, detailsText, readBatchEnd, readDetails, readSettlement, settlementText } from './f48.ts'

const cards = (over: object = {}) => ({
  ...{ debitAmount: 12_345, debitCount: 2, creditAmount: 100, creditCount: 1, reply: 'unsettled' as const, ...over },
})

it('has the totals of a settlement in 62 digits, and the host’s reply', () => {
  const text = '0000000123450020000000001000010000000000000000000000000000000'
  expect(settlementText({ domestic: cards(), foreign: cards({ ...NONE }) })).toEqual(value(`${text}0`))
  expect(text.length + 1).toBe(62)
  const answer = readSettlement(`${text.slice(0, 30)}1${text.slice(31)}2`)
  expect(answer).toMatchObject(value({ domestic: { reply: 'balanced' }, foreign: { reply: 'unbalanced' } }))
  expect(readSettlement(text)).toEqual(refused('length'))
  expect(readSettlement(`${text.slice(0, 30)}4${text.slice(31)}0`)).toEqual(refused('digits'))
})
const NONE = { debitAmount: 0, debitCount: 0, creditAmount: 0, creditCount: 0 }

it.each([{ debitAmount: 1e12 }, { debitAmount: -1 }, { debitAmount: 1.5 }, { creditCount: 1_000 }])(
  'has no totals that do not fit: %o',
  (over) => {
    expect(settlementText({ domestic: cards(over), foreign: cards() })).toEqual(refused('length'))
  },
)

const detail = { cards: 'domestic', stan: '000002', pan: '6212345678901232', amount: 12_345 } as const

it('has up to eight details of a batch', () => {
  const text = ['01', '00', '000002', '00006212345678901232', '000000012345'].join('')
  expect(detailsText([detail])).toEqual(value(text))
  expect(readDetails(text)).toEqual(value([detail]))
  expect(detailsText(Array.from({ length: 8 }, () => detail))).toMatchObject({ ok: true })
  expect(detailsText(Array.from({ length: 9 }, () => detail))).toEqual(refused('length'))
  expect(detailsText([])).toEqual(refused('length'))
  expect(detailsText([{ ...detail, pan: '0212345678901232' }])).toEqual(refused('digits'))
  expect(readDetails(`02${text.slice(2)}`)).toEqual(refused('length'))
  expect(readDetails(text.replace('010000', '010200'))).toEqual(refused('digits'))
  expect(readDetails(text.replace('00006212345678901232', '00000000000000001232'))).toEqual(refused('digits'))
})

it('ends an upload with how many there were', () => {
  expect(batchEndText(12)).toEqual(value('0012'))
  expect(readBatchEnd('0012')).toEqual(value(12))
  expect(batchEndText(10_000)).toEqual(refused('length'))
  expect(readBatchEnd('012')).toEqual(refused('length'))
})

it('comes back', () => {
  const count = fc.integer({ min: 1, max: 8 })
  const texts = fc.oneof(
    digits(62),
    count.chain((many) =>
      fc
        .array(fc.tuple(fc.constantFrom('00', '01'), digits(6), fc.stringMatching(/^0{4}[1-9]\d{15}$/), digits(12)), {
          ...{ minLength: many, maxLength: many },
        })
        .map((details) => `0${many}${details.map((parts) => parts.join('')).join('')}`),
    ),
  )
  const ends = { totals: 0, details: 0 }
  fc.assert(
    fc.property(texts, (text) => {
      if (comesBack(readSettlement, settlementText, text)) ends.totals++
      if (comesBack(readDetails, detailsText, text)) ends.details++
    }),
  )
  expect(Math.min(ends.totals, ends.details)).toBeGreaterThan(0)
})
