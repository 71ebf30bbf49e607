import { TEST_CARDS } from '#drivers/acquirer/virtual/cards'
import type { BenchCustomer, CustomerCard } from '#drivers/bench/port'
import { makeShopper, type Manner } from '#drivers/card-desk/shopper'
import type { VirtualDesk } from '#drivers/card-desk/virtual'
import type { Clock } from '#drivers/clock/port'

const FIRST: Manner = { card: TEST_CARDS.chip, pin: 'right', byItself: true }

/** Their cards, as the panel names them. */
const CARDS: Readonly<Record<CustomerCard, Manner['card']>> = TEST_CARDS

/** Who stands at a virtual card reader, with the test cards of the twin's bank. */
export function makeCustomer(desk: VirtualDesk, { wait }: Pick<Clock, 'wait'>) {
  const shopper = makeShopper({ desk, wait, manner: FIRST })
  let chosen: CustomerCard = 'chip'
  let declined = false
  const listeners: (() => void)[] = []
  const take = (pin: Manner['pin'], byItself: boolean) => {
    shopper.setManner({ card: CARDS[declined ? 'declined' : chosen], pin, byItself })
    for (const listener of listeners) listener()
  }
  return {
    choose: ({ card, pin, byItself }) => {
      chosen = card
      take(pin, byItself)
    },
    act: (what) => void shopper.act(what),
    state: () => ({ card: chosen, pin: shopper.manner().pin, byItself: shopper.manner().byItself }),
    onChange: (listener) => void listeners.push(listener),
    setDeclined: (next: boolean) => {
      declined = next
      take(shopper.manner().pin, shopper.manner().byItself)
    },
  } satisfies BenchCustomer & { setDeclined: (next: boolean) => void }
}
