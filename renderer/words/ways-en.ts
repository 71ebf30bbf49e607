import { cardsEn } from './cards-en.ts'
import { holdsEn } from './holds-en.ts'
import { moneyEn } from './money-en.ts'
import { platformEn } from './platform-en.ts'
import { scansEn } from './scans-en.ts'
import type { waysZh } from './ways-zh.ts'

/** The ways to pay, in English. */
export const waysEn: typeof waysZh = {
  money: moneyEn,
  holds: holdsEn,
  cards: cardsEn,
  scans: scansEn,
  platform: platformEn,
}
