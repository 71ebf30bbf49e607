import { timingSafeEqual } from 'node:crypto'
import { checkValue } from '../cipher/blocks.ts'
import { DES } from '../cipher/des.ts'
import type { Clock } from '../clock/port.ts'
import { pinBlock0 } from '../pin-pad/pin-block.ts'
import type { CardAsk, CardDesk, DeskStage, Presented, PresentedCard } from './port.ts'

/** A customer's card to practise with. */
export interface DeskCard {
  readonly pan: string
  /** YYMM. */
  readonly expiry: string
  /** Three digits: 2 or 6 before, it has a chip; 0, 3, 5, 6 or 7 behind, it wants a PIN. */
  readonly service: string
  readonly sequence: string | null
  /** BER-TLV for field 55; null where it has no chip. */
  readonly chip: Uint8Array | null
  readonly isForeign: boolean
}

/** `broken-chip`: it is put in, and nothing answers. */
export type Way = 'swipe' | 'insert' | 'tap' | 'broken-chip'

/** The customer's hands. Each gives false where nothing was asked for that it could do. */
export interface DeskHands {
  readonly show: (card: DeskCard, way: Way) => boolean
  /** Digits as they are typed, and enter. */
  readonly type: (pin: string) => boolean
  readonly cancel: () => boolean
}
export interface VirtualDesk extends CardDesk, DeskHands {
  readonly stage: () => DeskStage | null
}

/** A customer looks for the card; and types. */
export const CARD_MS = 60_000
export const PIN_MS = 60_000
/** Chips that do not answer before the stripe may stand in. */
export const CHIP_TRIES = 3
const PIN = /^\d{4,12}$/
/** First digit: how it may be read. */
const hasChip = ({ service }: DeskCard): boolean => service.startsWith('2') || service.startsWith('6')
const wantsPin = ({ service }: DeskCard): boolean => /[03567]$/.test(service)

type Hand =
  | { readonly is: 'card'; readonly card: DeskCard; readonly way: Way }
  | { readonly is: 'pin'; readonly pin: string }
  | { readonly is: 'cancelled' | 'late' }

interface DeskParts extends Pick<Clock, 'wait'> {
  /** The key under which the PIN key of the day comes, sixteen bytes; null while none is loaded. */
  readonly tmk: () => Uint8Array | null
}

export const makeVirtualDesk = (parts: DeskParts): VirtualDesk => new Desk(parts)

class Desk implements VirtualDesk {
  private readonly parts: DeskParts
  private readonly listeners: ((stage: DeskStage | null) => void)[] = []
  private now: DeskStage | null = null
  private pinKey: Uint8Array | null = null
  private hear: ((hand: Hand) => void) | null = null

  constructor(parts: DeskParts) {
    this.parts = parts
  }

  readonly present: CardDesk['present'] = async (ask, noMore) => {
    if (this.hear) return { is: 'away' }
    try {
      const read = await this.read(noMore)
      return 'card' in read ? await this.withPin(ask, read, noMore) : read
    } finally {
      this.turn(null)
    }
  }
  readonly onStage: CardDesk['onStage'] = (listener) => void this.listeners.push(listener)
  readonly loadPinKey: CardDesk['loadPinKey'] = ({ wrapped, check }) => {
    const tmk = this.parts.tmk()
    if (tmk === null) return Promise.resolve(false)
    const key = DES.decrypt(tmk, wrapped)
    const isRight = timingSafeEqual(checkValue(DES, key, check.length === 3 ? 3 : 4), check)
    if (isRight) this.pinKey = Uint8Array.from(key)
    return Promise.resolve(isRight)
  }
  readonly stage = () => this.now
  readonly show: DeskHands['show'] = (card, way) => this.hand({ is: 'card', card, way }, ['card', 'insert'])
  readonly type: DeskHands['type'] = (pin) => (pin === '' || PIN.test(pin)) && this.hand({ is: 'pin', pin }, ['pin'])
  readonly cancel: DeskHands['cancel'] = () => this.hand({ is: 'cancelled' }, ['card', 'insert', 'pin'])

  /** A chip comes before its stripe, which may stand in only for one that did not answer. */
  private async read(noMore: AbortSignal): Promise<ReadCard | NoCard> {
    let failures = 0
    for (let stage: DeskStage = 'card'; ;) {
      const shown = await this.asked(stage, CARD_MS, noMore)
      if (shown.is === 'pin') continue
      if (shown.is !== 'card') return shown
      const { card, way } = shown
      const needsChip = way === 'swipe' && hasChip(card)
      if (way === 'broken-chip') failures++
      else if (!needsChip || failures >= CHIP_TRIES) {
        if (way !== 'swipe' && card.chip === null) return { is: 'unreadable' }
        return { card, entry: needsChip ? 'fallback' : ENTRY[way] }
      }
      stage = failures >= CHIP_TRIES ? 'card' : 'insert'
    }
  }

  private async withPin(ask: CardAsk, { card, entry }: ReadCard, noMore: AbortSignal): Promise<Presented> {
    const byChip = entry === 'chip' || entry === 'contactless'
    const read: PresentedCard = {
      ...{ entry, pan: card.pan, expiry: card.expiry, sequence: card.sequence, isForeign: card.isForeign },
      ...{ track2: `${card.pan}=${card.expiry}${card.service}`, pinBlock: null, chip: byChip ? card.chip : null },
    }
    const isSmall = entry === 'contactless' && ask.amount !== null && ask.amount <= ask.pinFreeUpTo
    if (ask.pin === 'never' || isSmall || !wantsPin(card)) return { is: 'card', card: read }
    if (this.pinKey === null) return { is: 'keys' }
    const typed = await this.asked('pin', PIN_MS, noMore)
    if (typed.is === 'card') return { is: 'cancelled' }
    if (typed.is !== 'pin') return typed
    // Enter without digits: the customer has no PIN.
    const pinBlock = typed.pin === '' ? null : pinBlock0({ pin: typed.pin, pan: card.pan }, this.pinKey)
    return { is: 'card', card: { ...read, pinBlock } }
  }

  /** The next hand; one that nobody waits for any more is as a customer who walks away. */
  private async asked(stage: DeskStage, ms: number, noMore: AbortSignal): Promise<Hand> {
    const over = new AbortController()
    const given = new Promise<Hand>((resolve) => (this.hear = resolve))
    this.turn(stage)
    const limit = this.parts.wait(ms, AbortSignal.any([noMore, over.signal])).then(
      (): Hand => ({ is: 'late' }),
      (): Hand => ({ is: 'cancelled' }),
    )
    const first = await Promise.race([given, limit])
    this.hear = null
    over.abort()
    return first
  }

  private hand(given: Hand, stages: readonly DeskStage[]): boolean {
    if (!this.hear || this.now === null || !stages.includes(this.now)) return false
    this.hear(given)
    return true
  }

  private turn(next: DeskStage | null): void {
    this.now = next
    for (const tell of this.listeners) tell(next)
  }
}

interface ReadCard {
  readonly card: DeskCard
  readonly entry: PresentedCard['entry']
}
type NoCard = Exclude<Presented, { is: 'card' }>

const ENTRY = { swipe: 'swipe', insert: 'chip', tap: 'contactless' } as const
