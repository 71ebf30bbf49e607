import { describe, expect, it } from 'vitest'
import { judged } from '#domain/terminal/answer'
import type { CardReference } from '#domain/terminal/reference'
import type { EntryMode } from '#domain/terminal/terminal'
import type { CardTransaction } from '#domain/terminal/transactions'
import { cardMessage, managementMessage, reversalMessage, uploadEndMessage } from '#main/acquirer/fields'
import { answeredIn, referenceIn } from '#main/acquirer/hearing'
import { money } from '#domain/money'
import { secondEyes } from '../../../tests/acquirer/second-eyes.ts'
import { taken } from '../../../tests/acquirer/reading.ts'
import { MERCHANT, TERMINAL, testTerminal } from '../../../tests/acquirer/terminal.ts'
import { MAK, PIK } from '../../../tests/acquirer/vectors.ts'
import { pinBlock0 } from '../../pin-pad/pin-block.ts'
import { batchEndText, detailsText, settlementText } from '../codec/f48.ts'
import { answerMti, type Message } from '../codec/message.ts'
import { CUP_CLASSIC } from '../codec/profile.ts'
import { booksOf } from './books.ts'
import { TEST_CARDS, track2Of, type TestCard } from './cards.ts'
import { codecEyes } from './eyes.ts'
import { keyOf } from './state.ts'

const names = { profile: CUP_CLASSIC, terminal: TERMINAL, merchant: MERCHANT }
const BATCH = 12

/** The station’s own messages to the twin, and what the station makes of its answers. */
function station(eyes = codecEyes) {
  const terminal = testTerminal(Object.values(TEST_CARDS), { eyes })
  let stan = 0
  const say = (message: Message, mak: Uint8Array | null) => {
    const answer = terminal.raw(terminal.packet(message, mak))
    const answered = answer && answeredIn(answer.subarray(13), CUP_CLASSIC, mak)
    if (!answered) throw new Error('no answer')
    expect(answered.heard.mti).toBe(answerMti(message.mti))
    return answered
  }
  return {
    books: () => booksOf(terminal.state(), CUP_CLASSIC),
    batch: () => terminal.state().batch,
    manage: (what: Parameters<typeof managementMessage>[1], details?: string) =>
      say(managementMessage(names, what, { stan: ++stan, batch: BATCH, ...(details && { details }) }), null).heard.code,
    end: (isBalanced: boolean, count: number) => {
      const details = taken(batchEndText(count))
      return say(uploadEndMessage(names, { stan: ++stan, batch: BATCH, details }, isBalanced), null).heard.code
    },
    order: (
      transaction: CardTransaction,
      card: TestCard,
      fen: number,
      { entry = 'chip', original = null, atRest = false, reason = '' }: Reading = {},
    ) => {
      const pin = transaction === 'refund' || atRest ? null : card.pin
      const amount = money(fen)
      const sent = {
        ...{ attempt: 'A', transaction, amount, of: null, stan: ++stan, batch: BATCH, entry, hasPin: pin !== null },
        ...{ card: '620000******0026', isForeign: card.isForeign, end: 'open' as const },
      }
      const { pan, expiry, sequence, isForeign, chip } = card
      const presented = {
        ...{ entry, pan, expiry, sequence, isForeign, track2: track2Of(card) },
        ...{ pinBlock: pin === null ? null : pinBlock0({ pin, pan }, PIK), chip: entry === 'chip' ? chip : null },
      }
      const answered = say(
        cardMessage(names, { sent, card: atRest ? { pan, expiry, sequence } : presented, original }),
        MAK,
      )
      const asked = { ...sent, ...names, amount: transaction === 'balance' ? null : amount }
      const reversed = reason && say(reversalMessage(names, sent, { pan, expiry, sequence }, reason), MAK).heard
      return {
        ...{ end: judged(asked, answered.heard, 'signed'), key: keyOf(BATCH, sent.stan) },
        ...{ reference: referenceIn(answered.message, sent), reversed },
      }
    },
  }
}
interface Reading {
  readonly entry?: EntryMode
  readonly original?: CardReference | null
  readonly atRest?: boolean
  /** It is reversed at once, for this. */
  readonly reason?: string
}

describe.each([
  ['the codec', codecEyes],
  ['a second reader', secondEyes],
])('what the station sends, seen by %s', (_name, eyes) => {
  it('is taken from the sign-in to the end of the batch, and what is answered the station takes', () => {
    const { manage, order, end, books, batch } = station(eyes)
    expect([manage('sign-in'), manage('echo')]).toEqual(['00', '00'])
    const { chip, stripe, signed } = TEST_CARDS
    const yes = (fen: number | null) => ({ is: 'approved', amount: fen, partly: false })

    expect(order('balance', chip, 0).end).toEqual(yes(null))
    const sold = order('sale', chip, 1_000)
    expect([sold.end, books().charged(sold.key)]).toEqual([yes(1_000), 1_000])
    const voided = order('void', chip, 1_000, { original: sold.reference, atRest: true })
    expect([voided.end, books().kept(sold.key)]).toEqual([yes(1_000), 0])
    const swiped = order('sale', stripe, 700, { entry: 'swipe' })
    const refunded = order('refund', stripe, 300, { entry: 'swipe', original: swiped.reference })
    expect([refunded.end, books().kept(swiped.key)]).toEqual([yes(300), 400])
    const fallback = order('sale', chip, 10, { entry: 'fallback', reason: '06' })
    expect([fallback.end, fallback.reversed && fallback.reversed.code, books().kept(fallback.key)]).toEqual([
      yes(10),
      '00',
      0,
    ])

    const held = order('pre-auth', signed, 2_000)
    const completed = order('completion', signed, 2_300, { original: held.reference })
    const back = order('completion-void', signed, 2_300, { original: completed.reference })
    const freed = order('pre-auth-void', signed, 2_000, { original: held.reference })
    expect([held.end, completed.end, back.end, freed.end]).toEqual([yes(2_000), yes(2_300), yes(2_300), yes(2_000)])
    expect(books().balance(signed.pan)).toBe(signed.balance)
    expect(order('sale', TEST_CARDS.declined, 100, { entry: 'swipe' }).end).toEqual({
      ...{ is: 'declined', code: '05', as: 'declined' },
    })

    const totals = books().totals()
    const wrong = { ...totals, domestic: { ...totals.domestic, debitCount: 99 } }
    expect(manage('settle', taken(settlementText(wrong)))).toBe('00')
    const detail = { cards: 'domestic', stan: '000004', pan: chip.pan, amount: 1_000 } as const
    expect(manage('upload', taken(detailsText([detail])))).toBe('00')
    expect([end(false, 1), batch(), manage('sign-off')]).toEqual(['00', 13, '00'])
  })
})
