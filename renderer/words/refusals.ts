import type { Refusal } from '#contract'
import { refusalsEn } from './refusals-en.ts'
import { refusalsZh } from './refusals-zh.ts'

/** What main tells the cashier without having been asked. */
type NoticeWhy = 'receipt-refused' | 'receipt-unknown' | 'drawer-shut'
/** What an authenticator said to the page. */
type PageWhy = 'passkey-cancelled' | 'passkey-impossible'
/** Every way main can refuse: a new one in the contract does not compile until both languages explain it. */
export type Why = Refusal | NoticeWhy | PageWhy

/** What happened, and what to do next. `{{text}}` is the code or number it is about. */
export interface Explained {
  readonly what: string
  readonly next: string
}
export type Refusals = Readonly<Record<Why, Explained>>

const REFUSALS = { 'zh-CN': refusalsZh, en: refusalsEn } as const

export const isWhy = (why: string): why is Why => Object.hasOwn(refusalsEn, why)

/** The sentence for a refusal, about `text`: the code or number that was refused. */
export function explain(language: keyof typeof REFUSALS, why: Why, text: string): Explained {
  const { what, next } = REFUSALS[language][why]
  const about = (sentence: string) => sentence.replaceAll('{{text}}', () => text)
  return { what: about(what), next: about(next) }
}
