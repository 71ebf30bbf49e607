import { declinesEn, unknownDeclineEn } from './declines-en.ts'
import { declinesZh, unknownDeclineZh } from './declines-zh.ts'
import type { Explained } from './refusals.ts'
import { responseCodesEn } from './response-codes-en.ts'
import { responseCodesZh } from './response-codes-zh.ts'
import { scanClassesEn, scanCodesEn, scanDeclinesEn } from './scan-declines-en.ts'
import { scanClassesZh, scanCodesZh, scanDeclinesZh } from './scan-declines-zh.ts'

interface DeclineWords {
  readonly named: Readonly<Record<string, Explained>>
  /** By field 39. */
  readonly codes: Readonly<Record<string, Explained>>
  /** By a scan payment platform's code, and by its class. */
  readonly scanCodes: Readonly<Record<string, Explained>>
  readonly scanClasses: Readonly<Record<string, Explained>>
  readonly unknown: Explained
}
export const DECLINES: Readonly<Record<'zh-CN' | 'en', DeclineWords>> = {
  'zh-CN': {
    ...{ named: { ...declinesZh, ...scanDeclinesZh }, codes: responseCodesZh, unknown: unknownDeclineZh },
    ...{ scanCodes: scanCodesZh, scanClasses: scanClassesZh },
  },
  en: {
    ...{ named: { ...declinesEn, ...scanDeclinesEn }, codes: responseCodesEn, unknown: unknownDeclineEn },
    ...{ scanCodes: scanCodesEn, scanClasses: scanClassesEn },
  },
}

/**
 * What a decline says, and what to do next. An acquirer's code stays beside what it says, for support. A scan payment
 * platform's no is its class and its code: `declined BBS90204`.
 */
export function declineWords(language: keyof typeof DECLINES, why: string): Explained {
  const { named, codes, scanCodes, scanClasses, unknown } = DECLINES[language]
  const known = own(named, why)
  if (known) return known
  const [, kind = '', code = ''] = /^([a-z-]+) ([0-9A-Za-z]+)$/.exec(why) ?? []
  const ofScan = own(scanClasses, kind)
  const { what, next } = (ofScan && (own(scanCodes, code) ?? ofScan)) ?? own(codes, why) ?? unknown
  return { what: why.trim() === '' ? what : `${what} (${ofScan ? code : why})`, next }
}

const own = (words: Readonly<Record<string, Explained>>, why: string): Explained | undefined =>
  Object.hasOwn(words, why) ? words[why] : undefined
