import type { Asks } from '#contract'
import type { CashierView, StationView } from '#contract/view'
import { refused } from '#domain/result'
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { applyAppearance } from './theme/appearance.ts'

/** The one store: what main showed last. The page draws it and merges nothing. */
interface Store {
  readonly view: StationView | null
  /** When it came, by `performance.now`. */
  readonly cameMs: number
}
const useStore = create<Store>(() => ({ view: null, cameMs: 0 }))

/**
 * A part of the view. Each view is new text: a part that says the same as before is the same, and nothing is drawn for
 * it.
 */
export const useShown = <Part>(part: (view: StationView | null) => Part): Part =>
  useStore(useShallow(({ view }) => part(view)))

/** A part of the cashier's view; only screens of the cashier's window may ask for it. */
export const useCashier = <Part>(part: (view: CashierView) => Part): Part =>
  useShown((view) => {
    if (view?.role !== 'cashier') throw new Error('a screen of the cashier without the cashier’s view')
    return part(view)
  })

/** When something ends, by `performance.now`, that the view says is left for so long; 0 where nothing is left. */
export const useEnd = (leftMs: (view: CashierView) => number): number =>
  useStore(({ view, cameMs }) => {
    const left = view?.role === 'cashier' ? leftMs(view) : 0
    return left === 0 ? 0 : cameMs + left
  })

export const cashierNow = (): CashierView | null => {
  const { view } = useStore.getState()
  return view?.role === 'cashier' ? view : null
}

export function listenToMain(): void {
  window.station.onView((text) => {
    // Main's own words, checked against the contract before they were sent.
    const view = JSON.parse(text) as StationView
    applyAppearance(view)
    if (useStore.getState().view === null) performance.mark('first-view')
    useStore.setState({ view, cameMs: performance.now() })
  })
}

/**
 * `station.sale.scan({ code })`: typed by the contract, sent over the bridge. Each act has a txn of its own; a caller
 * that has to ask again gives the same one.
 */
export const station = eachName((room) =>
  eachName((name) => async (input: unknown, txn: string = crypto.randomUUID()) => {
    try {
      return JSON.parse(await window.station.ask(`${room}.${name}`, txn, input)) as unknown
    } catch {
      // Main never rejects; the bridge does when main is gone. Whether the act was done, the next view will say.
      return refused('fault')
    }
  }),
) as Asks // it answers to every name; which of them mean something, the contract's types say

/** An object that has whatever name is asked of it. */
function eachName(make: (name: string) => unknown): unknown {
  const known = new Map<string, unknown>()
  return new Proxy(
    {},
    {
      get: (_target, name) => {
        const key = String(name)
        if (!known.has(key)) known.set(key, make(key))
        return known.get(key)
      },
    },
  )
}
