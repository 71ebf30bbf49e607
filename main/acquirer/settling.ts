import { moneyIn } from '#domain/terminal/terminal'
import { nextDetails, settledCards, totalsOf, type BatchTotals, type CardTotals } from '#domain/terminal/settlement'
import { isTaken } from '#domain/terminal/response-codes'
import type { KeptCard } from '#domain/terminal/terminal'
import { done, refused, type Nothing, type Result } from '#domain/result'
import {
  batchEndText,
  detailsText,
  readSettlement,
  settlementText,
  type BatchDetail,
  type SettlementTotals,
  type TotalsOfCards,
} from '#drivers/acquirer/codec/f48'
import { textOf } from '#drivers/acquirer/codec/message'
import { nextBatch, sixDigits } from '#domain/terminal/stan'
import type { Acts } from '../acts.ts'
import { made, managementMessage, uploadEndMessage, type TerminalNames } from './fields.ts'
import { isOf } from './hearing.ts'
import type { SealedCards } from './sealed-cards.ts'
import type { SigningIn } from './signing-in.ts'
import type { Talked, Talking } from './talking.ts'

export interface SettlingParts {
  readonly acts: Acts
  readonly talking: Talking
  readonly signing: SigningIn
  readonly cards: SealedCards
  readonly names: TerminalNames
}

/**
 * `card-order-open`: an order of the batch is not settled · `not-answered`: goes on where it stopped when it is asked
 * for again · `not-accepted`: the acquirer says that it can not settle now.
 */
export type SettleRefusal = 'card-order-open' | 'sign-in-failed' | 'not-answered' | 'not-accepted'
type Step = Result<Nothing, SettleRefusal | 'signed-off'>

/** Settles the batch that is open, from where it is. Each answer is written down before the next message leaves. */
export async function settle(parts: SettlingParts, noMore: AbortSignal): Promise<Result<Nothing, SettleRefusal>> {
  const { acts, signing, talking, names } = parts
  const { cards } = acts.till()
  if (moneyIn(cards).some(({ end }) => end === 'open')) return refused('card-order-open')
  if (!(await signing.keys(noMore)).ok) return refused('sign-in-failed')
  if (cards.settlement === null) {
    const voids = names.profile.voidKeepsInDebit ? 'both' : 'neither'
    await talking.note({ is: 'settlement-began', totals: totalsOf(acts.till().cards, voids) })
  }
  for (let hasSignedIn = false; ;) {
    const at = acts.till().cards.settlement?.at
    if (at === undefined) return done({})
    const step = await STEPS[at](parts, noMore)
    if (step.ok) continue
    if (step.why !== 'signed-off') return refused(step.why)
    // The acquirer has forgotten this terminal: it is greeted once more, and no oftener.
    if (hasSignedIn) return refused('not-accepted')
    hasSignedIn = true
    await signing.signOff('77')
    if (!(await signing.keys(noMore)).ok) return refused('sign-in-failed')
  }
}

/** Field 39: the terminal has to sign in, or counts another batch. */
const SIGNED_OFF = '77'

const STEPS = { asked: tellTotals, uploading: upload, ending: end } as const

async function tellTotals(parts: SettlingParts, noMore: AbortSignal): Promise<Step> {
  const { talking, names, acts } = parts
  const { settlement, batch } = acts.till().cards
  if (!settlement) return done({})
  const stan = await talking.number('settle')
  const details = made(settlementText(sidesOf(settlement.totals)))
  const talked = await talking.send(managementMessage(names, 'settle', { stan, batch, details }), null, noMore)
  if (!isOurs(talked, names)) return refused('not-answered')
  const { code } = talked.answered.heard
  if (code !== '00') return refused(code === SIGNED_OFF ? 'signed-off' : 'not-accepted')
  const read = readSettlement(textOf(talked.answered.message, 48) ?? '')
  // These messages bear no check of their own: an answer about other totals is none to ours.
  if (!read.ok || !isAbout(read.value, settlement.totals)) return refused('not-answered')
  const replies = [read.value.domestic.reply, read.value.foreign.reply]
  if (replies.some((reply) => reply === 'error' || reply === 'unsettled')) return refused('not-accepted')
  await talking.note({ is: 'settlement-answered', isBalanced: replies.every((reply) => reply === 'balanced') })
  return done({})
}

/** Some at a time; where the acquirer does not take them together, one by one, so that it is known which. */
async function upload(parts: SettlingParts, noMore: AbortSignal): Promise<Step> {
  const next = nextDetails(parts.acts.till().cards)
  const together = await uploaded(parts, next, noMore)
  if (together === null) return refused('not-answered')
  if (together === 'signed-off') return refused(together)
  if (together) {
    await parts.talking.note({ is: 'settlement-uploaded', count: next.length, refused: [] })
    return done({})
  }
  for (const card of next) {
    const isTakenAlone = await uploaded(parts, [card], noMore)
    if (isTakenAlone === null) return refused('not-answered')
    if (isTakenAlone === 'signed-off') return refused(isTakenAlone)
    const not = isTakenAlone ? [] : [card.attempt]
    await parts.talking.note({ is: 'settlement-uploaded', count: 1, refused: not })
  }
  return done({})
}

/** Null where nobody answered. What this machine can not read the number of any more is told by nobody. */
async function uploaded({ talking, names, acts, cards }: SettlingParts, all: KeptCard[], noMore: AbortSignal) {
  const details: BatchDetail[] = []
  for (const { attempt, stan, amount, isForeign } of all) {
    const card = await cards.get(attempt)
    if (card) details.push({ cards: isForeign ? 'foreign' : 'domestic', stan: sixDigits(stan), pan: card.pan, amount })
  }
  if (details.length < all.length) return false
  const stan = await talking.number('upload')
  const { batch } = acts.till().cards
  const message = managementMessage(names, 'upload', { stan, batch, details: made(detailsText(details)) })
  const talked = await talking.send(message, null, noMore)
  if (!isOurs(talked, names)) return null
  const { code } = talked.answered.heard
  return code === SIGNED_OFF ? 'signed-off' : isTaken(code)
}

async function end(parts: SettlingParts, noMore: AbortSignal): Promise<Step> {
  const { talking, names, acts, cards } = parts
  const { settlement, batch } = acts.till().cards
  if (!settlement) return done({})
  const stan = await talking.number('upload-end')
  const details = made(batchEndText(settledCards(acts.till().cards).length))
  const isBalanced = settlement.isBalanced === true
  const talked = await talking.send(uploadEndMessage(names, { stan, batch, details }, isBalanced), null, noMore)
  if (!isOurs(talked, names)) return refused('not-answered')
  const { code } = talked.answered.heard
  if (!isTaken(code) && !(code === SIGNED_OFF && (await isClosed(parts, noMore)))) return refused('not-accepted')
  const over = [...acts.till().cards.sent.keys()]
  await talking.note({ is: 'settlement-ended' })
  await cards.drop(over)
  return done({})
}

/** An end that came before, and whose answer was lost: the acquirer is in the next batch, as its sign-in tells. */
async function isClosed({ acts, signing }: SettlingParts, noMore: AbortSignal): Promise<boolean> {
  await signing.signOff('77')
  const signed = await signing.keys(noMore)
  return signed.ok && signed.batch === nextBatch(acts.till().cards.batch)
}

const isOurs = (talked: Talked, names: TerminalNames): talked is Extract<Talked, { is: 'answered' }> =>
  talked.is === 'answered' && isOf(names, talked.answered)

const isAbout = (told: SettlementTotals, ours: BatchTotals): boolean => {
  const { domestic, foreign } = told
  const asked = { domestic: { ...domestic, reply: 'unsettled' }, foreign: { ...foreign, reply: 'unsettled' } } as const
  return made(settlementText(asked)) === made(settlementText(sidesOf(ours)))
}

const sideOf = ({ debit, credit }: CardTotals): TotalsOfCards => ({
  ...{ debitAmount: debit.sum, debitCount: debit.count, creditAmount: credit.sum, creditCount: credit.count },
  reply: 'unsettled',
})
const sidesOf = ({ domestic, foreign }: BatchTotals) => ({ domestic: sideOf(domestic), foreign: sideOf(foreign) })
