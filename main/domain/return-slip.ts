import { formatMoney, sum } from './money.ts'
import { localTime, pair, plain, sumPair, type ReceiptPart } from './receipt-parts.ts'
import type { Shop } from './receipt.ts'
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words.ts'
import { scanParts, wayName } from './scan-words.ts'
import { returnedBy, type Return, type ReturnPart } from './returning.ts'
import { formatQuantity } from './sale.ts'
import type { PaidSale } from './paid-sale.ts'

/** What is on the slip of money that goes back: of which goods, by which ways, who asked and who said yes. */
export const returnLines = (sale: PaidSale, { quantities }: Return, words: ReceiptWords): ReceiptPart[] =>
  quantities.length === 0
    ? [plain(words.byAmount)]
    : sale.lines.flatMap((line, place) => {
        const quantity = quantities[place] ?? 0
        return quantity === 0 ? [] : [plain(line.name), plain(`  ${formatQuantity({ unit: line.unit, quantity })}`)]
      })

export function returnParts(sale: PaidSale, back: Return, { language, timeZone }: Shop): ReceiptPart[] {
  const words = RECEIPT_WORDS[language]
  return [
    pair(words.returnNumber, `${sale.receipt}/${sale.returns.indexOf(back) + 1}`),
    ...amounts(sale, back, language),
    ...(back.kind === 'refund' ? [pair(words.returnedSoFar, formatMoney(returnedUpTo(sale, back)))] : []),
    pair(words.reason[back.kind], words.reasons[back.reason]),
    pair(words.asker, back.asker),
    pair(words.approver, back.manager),
    ...(back.selfApproval ? [plain(words.selfApproval)] : []),
    ...(back.offline ? [plain(words.offline[back.kind])] : []),
    pair(words.returnedAt[back.kind], localTime(back.atMs, timeZone)),
  ]
}

/** Of cash alone one sum; else the sum, and what went back by each way. */
function amounts(sale: PaidSale, { parts }: Return, language: Shop['language']): ReceiptPart[] {
  const words = RECEIPT_WORDS[language]
  const total = sum(parts.map(({ amount }) => amount))
  const ways = parts.flatMap((part, place) => {
    const tender = sale.tenders[place]
    return tender === undefined || part.amount === 0 ? [] : [{ tender, part }]
  })
  if (ways.every(({ tender }) => tender.method === 'cash')) return [sumPair(words.cashBack, total)]
  return [
    sumPair(words.moneyBack, total),
    ...ways.flatMap(({ tender, part }) => [
      pair(`${wayName(tender, language)}${stateWords(part, words)}`, formatMoney(part.amount)),
      ...(part.scan ? scanParts(part.scan, { amount: part.amount, paid: words.reallyBack }, words) : []),
    ]),
  ]
}

const stateWords = ({ state }: ReturnPart, words: ReceiptWords): string =>
  state === 'done' ? '' : ` ${state === 'failed' ? words.notReturned : words.notKnown}`

/** What had gone back when this return was made, with it. */
const returnedUpTo = ({ returns }: PaidSale, back: Return) =>
  sum(returns.slice(0, returns.indexOf(back) + 1).map(returnedBy))
