/**
 * Field 39 as UnionPay numbers it. `approved`: done · `partly`: done for less than was asked (only where the terminal
 * said that it can) · `declined`: not done, and the same card need not be tried again · `again`: not done, and may be
 * tried once more · `other-way`: the card is to be read in another way · `keep`: not done, and the bank wants the card
 * kept · `terminal`: something is wrong with this terminal, whatever the card · `sign-in`: the terminal signs in anew
 * by itself.
 */
export type AnswerClass = 'approved' | 'partly' | 'declined' | 'again' | 'other-way' | 'keep' | 'terminal' | 'sign-in'

const CODES: Readonly<Record<AnswerClass, string>> = {
  approved: '00 11 A2 A4 A5 A6',
  partly: '10',
  again: '09 12 13 19 22 55 68 90 91 92 94 95 96 98',
  'other-way': '45',
  keep: '04 07 33 34 35 37 41 43 67',
  terminal: '03 30 58 97',
  'sign-in': '77 99 A0',
  declined: [
    ...['01 02 05 06 14 15 20 21 23 25 31 36 38 39 40 42 44 51 52 53 54 56 57 59 60 61 62 63 64 65 66 75 76 79 93'],
    ...['A1 A3 A7 C0 OT'],
  ].join(' '),
}

const BY_CODE = new Map(
  Object.entries(CODES).flatMap(([of, codes]) => codes.split(' ').map((code) => [code, of as AnswerClass] as const)),
)

/** Every code that is known, for whoever has words for each. */
export const RESPONSE_CODES: readonly string[] = [...BY_CODE.keys()].sort()

/** A code that nobody knows is no yes. */
export const answerClass = (code: string): AnswerClass => BY_CODE.get(code) ?? 'declined'

/** Whether a reversal is over: done, or there is nothing to undo (12: no such transaction here, 25: not on file). */
export const endsReversal = (code: string): boolean => ['00', '12', '25'].includes(code)
/** Whether a detail of a batch is with the acquirer now (94: it was before). */
export const isTaken = (code: string): boolean => ['00', '94'].includes(code)
