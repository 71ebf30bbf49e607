import type { DeskStage } from './port.ts'
import type { DeskCard, VirtualDesk, Way } from './virtual.ts'

/** The customer at a virtual card desk: does what is asked for, by itself or when a hand says so. */
export interface Shopper {
  readonly manner: () => Manner
  readonly setManner: (manner: Manner) => void
  /** Does now what is asked for: shows the card in that way, or types. False where nothing of it was asked for. */
  readonly act: (what: Way | 'pin' | 'cancel') => boolean
}

export interface Manner {
  readonly card: ShopperCard
  /** `none`: enter without digits. */
  readonly pin: 'right' | 'wrong' | 'none'
  /** Waits for `act` otherwise. */
  readonly byItself: boolean
}
export interface ShopperCard extends DeskCard {
  /** Null: it has none. */
  readonly pin: string | null
}

/** Long enough to see what is asked for, short enough for who practises. */
export const SHOPPER_MS = 700
const WRONG_PIN = '000000'

export interface ShopperParts {
  readonly desk: VirtualDesk
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly manner: Manner
}

export function makeShopper({ desk, wait, manner: first }: ShopperParts): Shopper {
  let manner = first
  const act: Shopper['act'] = (what) => {
    if (what === 'cancel') return desk.cancel()
    return what === 'pin' ? desk.type(digitsOf(manner)) : desk.show(manner.card, what)
  }
  const byItself = async (stage: DeskStage): Promise<void> => {
    await wait(SHOPPER_MS)
    if (!manner.byItself || desk.stage() !== stage) return
    act(stage === 'pin' ? 'pin' : manner.card.chip === null ? 'swipe' : 'insert')
  }
  desk.onStage((stage) => {
    if (stage !== null) void byItself(stage)
  })
  return {
    manner: () => manner,
    setManner: (next) => {
      manner = next
      const stage = desk.stage()
      if (stage !== null) void byItself(stage)
    },
    act,
  }
}

const digitsOf = ({ card, pin }: Manner): string =>
  pin === 'none' ? '' : pin === 'wrong' ? WRONG_PIN : (card.pin ?? '')
