import { money } from '#domain/money'
import type { CardFacts, ChipFacts, Verified } from '#domain/terminal/card-facts'
import type { CardSent } from '#domain/terminal/terminal'
import { valueOf } from '#drivers/acquirer/chip-data'
import { textOf, type Message } from '#drivers/acquirer/codec/message'
import { readTlv } from '#drivers/acquirer/tlv'
import { readsChip, type CardRequest, type TerminalNames } from './fields.ts'
import { referenceIn } from './hearing.ts'

/** Of the answer to a request, what a card slip says. `pinFreeUpTo`: as of the terminal, fen. */
export function cardFactsOf(
  { sent, card }: CardRequest,
  answer: Message,
  { terminal, merchant, pinFreeUpTo }: Pick<TerminalNames, 'terminal' | 'merchant'> & { readonly pinFreeUpTo: number },
): CardFacts {
  const banks = textOf(answer, 44) ?? ''
  const chip = 'chip' in card && card.chip && readsChip(sent.transaction) ? chipFactsIn(card.chip) : null
  const { rrn, authorisation, date, batch, stan } = referenceIn(answer, sent)
  return {
    ...{ transaction: sent.transaction, merchant: merchant.trim(), terminal: terminal.trim() },
    ...{ card: sent.card, entry: sent.entry, verified: verifiedBy(sent, pinFreeUpTo) },
    ...{ issuer: banks.slice(0, BANK_SIGNS).trim(), acquirer: banks.slice(BANK_SIGNS).trim() },
    ...{ rrn: rrn.trim(), authorisation: authorisation.trim(), date, time: textOf(answer, 12) ?? '', batch, stan },
    ...(chip && { chip }),
  }
}

/** Field 44: the issuer's number, then the acquirer's. */
const BANK_SIGNS = 11

function verifiedBy({ transaction, entry, hasPin, amount }: CardSent, pinFreeUpTo: number): Verified {
  if (hasPin) return { is: 'pin' }
  const isFree = transaction === 'sale' && entry === 'contactless' && amount <= pinFreeUpTo
  return isFree ? { is: 'none', upTo: money(pinFreeUpTo) } : { is: 'signature' }
}

/** First two bits of tag 9F27 (EMV Book 3, 5.5.6). */
const [KIND_BITS, TC, ARQC] = [0xc0, 0x40, 0x80]

/** What is on paper of it. A reader may hand over the card's number among the rest, which stays there. */
function chipFactsIn(bytes: Uint8Array): ChipFacts | null {
  const all = readTlv(bytes)
  if (!all.ok) return null
  const value = (tag: string): Buffer => Buffer.from(valueOf(all.value, tag) ?? [])
  const hex = (tag: string): string => value(tag).toString('hex').toUpperCase()
  const kind = (value('9F27')[0] ?? 0) & KIND_BITS
  return {
    ...{ aid: hex('84'), label: value('50').toString('latin1').trim(), cryptogram: hex('9F26') },
    ...{ kind: kind === TC ? 'TC' : kind === ARQC ? 'ARQC' : 'AC', tvr: hex('95'), tsi: hex('9B'), atc: hex('9F36') },
  }
}
