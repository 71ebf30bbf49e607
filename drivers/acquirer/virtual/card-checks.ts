import { pinOf0 } from '../../pin-pad/pin-block.ts'
import { REQUEST_TAGS } from '../chip-data.ts'
import { bytesOf, textOf } from '../codec/message.ts'
import { readTlv } from '../tlv.ts'
import type { Facts } from './facts.ts'
import type { Kind } from './kinds.ts'
import type { Account, HostState } from './state.ts'

const ENTRIES = ['01', '02', '05', '07', '80', '90']
const [SWIPED, FALLBACK, WITH_CHIP, CONTACTLESS] = [['02'], ['80', '90'], ['05', '07'], '07']
const [WITH_PIN, NO_PIN] = ['2600000000000000', '0600000000000000']
const CURRENCY = '156'
/** The kinds at which the card itself is there, with its PIN. */
const AT_CARD: readonly Kind[] = ['sale', 'pre-auth', 'balance']
/** Objects without which no bank looks at a chip: cryptogram, application data, chance, counters, results. */
const CHIP_NEEDS = ['9F26', '9F27', '9F10', '9F37', '9F36', '95', '9A', '9C', '9F02', '5F2A', '82', '9F1A']

const entryOf = ({ message }: Facts): string => (textOf(message, 22) ?? '').slice(0, 2)
const atCard = ({ kind }: Facts): boolean => AT_CARD.includes(kind)

/** Whether the message contradicts itself; null where it does not. */
export function formTrouble(facts: Facts): string | null {
  const { message, f60, profile, stan } = facts
  const hasPin = message.fields.has(52)
  const [security, entry] = [textOf(message, 53) ?? '', textOf(message, 22) ?? '']
  const isForm =
    stan > 0 &&
    f60.terminal !== null &&
    (textOf(message, 60) ?? '').length === profile.f60Digits &&
    textOf(message, 49) === CURRENCY &&
    ENTRIES.includes(entry.slice(0, 2)) &&
    (entry[2] === '1') === hasPin &&
    message.fields.has(26) === hasPin &&
    security === (hasPin ? WITH_PIN : NO_PIN)
  return isForm && (!atCard(facts) || isReadAsSaid(facts)) ? null : '30'
}

/** A stripe brings its track, a chip its data and a typed number its expiry. */
function isReadAsSaid(facts: Facts): boolean {
  const { message } = facts
  const entry = entryOf(facts)
  const chip = bytesOf(message, 55)
  if (WITH_CHIP.includes(entry)) return chip !== null && isChipData(chip)
  if (chip !== null) return false
  return entry === '01' ? message.fields.has(14) : message.fields.has(35)
}

function isChipData(bytes: Uint8Array): boolean {
  const read = readTlv(bytes)
  if (!read.ok) return false
  const tags = read.value.map(({ tag }) => tag)
  return CHIP_NEEDS.every((tag) => tags.includes(tag)) && tags.every((tag) => REQUEST_TAGS.includes(tag))
}

/** Why its bank does not want this card, or not so; null where it does. */
export function cardTrouble(facts: Facts, account: Account | undefined): string | null {
  const { message, time, f60 } = facts
  if (!account) return '14'
  const { card } = account
  const [expiry, track] = [textOf(message, 14) ?? card.expiry, textOf(message, 35)]
  if (track !== null && !track.startsWith(`${card.pan}=`)) return '14'
  if (track !== null && !track.startsWith(`${card.pan}=${card.expiry}${card.service}`)) return '59'
  if (card.expiry < time.yymm || expiry !== card.expiry) return '54'
  if (card.refusedWith !== null) return card.refusedWith
  if (!atCard(facts)) return null
  const entry = entryOf(facts)
  const isFallback = FALLBACK.includes(entry) && f60.terminal?.chip === '2'
  if (card.hasChip && (SWIPED.includes(entry) || FALLBACK.includes(entry)) && !isFallback) return '45'
  return !card.hasChip && WITH_CHIP.includes(entry) ? '59' : null
}

/** Wrong PINs in a row; then none is looked at any more. */
export const WRONG_PINS_MAX = 3
/** Up to so much, fen, a card without contact needs no PIN. */
const PIN_FREE_UP_TO = 100_000

export interface PinChecked {
  readonly state: HostState
  readonly code: string | null
}

/** 55: it is not this one, or there is none · 75: the third such · 99: no PIN comes out of the block. */
export function checkPin(state: HostState, facts: Facts, account: Account): PinChecked {
  const { card, wrongPins } = account
  const { message, pan, amount } = facts
  const block = bytesOf(message, 52)
  if (block === null) {
    const isFree = entryOf(facts) === CONTACTLESS && amount <= PIN_FREE_UP_TO
    return { state, code: card.pin !== null && atCard(facts) && !isFree ? '55' : null }
  }
  if (wrongPins >= WRONG_PINS_MAX) return { state, code: '75' }
  const pin = state.keys && pinOf0(block, pan, state.keys.pik)
  if (pin === null) return { state, code: '99' }
  const isRight = card.pin === null || pin === card.pin
  const wrong = isRight ? 0 : wrongPins + 1
  const accounts = new Map(state.accounts).set(pan, { ...account, wrongPins: wrong })
  return { state: { ...state, accounts }, code: isRight ? null : wrong >= WRONG_PINS_MAX ? '75' : '55' }
}
