import { isMoney, money, readMoney, type Money } from '#domain/money'

/** Notes in people's hands, in fen, from small to large. */
const NOTES = [500, 1_000, 2_000, 5_000, 10_000].map(money)
const QUICK_MAX = 4

/** What a customer is likely to hand over for `due`: the exact amount, then the next whole counts of each note. */
export function quickAmounts(due: Money): readonly Money[] {
  const rounded = NOTES.map((note) => Math.ceil(due / note) * note)
  return [...new Set([due, ...rounded])]
    .filter(isMoney)
    .sort((a, b) => a - b)
    .slice(0, QUICK_MAX)
}

/** The amount being typed, with more of it; what would make it no amount is left out. A comma is somebody's point. */
export function withTyped(entry: string, text: string): string {
  let after = entry
  for (const sign of text.replaceAll(',', '.').replaceAll('。', '.')) {
    const next = after === '0' && sign !== '.' ? sign : after === '' && sign === '.' ? '0.' : after + sign
    if (readMoney(next) !== null) after = next
  }
  return after
}
