import { formatMoney, sum } from './money.ts'
import { localTime, pair, plain, sumPair, type ReceiptPart } from './receipt-parts.ts'
import type { ReceiptWords } from './receipt-words.ts'
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

export function returnParts(sale: PaidSale, back: Return, words: ReceiptWords, timeZone: string): ReceiptPart[] {
  return [
    pair(words.returnNumber, `${sale.receipt}/${sale.returns.indexOf(back) + 1}`),
    ...amounts(sale, back, words),
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
function amounts(sale: PaidSale, { parts }: Return, words: ReceiptWords): ReceiptPart[] {
  const total = sum(parts.map(({ amount }) => amount))
  const ways = parts.flatMap((part, place) => {
    const method = sale.tenders[place]?.method
    return method === undefined || part.amount === 0 ? [] : [{ method, part }]
  })
  if (ways.every(({ method }) => method === 'cash')) return [sumPair(words.cashBack, total)]
  return [
    sumPair(words.moneyBack, total),
    ...ways.map(({ method, part }) =>
      pair(`${words.methods[method]}${stateWords(part, words)}`, formatMoney(part.amount)),
    ),
  ]
}

const stateWords = ({ state }: ReturnPart, words: ReceiptWords): string =>
  state === 'done' ? '' : ` ${state === 'failed' ? words.notReturned : words.notKnown}`

/** What had gone back when this return was made, with it. */
const returnedUpTo = ({ returns }: PaidSale, back: Return) =>
  sum(returns.slice(0, returns.indexOf(back) + 1).map(returnedBy))
