import { done, refused, type Nothing, type Result } from '#domain/result'
import type { Management } from '#domain/terminal/transactions'
import { maskedCard } from '#domain/card-number'
import { ZERO } from '#domain/money'
import type { CardSent } from '#domain/terminal/terminal'
import { readF54 } from '#drivers/acquirer/codec/f54'
import { textOf } from '#drivers/acquirer/codec/message'
import type { CardDesk, PresentedCard } from '#drivers/card-desk/port'
import type { Acts } from '../acts.ts'
import { cardMessage, managementMessage, type TerminalNames } from './fields.ts'
import { isOf } from './hearing.ts'
import { batchOf, type SigningIn } from './signing-in.ts'
import type { Talking } from './talking.ts'

export interface EnquiringParts {
  readonly acts: Acts
  readonly talking: Talking
  readonly signing: SigningIn
  readonly desk: CardDesk
  readonly names: TerminalNames
}

/** What is asked of the acquirer that moves no money, and is never reversed. */
export interface Enquiring {
  /** Whether it is there. */
  readonly echo: (noMore: AbortSignal) => Promise<Result<Nothing, 'not-answered'>>
  /** Tells it that this terminal goes; the next transaction signs in. */
  readonly leave: (noMore: AbortSignal) => Promise<Result<Nothing, 'not-answered'>>
  /** What the card in the customer's hand has. */
  readonly balance: (noMore: AbortSignal) => Promise<Balance>
}

/** `why`: as a payment's, the acquirer's code or the station's own word. */
export type Balance = { readonly is: 'told'; readonly fen: number } | { readonly is: 'refused'; readonly why: string }

export function makeEnquiring(parts: EnquiringParts): Enquiring {
  const { signing } = parts
  return {
    echo: (noMore) => managed(parts, 'echo', noMore),
    leave: async (noMore) => {
      const told = await managed(parts, 'sign-off', noMore)
      // Its keys are forgotten here whatever it heard.
      await signing.signOff('operator')
      return told
    },
    balance: (noMore) => balance(parts, noMore),
  }
}

async function managed({ acts, talking, names }: EnquiringParts, what: 'echo' | 'sign-off', noMore: AbortSignal) {
  const stan = await talking.number(what satisfies Management)
  const talked = await talking.send(managementMessage(names, what, { stan, batch: batchOf(acts) }), null, noMore)
  const isYes = talked.is === 'answered' && isOf(names, talked.answered) && talked.answered.heard.code === '00'
  return isYes ? done({}) : refused('not-answered')
}

async function balance(parts: EnquiringParts, noMore: AbortSignal): Promise<Balance> {
  const { talking, signing, desk, names, acts } = parts
  const signed = await signing.keys(noMore)
  if (!signed.ok) return { is: 'refused', why: signed.why === 'silence' ? 'not-sent' : signed.why }
  const presented = await desk.present({ amount: null, pin: 'as-card', pinFreeUpTo: 0 }, noMore)
  if (presented.is !== 'card') return { is: 'refused', why: `card-${presented.is}` }
  const stan = await talking.number('balance')
  const sent = asked(presented.card, stan, batchOf(acts))
  const message = cardMessage(names, { sent, card: presented.card, original: null })
  const talked = await talking.send(message, signed.keys.mak, noMore)
  if (talked.is !== 'answered' || !isOf(names, talked.answered) || talked.answered.heard.mac !== 'right')
    return { is: 'refused', why: 'no-answer' }
  const { code } = talked.answered.heard
  const told = readF54(textOf(talked.answered.message, 54) ?? '')
  if (code !== '00') return { is: 'refused', why: code }
  return told.ok ? { is: 'told', fen: told.value.fen } : { is: 'refused', why: 'no-answer' }
}

/** As a transaction of this terminal; it is in no batch. */
const asked = (card: PresentedCard, stan: number, batch: number): CardSent => ({
  ...{ attempt: 'balance', transaction: 'balance', amount: ZERO, of: null, stan, batch, entry: card.entry },
  ...{ hasPin: Boolean(card.pinBlock), card: maskedCard(card.pan), isForeign: card.isForeign },
})
