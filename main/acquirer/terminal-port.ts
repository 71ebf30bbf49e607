import { maskedCard } from '#domain/card-number'
import { money } from '#domain/money'
import { judged, type Declines, type Judged, type ReversalReason } from '#domain/terminal/answer'
import { readReference, writeReference } from '#domain/terminal/reference'
import { endsReversal } from '#domain/terminal/response-codes'
import { nextStan } from '#domain/terminal/stan'
import { isBatchFull, type CardSent } from '#domain/terminal/terminal'
import type { CardTransaction } from '#domain/terminal/transactions'
import type { CardDesk, PresentedCard, Presented } from '#drivers/card-desk/port'
import type { Log } from '#drivers/log/port'
import type { Answer, PaymentPort, PortOrder, Reversal } from '#drivers/payment/port'
import type { Acts } from '../acts.ts'
import { cardFactsOf } from './card-facts.ts'
import { cardMessage, reversalMessage, type CardRequest, type TerminalNames } from './fields.ts'
import { isOf, referenceIn, repeats } from './hearing.ts'
import type { CardAtRest, SealedCards } from './sealed-cards.ts'
import type { SigningIn } from './signing-in.ts'
import type { Talked, Talking } from './talking.ts'

export interface TerminalPortParts {
  readonly acts: Acts
  readonly talking: Talking
  readonly signing: SigningIn
  readonly desk: CardDesk
  readonly cards: SealedCards
  readonly names: TerminalNames
  readonly declines: Declines
  readonly log: Log
  /** Up to so much a card without contact needs no PIN, fen. */
  readonly pinFreeUpTo: number
}

/** ISO 8583 has no inquiry: charges and voids of unknown end are reversed, and of a refund the statement tells. */
export const ACQUIRER_SETTLES = { pay: 'reversal', void: 'reversal', refund: 'neither' } as const

/**
 * The station as a card terminal of its acquirer. What an order needs to be undone is on disk before a byte of it
 * leaves: the card, sealed, then the record. Orders come one at a time (`Carrying`).
 */
export class TerminalPort implements PaymentPort {
  readonly settlesBy = ACQUIRER_SETTLES
  readonly holds = true
  private readonly parts: TerminalPortParts
  /** What the reversal of an order says, as long as this program runs; a start says that no answer came. */
  private readonly reasons = new Map<string, ReversalReason>()

  constructor(parts: TerminalPortParts) {
    this.parts = parts
  }

  async send(order: PortOrder, noMore: AbortSignal): Promise<Answer> {
    const { log } = this.parts
    let ready: Ready | Answer
    try {
      ready = await this.ready(order, noMore)
    } catch (cause) {
      log.fault('a card order could not be written down, and did not leave', cause)
      return { is: 'not-sent' }
    }
    if (!('request' in ready)) return ready
    const { request, mak } = ready
    const talked = await this.parts.talking.send(cardMessage(this.parts.names, request), mak, noMore)
    return this.answered(request, talked)
  }

  /** All that has to be on disk before it leaves; or how it ends without leaving. */
  private async ready(order: PortOrder, noMore: AbortSignal): Promise<Ready | Answer> {
    const { acts, signing } = this.parts
    const no = this.refusalOf(order)
    if (no !== null) return { is: 'declined', why: no }
    const signed = await signing.keys(noMore)
    if (!signed.ok) return signed.why === 'silence' ? { is: 'not-sent' } : failed(signed.why)
    const card = await this.cardFor(order, noMore)
    // A pad that was without power has lost the key of the day: the next order brings it a new one.
    if ('is' in card && card.is === 'keys') await signing.signOff('keys')
    if (!('pan' in card)) return { is: 'declined', why: `card-${card.is}` }
    const sent = sentOf(order, card, acts)
    await this.keep(sent, card)
    const request: CardRequest = {
      sent,
      card: card.presented ?? card,
      original: order.of && readReference(order.of.approval),
    }
    return { request, mak: signed.keys.mak }
  }

  /** There is no inquiry. */
  lookUp(): Promise<Answer> {
    return Promise.resolve({ is: 'silence' })
  }

  async reverse(order: PortOrder, noMore: AbortSignal): Promise<Reversal> {
    const { acts, cards, signing, talking, names } = this.parts
    const sent = acts.till().cards.sent.get(order.attempt)
    // What left the till is in the journal, so this never left.
    if (!sent) return { is: 'reversal-confirmed' }
    const card = await cards.get(order.attempt)
    if (card === null) return { is: 'reversal-failed' }
    const signed = await signing.keys(noMore)
    if (!signed.ok) return { is: 'reversal-failed' }
    const reason = this.reasons.get(order.attempt) ?? '98'
    const asked = reversalMessage(names, sent, card, reason)
    const talked = await talking.send(asked, signed.keys.mak, noMore)
    if (talked.is !== 'answered') return { is: 'reversal-failed' }
    const { heard } = talked.answered
    await this.afterwards(heard.code, talked)
    const isOurs = isOf(names, talked.answered) && repeats(asked, talked.answered) && heard.mac === 'right'
    if (!isOurs || !endsReversal(heard.code)) return { is: 'reversal-failed' }
    this.reasons.delete(order.attempt)
    return { is: 'reversal-confirmed' }
  }

  /** A line has an exchange to itself: what comes late comes to nobody. */
  onLate(): void {}

  /** Why it is not sent at all. */
  private refusalOf({ kind, of }: PortOrder): string | null {
    const { cards } = this.parts.acts.till()
    if (cards.settlement !== null) return 'settling'
    if (isBatchFull(cards)) return 'batch-full'
    if (kind === 'pay' || kind === 'hold') return null
    const reference = of && readReference(of.approval)
    if (!reference) return 'no-original'
    // A void is for what is in the batch still; what was settled is refunded.
    return kind === 'void' && cards.sent.get(of.attempt)?.end !== 'moved' ? 'settled' : null
  }

  /** What is done with another order of this batch is of its card, which is known; all else of the one at hand. */
  private async cardFor({ kind, amount, of }: PortOrder, noMore: AbortSignal): Promise<CardAtHand | NoCard> {
    const { desk, cards, acts, pinFreeUpTo } = this.parts
    const isOfKnown = kind === 'void' || kind === 'release' || kind === 'complete'
    const sent = isOfKnown && of ? acts.till().cards.sent.get(of.attempt) : undefined
    if (sent) {
      const kept = await cards.get(sent.attempt)
      if (kept) return { ...kept, entry: sent.entry, isForeign: sent.isForeign, presented: null }
    }
    const pin = kind === 'pay' || kind === 'hold' ? 'as-card' : 'never'
    const presented = await desk.present({ amount, pin, pinFreeUpTo }, noMore)
    if (presented.is !== 'card') return presented
    const { pan, expiry, sequence, entry, isForeign } = presented.card
    // A hold outlives its batch, and what was sealed of its card does not.
    const wanted = sent?.card ?? acts.till().holds.get(of?.attempt ?? '')?.card ?? null
    if (wanted !== null && wanted !== maskedCard(pan)) return { is: 'other' }
    return { pan, expiry, sequence, entry, isForeign, presented: presented.card }
  }

  private async keep(sent: CardSent, { pan, expiry, sequence }: CardAtRest): Promise<void> {
    await this.parts.cards.put(sent.attempt, { pan, expiry, sequence })
    await this.parts.talking.note({ is: 'card-sent', ...sent })
  }

  private async answered(request: CardRequest, talked: Talked): Promise<Answer> {
    const { names, declines, pinFreeUpTo } = this.parts
    const { sent } = request
    if (talked.is === 'not-sent') return { is: 'not-sent' }
    const answered = talked.is === 'answered' ? talked.answered : null
    const asked = { ...sent, terminal: names.terminal, merchant: names.merchant }
    const end = judged(asked, answered?.heard ?? null, declines)
    if (talked.is === 'answered') await this.afterwards(codeOf(end), talked)
    if (end.is === 'approved' && answered)
      return {
        ...{ is: 'approved', approval: writeReference(referenceIn(answered.message, sent)) },
        ...{ amount: end.amount ?? sent.amount, ...(end.partly && { partly: true }) },
        card: cardFactsOf(request, answered.message, { ...names, pinFreeUpTo }),
      }
    if (end.is === 'declined') return { is: 'declined', why: end.code }
    this.reasons.set(sent.attempt, end.is === 'unknown' ? end.reason : '98')
    return { is: 'silence' }
  }

  /** A terminal whose keys or batch are not the acquirer’s any more gets new ones before its next message. */
  private async afterwards(code: string | null, { asks }: Extract<Talked, { is: 'answered' }>): Promise<void> {
    const { signing, log } = this.parts
    const why = code !== null && isSignIn(code) ? code : asks === 'sign-in' ? 'header' : null
    if (why === null) return
    try {
      await signing.signOff(why)
    } catch (cause) {
      // What the acquirer said of the order counts all the same.
      log.fault('that the terminal is signed off could not be written down', cause)
    }
  }
}

const SIGN_IN = ['77', '99', 'A0'] as const
const isSignIn = (code: string): code is (typeof SIGN_IN)[number] => (SIGN_IN as readonly string[]).includes(code)

interface Ready {
  readonly request: CardRequest
  readonly mak: Uint8Array
}
type CardAtHand = CardAtRest & Pick<CardSent, 'entry' | 'isForeign'> & { readonly presented: PresentedCard | null }
/** `other`: not the card that paid. */
type NoCard = Exclude<Presented, { is: 'card' }> | { readonly is: 'other' }

const codeOf = (end: Judged): string | null => (end.is === 'approved' ? '00' : end.code)
const failed = (why: string): Answer => (why === 'not-sent' ? { is: 'not-sent' } : { is: 'declined', why })

const TRANSACTION: Readonly<Record<PortOrder['kind'], CardTransaction>> = {
  ...{ pay: 'sale', void: 'void', refund: 'refund' },
  ...{ hold: 'pre-auth', release: 'pre-auth-void', complete: 'completion' },
}
const UNDOES: readonly PortOrder['kind'][] = ['void', 'release']

function sentOf({ kind, attempt, amount, of }: PortOrder, card: CardAtHand, acts: Acts): CardSent {
  const { stan, batch, sent } = acts.till().cards
  const original = of ? sent.get(of.attempt) : undefined
  const isOfCompletion = kind === 'void' && original?.transaction === 'completion'
  return {
    ...{ attempt, transaction: isOfCompletion ? 'completion-void' : TRANSACTION[kind], amount: money(amount) },
    of: original && UNDOES.includes(kind) ? original.attempt : null,
    ...{ stan: nextStan(stan), batch, entry: card.entry, hasPin: Boolean(card.presented?.pinBlock) },
    ...{ card: maskedCard(card.pan), isForeign: card.isForeign },
  }
}
