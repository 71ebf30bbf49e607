import { declinesEn } from './money-en.ts'
import { declinesZh } from './money-zh.ts'

const DECLINES = { 'zh-CN': declinesZh, en: declinesEn } as const

/** What a decline says in words; the code stays beside it, for support. */
export function declineWords(language: keyof typeof DECLINES, why: string): string {
  const words = DECLINES[language][why]
  return words === undefined ? why : /^\d+$/.test(why) ? `${words} (${why})` : words
}
