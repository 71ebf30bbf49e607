import type { TillEvent } from '#domain/events'
import type { Log } from '#drivers/log/port'
import type { Acts } from '../acts.ts'
import { answeredFirst, makeTurns } from '../turns.ts'

export interface DrawerParts {
  readonly acts: Acts
  /** False: it may have stayed shut. */
  readonly openDrawer: () => Promise<boolean>
  readonly log: Log
  /** Tells the cashier of a drawer that stayed shut. */
  readonly notice: (why: 'drawer-shut', receipt: string) => void
}

/**
 * Opens the cash drawer where money goes in or out. It has turns of its own: the customer's change waits for no slip,
 * nor for a printer that has no paper.
 */
export function openDrawers({ acts, openDrawer, log, notice }: DrawerParts): { readonly idle: () => Promise<void> } {
  const turns = makeTurns()

  async function open(receipt: string): Promise<void> {
    if (!(await openDrawer())) notice('drawer-shut', receipt)
  }

  acts.onEvent((event: TillEvent) => {
    if (event.is !== 'sale-paid' && event.is !== 'sale-voided' && event.is !== 'sale-refunded') return
    // Where no cash moves nobody needs the drawer.
    if (cashIn(event) === 0) return
    const { receipt } = event
    turns
      .take(() => answeredFirst().then(() => open(receipt)))
      .catch((cause: unknown) => {
        log.fault('the drawer could not be opened', cause, { receipt })
        notice('drawer-shut', receipt)
      })
  })
  return { idle: turns.idle }
}

type OfMoney = Extract<TillEvent, { is: 'sale-paid' | 'sale-voided' | 'sale-refunded' }>

/** Cash that was handed over, one way or the other. */
const cashIn = (event: OfMoney): number =>
  event.is === 'sale-paid'
    ? event.given
    : event.parts.reduce((all, { amount, sent }) => (sent === null ? all + amount : all), 0)
