import { declinesEn, unknownDeclineEn } from './declines-en.ts'
import { declinesZh, unknownDeclineZh } from './declines-zh.ts'
import type { Explained } from './refusals.ts'
import { responseCodesEn } from './response-codes-en.ts'
import { responseCodesZh } from './response-codes-zh.ts'

interface DeclineWords {
  readonly named: Readonly<Record<string, Explained>>
  /** By field 39. */
  readonly codes: Readonly<Record<string, Explained>>
  readonly unknown: Explained
}
export const DECLINES: Readonly<Record<'zh-CN' | 'en', DeclineWords>> = {
  'zh-CN': { named: declinesZh, codes: responseCodesZh, unknown: unknownDeclineZh },
  en: { named: declinesEn, codes: responseCodesEn, unknown: unknownDeclineEn },
}

/** What a decline says, and what to do next. An acquirer's code stays beside what it says, for support. */
export function declineWords(language: keyof typeof DECLINES, why: string): Explained {
  const { named, codes, unknown } = DECLINES[language]
  const known = own(named, why)
  if (known) return known
  const { what, next } = own(codes, why) ?? unknown
  return { what: why.trim() === '' ? what : `${what} (${why})`, next }
}

const own = (words: Readonly<Record<string, Explained>>, why: string): Explained | undefined =>
  Object.hasOwn(words, why) ? words[why] : undefined
