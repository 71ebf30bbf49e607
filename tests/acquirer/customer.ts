import { TEST_CARDS, type TestCard } from '#drivers/acquirer/virtual/cards'
import type { DeskStage } from '#drivers/card-desk/port'
import type { VirtualDesk } from '#drivers/card-desk/virtual'
import type { Clock } from '#drivers/clock/port'
import type { Random } from '#drivers/random/port'

const CARDS: readonly TestCard[] = Object.values(TEST_CARDS)
/** Those who come again with the same card: what was held of it in an earlier batch can be taken. */
const REGULARS: readonly TestCard[] = [TEST_CARDS.stripe, TEST_CARDS.chip]

/** A customer: some look for the card for long, some mistype, some walk away. */
export async function customerAt(
  desk: VirtualDesk,
  stage: DeskStage | null,
  { clock, random }: { readonly clock: Pick<Clock, 'wait'>; readonly random: Random },
): Promise<void> {
  if (stage === null) return
  await clock.wait(200 + random.below(4_000))
  const cards = random.below(2) === 0 ? REGULARS : CARDS
  const card = cards[random.below(cards.length)]
  if (!card || desk.stage() !== stage) return
  if (random.below(12) === 0) desk.cancel()
  else if (stage === 'pin') desk.type(random.below(6) === 0 ? '000000' : '123456')
  else desk.show(card, card.hasChip ? ((['insert', 'tap', 'swipe'] as const)[random.below(3)] ?? 'insert') : 'swipe')
}
