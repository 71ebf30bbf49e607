import type { CardReference } from '#domain/terminal/reference'
import { sixDigits } from '#domain/terminal/stan'
import type { CardSent, EntryMode, KeptCard } from '#domain/terminal/terminal'
import { shapeOf, type CardTransaction } from '#domain/terminal/transactions'
import { chipData, REQUEST_TAGS } from '#drivers/acquirer/chip-data'
import { f60Text, financialF60, managementF60 } from '#drivers/acquirer/codec/f60'
import { f61Text, refundF61, voidF61 } from '#drivers/acquirer/codec/f61'
import { f63Request } from '#drivers/acquirer/codec/f63'
import type { FieldValue } from '#drivers/acquirer/codec/kinds'
import { messageOf, type Message } from '#drivers/acquirer/codec/message'
import type { AcquirerProfile } from '#drivers/acquirer/codec/profile'
import type { Read } from '#drivers/acquirer/codec/read'
import { readTlv } from '#drivers/acquirer/tlv'
import { Bug } from '#domain/result'
import type { PresentedCard } from '#drivers/card-desk/port'
import type { CardAtRest } from './sealed-cards.ts'

/** Which terminal of which merchant, at which kind of host. */
export interface TerminalNames {
  readonly profile: AcquirerProfile
  /** Field 41, eight characters. */
  readonly terminal: string
  /** Field 42, fifteen. */
  readonly merchant: string
}

type Fields = Readonly<Record<number, FieldValue | undefined>>

/** Of what this program makes itself: a refusal is a bug. */
export function made<Value>(read: Read<Value>): Value {
  if (!read.ok) throw new Bug(`a field that can not be: ${read.why} ${read.field ?? ''}`)
  return read.value
}

const here = ({ terminal, merchant }: TerminalNames): Fields => ({ 41: terminal, 42: merchant })

/** The first two digits of field 22; the third says whether there is a PIN. */
const ENTRY: Readonly<Record<EntryMode, string>> = {
  ...{ manual: '01', swipe: '02', chip: '05', contactless: '07', fallback: '80' },
}
/** 60.4: it reads chips with and without contact. */
const ABILITY = '6'
/** 60.5. */
const chipCondition = (entry: EntryMode): string => (entry === 'fallback' ? '2' : '0')
const CURRENCY = '156'
/** Field 26: the longest PIN that it takes. */
const PIN_DIGITS = '12'
/** Field 53: with a PIN (card number in its block, triple DES), and without. */
const PIN_TDES = '2600000000000000'
const NO_PIN = '0600000000000000'
/** 63.1 of a refund: whose card it is. */
const ORGANISATION = 'CUP'

/** Network codes (60.3) of talk about the terminal itself; a sign-in’s says which keys it wants. */
const NETWORK = { 'sign-off': '002', echo: '301', settle: '201', upload: '201' } as const
const MTI = { 'sign-in': '0800', 'sign-off': '0820', echo: '0820', settle: '0500', upload: '0320' } as const

interface Managed {
  readonly stan: number
  readonly batch: number
  /** Field 48. */
  readonly details?: string
}

export function managementMessage(names: TerminalNames, what: keyof typeof MTI, { stan, batch, details }: Managed) {
  const network = what === 'sign-in' ? names.profile.keyLayout : NETWORK[what]
  const f60 = made(f60Text(managementF60(sixDigits(batch), network)))
  const operator = what === 'sign-in' ? made(f63Request('01')) : undefined
  return messageOf(MTI[what], { ...here(names), 11: sixDigits(stan), 48: details, 60: f60, 63: operator })
}

/** The end of a batch upload: 207 where the totals agreed, 202 where they did not. */
export function uploadEndMessage(names: TerminalNames, { stan, batch, details }: Managed, isBalanced: boolean) {
  const f60 = made(f60Text(managementF60(sixDigits(batch), isBalanced ? '207' : '202')))
  return messageOf('0320', { ...here(names), 11: sixDigits(stan), 48: details, 60: f60 })
}

export interface CardRequest {
  readonly sent: CardSent
  readonly card: PresentedCard | CardAtRest
  /** What it is about, where it is about another one. */
  readonly original: CardReference | null
}

const isPresented = (card: CardRequest['card']): card is PresentedCard => 'track2' in card

/** Without its MAC. */
export function cardMessage(names: TerminalNames, { sent, card, original }: CardRequest): Message {
  const { mti } = shapeOf(sent.transaction)
  const presented = isPresented(card) ? card : null
  const isRefund = sent.transaction === 'refund'
  return messageOf(mti, {
    ...common(names, sent, card),
    26: presented?.pinBlock ? PIN_DIGITS : undefined,
    35: presented?.track2 ?? undefined,
    52: presented?.pinBlock ?? undefined,
    53: presented?.pinBlock ? PIN_TDES : NO_PIN,
    55: presented?.chip && readsChip(sent.transaction) ? made(requestChip(presented.chip)) : undefined,
    ...aboutOriginal(names, sent.transaction, original),
    63: isRefund ? made(f63Request(ORGANISATION)) : undefined,
  })
}

/** A void, a completion and a refund read no more of a chip than its number. */
export const readsChip = (transaction: CardTransaction): boolean => shapeOf(transaction).names.length === 0

function requestChip(chip: Uint8Array): Read<Uint8Array> {
  const objects = readTlv(chip)
  return objects.ok ? chipData(REQUEST_TAGS, objects.value) : objects
}

function common(names: TerminalNames, sent: CardSent, card: PresentedCard | CardAtRest): Fields {
  const { processing, condition, kind } = shapeOf(sent.transaction)
  const about = { type: kind, batch: sixDigits(sent.batch), ability: ABILITY, chip: chipCondition(sent.entry) }
  return {
    ...here(names),
    2: card.pan,
    3: processing,
    4: sent.transaction === 'balance' ? undefined : String(sent.amount).padStart(12, '0'),
    11: sixDigits(sent.stan),
    14: card.expiry ?? undefined,
    22: `${ENTRY[sent.entry]}${sent.hasPin ? '1' : '2'}`,
    23: card.sequence ?? undefined,
    25: condition,
    49: CURRENCY,
    60: made(f60Text(financialF60(names.profile, about))),
  }
}

function aboutOriginal({ profile }: TerminalNames, transaction: CardTransaction, original: CardReference | null) {
  const named = shapeOf(transaction).names
  if (named.length === 0) return {}
  if (original === null) throw new Bug(`${transaction} is about another transaction`)
  const { rrn, authorisation, date } = original
  const where = { batch: sixDigits(original.batch), stan: sixDigits(original.stan) }
  const f61 = named.includes('date') ? refundF61(profile, { ...where, date }) : voidF61(where)
  return {
    37: named.includes('rrn') ? rrn : undefined,
    38: named.includes('authorisation') && authorisation !== '' ? authorisation : undefined,
    61: made(f61Text(f61)),
  }
}

/**
 * What undoes an order of unknown end: its own voucher number and batch, and why (field 39). Nothing of a track or a
 * PIN is in it. Without its MAC.
 */
export function reversalMessage(names: TerminalNames, sent: KeptCard, card: CardAtRest, reason: string): Message {
  return messageOf('0400', { ...common(names, sent, card), 39: reason })
}
