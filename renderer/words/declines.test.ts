import { answerClass, RESPONSE_CODES } from '#domain/terminal/response-codes'
import { describe, expect, it } from 'vitest'
import { DECLINES, declineWords } from './declines.ts'

const LANGUAGES = ['zh-CN', 'en'] as const
const isYes = (code: string) => ['approved', 'partly'].includes(answerClass(code))
const NOES = RESPONSE_CODES.filter((code) => !isYes(code))

/** Reasons of `main/acquirer`, `main/domain/payment.ts` and `drivers/terminal`, which are no code of anybody’s. */
const STATION_SAYS = [
  ...['card-cancelled', 'card-late', 'card-unreadable', 'card-keys', 'card-away', 'card-other', 'not-sent'],
  ...['settling', 'batch-full', 'no-original', 'settled', 'no-master-key', 'pin-pad', 'keys', 'not-found', 'unsaid'],
]

/** What must be said of every code of a class, so that the cashier does what it asks for. */
const MUST_SAY = {
  keep: {
    'zh-CN': /不要与顾客争执.*收单机构|收单机构.*不要与顾客争执/,
    en: /acquirer.*not argue|not argue.*acquirer/i,
  },
  'other-way': { 'zh-CN': /插卡或挥卡/, en: /Insert or tap/ },
  'sign-in': { 'zh-CN': /自动重新签到/, en: /signs in anew by itself/ },
} as const

describe.each(LANGUAGES)('what a decline says, in %s', (language) => {
  const { codes, named, scanCodes, scanClasses, unknown } = DECLINES[language]

  it('has words for every code that is a no, and for no other', () => {
    expect(Object.keys(codes).sort()).toEqual(NOES)
  })

  it('is a sentence of its own with a next step', () => {
    const all = [codes, named, scanCodes, scanClasses, { unknown }].flatMap((each) => Object.entries(each))
    for (const [why, { what, next }] of all) {
      expect(what, why).toMatch(/^.{3,}[^。.]$/)
      expect(next, why).toMatch(/^.{6,}[。.]$/)
    }
    const said = Object.values(codes).map(({ what }) => what)
    expect(said.filter((what, place) => said.indexOf(what) !== place)).toEqual([])
  })

  it('has words for every reason that the station itself gives', () => {
    for (const reason of STATION_SAYS) expect(named, reason).toHaveProperty(reason)
  })

  it.each(['keep', 'other-way', 'sign-in'] as const)('tells what to do where the bank says “%s”', (as) => {
    const said = NOES.filter((code) => answerClass(code) === as).map((code) => declineWords(language, code).next)
    expect(said.length).toBeGreaterThan(0)
    for (const next of said) expect(next).toMatch(MUST_SAY[as][language])
  })

  it('tells a scan payment platform’s no by its code, or else by its class', () => {
    expect(declineWords(language, 'declined BBS90204')).toEqual({
      ...{ what: `${scanCodes['BBS90204']?.what} (BBS90204)`, next: scanCodes['BBS90204']?.next },
    })
    for (const [name, { what, next }] of Object.entries(scanClasses))
      expect(declineWords(language, `${name} ZZZ1`)).toEqual({ what: `${what} (ZZZ1)`, next })
    expect(declineWords(language, 'nobody BBS90204').what).toBe(`${unknown.what} (nobody BBS90204)`)
  })

  it('keeps the acquirer’s code beside its words, known or not; a name is none', () => {
    expect(declineWords(language, '51').what).toMatch(/ \(51\)$/)
    expect(declineWords(language, 'Z9')).toEqual({ what: `${unknown.what} (Z9)`, next: unknown.next })
    expect(declineWords(language, 'constructor').what).toBe(`${unknown.what} (constructor)`)
    expect(declineWords(language, '').what).toBe(unknown.what)
    expect(declineWords(language, 'card-late')).toEqual(named['card-late'])
  })
})

it('both languages know the same', () => {
  const known = ({ codes, named, scanCodes, scanClasses }: (typeof DECLINES)['en']) =>
    [codes, named, scanCodes, scanClasses].map((words) => Object.keys(words).sort())
  expect(known(DECLINES.en)).toEqual(known(DECLINES['zh-CN']))
})
