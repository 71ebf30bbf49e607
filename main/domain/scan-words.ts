import { formatMoney, type Money } from './money.ts'
import type { PaidTender } from './paid-sale.ts'
import { pair, type ReceiptPart } from './receipt-parts.ts'
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words.ts'
import { walletName, type ScanFacts } from './scan-facts.ts'

/** The way of a tender as paper names it: by its wallet, where that is known. */
export function wayName(tender: PaidTender, language: 'zh-CN' | 'en'): string {
  const scan = tender.method === 'cash' ? undefined : tender.scan
  return walletName(scan?.accountType, language) ?? RECEIPT_WORDS[language].methods[tender.method]
}

/** What a slip says of a scan payment below its amount; `paid` names what the customer paid of it, or got. */
export function scanParts(
  { walletTradeNo, logNo, payerAmount }: ScanFacts,
  { amount, paid }: { readonly amount: Money; readonly paid: string },
  words: ReceiptWords,
): ReceiptPart[] {
  const line = (name: string, text: string | undefined) => (text === undefined ? [] : [pair(`  ${name}`, text)])
  return [
    ...line(paid, payerAmount === undefined || payerAmount === amount ? undefined : formatMoney(payerAmount)),
    ...line(words.walletNumber, walletTradeNo),
    ...line(words.logNumber, logNo),
  ]
}
