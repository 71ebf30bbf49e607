import { f60Text, financialF60, managementF60 } from '#drivers/acquirer/codec/f60'
import { f61Text } from '#drivers/acquirer/codec/f61'
import { f63Request } from '#drivers/acquirer/codec/f63'
import { packFrame } from '#drivers/acquirer/codec/frame'
import type { FieldValue } from '#drivers/acquirer/codec/kinds'
import { messageOf, pack, type Message } from '#drivers/acquirer/codec/message'
import { CUP_CLASSIC, type AcquirerProfile } from '#drivers/acquirer/codec/profile'
import { seal } from '#drivers/acquirer/mac'
import { track2Of, type TestCard } from '#drivers/acquirer/virtual/cards'
import { codecEyes, type Eyes } from '#drivers/acquirer/virtual/eyes'
import type { Mood } from '#drivers/acquirer/virtual/moods'
import { newHostState, type HostState } from '#drivers/acquirer/virtual/state'
import { takeRequest, type TwinParts } from '#drivers/acquirer/virtual/twin'
import { pinBlock0 } from '#drivers/pin-pad/pin-block'
import { taken } from './reading.ts'
import { MAK, PIK, TMK } from './vectors.ts'

/** A terminal that talks to the twin without a line, message by message. */
export const TERMINAL = '12345678'
export const MERCHANT = '898310058120001'
/** 26 November 2026, 14:30:05 in Beijing. */
export const NOW_MS = Date.UTC(2026, 10, 26, 6, 30, 5)
const BATCH = 12

export const twinParts = (own: Partial<TwinParts> = {}): TwinParts => ({
  ...{ profile: CUP_CLASSIC, tmk: TMK, keysOf: () => ({ pik: PIK, mak: MAK, tdk: null }) },
  ...{ terminal: TERMINAL, merchant: MERCHANT, eyes: codecEyes, sealsRefusals: true },
  ...own,
})

type Fields = Readonly<Record<number, FieldValue | undefined>>
/** What an answer says, or null for silence. */
export type Heard = { readonly code: string; readonly mti: string; readonly field: (field: number) => string } | null

export interface TestTerminal {
  readonly state: () => HostState
  /** The voucher number used last. */
  readonly stan: () => number
  readonly parts: TwinParts
  /** A message as it is, without a MAC where `mak` is null. */
  readonly say: (message: Message, mak?: Uint8Array | null, mood?: Mood | null) => Heard
  readonly signIn: (mood?: Mood | null) => Heard
  readonly card: (mti: string, fields: Fields, mood?: Mood | null) => Heard
  readonly manage: (mti: string, network: string, fields?: Fields, mood?: Mood | null) => Heard
  readonly packet: (message: Message, mak?: Uint8Array | null) => Uint8Array
  readonly raw: (packet: Uint8Array, mood?: Mood | null) => Uint8Array | null
}

export function testTerminal(cards: readonly TestCard[], own: Partial<TwinParts> = {}, nowMs = NOW_MS): TestTerminal {
  const parts = twinParts(own)
  const { profile, eyes } = parts
  let state = newHostState(cards, BATCH)
  let stan = 0
  const raw = (packet: Uint8Array, mood: Mood | null = null) => {
    const turn = takeRequest(parts, state, { content: packet.subarray(2), nowMs, mood })
    state = turn.state
    return turn.answer
  }
  const packet = (message: Message, mak: Uint8Array | null = null) => {
    const bytes = taken(mak === null ? pack(message, profile) : seal(message, profile, mak))
    const { tpdu, header, lengthLimit } = profile
    return taken(packFrame({ tpdu, header, message: bytes }, lengthLimit))
  }
  const say = (message: Message, mak: Uint8Array | null = null, mood: Mood | null = null): Heard => {
    const answer = raw(packet(message, mak), mood)
    return answer && heardIn(answer, profile, eyes)
  }
  const manage = (mti: string, network: string, fields: Fields = {}, mood: Mood | null = null) => {
    const f60 = taken(f60Text(managementF60(six(state.batch), network)))
    const all = { 11: six(++stan), 41: TERMINAL, 42: MERCHANT, 60: f60, ...fields }
    return say(messageOf(mti, all), null, mood)
  }
  return {
    ...{ state: () => state, stan: () => stan, parts, raw, packet, say, manage },
    signIn: (mood = null) => manage('0800', profile.keyLayout, { 63: taken(f63Request('01')) }, mood),
    card: (mti, fields, mood = null) => {
      const all = { 11: six(++stan), 41: TERMINAL, 42: MERCHANT, 49: '156', ...fields }
      return say(messageOf(mti, all), state.keys?.mak ?? MAK, mood)
    },
  }
}

export const six = (number: number): string => String(number).padStart(6, '0')
export const yuan = (fen: number): string => String(fen).padStart(12, '0')

function heardIn(packet: Uint8Array, profile: AcquirerProfile, eyes: Eyes): Heard {
  const message = eyes(packet.subarray(2), profile)?.message
  if (!message) throw new Error('an answer that can not be read')
  const field = (number: number): string => {
    const value = message.fields.get(number)
    return typeof value === 'string' ? value : value ? Buffer.from(value).toString('hex').toUpperCase() : ''
  }
  return { code: field(39), mti: message.mti, field }
}

export type Entry = 'manual' | 'swipe' | 'chip' | 'contactless' | 'fallback'
const ENTRY = { manual: '01', swipe: '02', chip: '05', contactless: '07', fallback: '80' } as const
/** How such a card is read when all is well. */
const wayOf = (card: TestCard): Entry => (card.hasChip ? 'chip' : 'swipe')

export interface Reading {
  readonly entry?: Entry
  /** Null: none is typed. */
  readonly pin?: string | null
  readonly batch?: number
  readonly chip?: string
}

/** Fields of a card that is read. */
export function cardFields(card: TestCard, processing: string, condition: string, kind: string, reading: Reading = {}) {
  const { entry = wayOf(card), pin = card.pin, batch = BATCH, chip = entry === 'fallback' ? '2' : '0' } = reading
  const isChip = entry === 'chip' || entry === 'contactless'
  return {
    ...{ 2: card.pan, 3: processing, 14: card.expiry, 25: condition },
    22: `${ENTRY[entry]}${pin === null ? '2' : '1'}`,
    23: isChip ? (card.sequence ?? undefined) : undefined,
    26: pin === null ? undefined : '12',
    35: entry === 'manual' ? undefined : track2Of(card),
    52: pin === null ? undefined : pinBlock0({ pin, pan: card.pan }, PIK),
    53: pin === null ? '0600000000000000' : '2600000000000000',
    55: isChip ? (card.chip ?? undefined) : undefined,
    60: taken(f60Text(financialF60(CUP_CLASSIC, { type: kind, batch: six(batch), ability: '6', chip }))),
  }
}

/** The fields of one that names an original by batch and voucher number; of a refund by its date. */
export const originalFields = (of: { readonly batch?: number; readonly stan: number; readonly date?: string }) => ({
  61: taken(f61Text({ batch: six(of.batch ?? BATCH), stan: six(of.stan), ...(of.date && { date: of.date }) })),
})
