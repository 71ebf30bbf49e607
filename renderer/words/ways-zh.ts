import { cardsZh } from './cards-zh.ts'
import { holdsZh } from './holds-zh.ts'
import { moneyZh } from './money-zh.ts'
import { platformZh } from './platform-zh.ts'
import { scansZh } from './scans-zh.ts'

/** The ways to pay, in Chinese. */
export const waysZh = { money: moneyZh, holds: holdsZh, cards: cardsZh, scans: scansZh, platform: platformZh }
