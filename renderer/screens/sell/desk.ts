import type { LineView, OpenSaleView } from '#contract/view'
import { create } from 'zustand'

/** Of how the station stands: with head office, and with itself. */
type StandingPanel = 'notices' | 'must-read' | 'activation' | 'integrity'

/** What is half done at this window and nowhere else: the open panel, the number being typed, the marked line. */
export interface Desk {
  readonly panel:
    | 'cash'
    | 'card'
    | 'scan'
    | 'adjust'
    | 'recall'
    | 'find'
    | 'more'
    | 'operators'
    | 'records'
    | 'statements'
    | 'policy'
    | 'secrets'
    | 'messages'
    | 'devices'
    | 'passkeys'
    | 'remote'
    | 'cards'
    | 'platform'
    | 'office'
    | 'shopFloor'
    | 'holds'
    | 'help'
    | null
    | StandingPanel
  /** Digits typed on the pad. */
  readonly entry: string
  /** Whether the keyboard's digits go to the pad. */
  readonly asksQuantity: boolean
  /** Goods picked by hand whose weight is being typed. */
  readonly weighing: { readonly sku: string; readonly name: string } | null
  readonly marked: { readonly line: number; readonly whileNewest: number | null } | null
  /** The attempt of a failed payment that has been seen and put aside. */
  readonly seenFailure: string | null
  /** The attempt of a hold that was asked for here, until its end was seen. */
  readonly awaitedHold: string | null
  /** Notices that must be read are read later, though before the next sale. */
  readonly noticesLater: boolean
}

const CLEAR: Desk = {
  ...{ panel: null, entry: '', asksQuantity: false, weighing: null, marked: null },
  ...{ seenFailure: null, awaitedHold: null, noticesLater: false },
}
/** Nothing is half done: another person's hands begin here. */
export const clearDesk = (): void => useDesk.setState(CLEAR)
export const useDesk = create<Desk>(() => CLEAR)
export const setDesk = (change: Partial<Desk>): void => useDesk.setState(change)
/** Nothing is being typed on the pad. */
export const UNASKED = { entry: '', asksQuantity: false, weighing: null }
export function open(panel: Desk['panel']): void {
  // Enter is the panel's from here on, not that of a button that was walked to before.
  if (panel !== null && document.activeElement instanceof HTMLButtonElement) document.activeElement.blur()
  setDesk({ panel, ...UNASKED })
}

/** Grams have five digits at most, and pieces fewer: what is too many of which, main says. */
const DIGITS_MAX = 5
export const typeDigit = (entry: string, digits: string): string => {
  const next = (entry + digits.replace(/\D/g, '')).replace(/^0+/, '')
  return next.length > DIGITS_MAX ? entry : next
}

/** The line that keys act on: the one chosen by hand, until the sale changes; else the newest. */
export function markedLine(sale: OpenSaleView | null, marked: Desk['marked']): LineView | null {
  if (!sale) return null
  const chosen = marked?.whileNewest === sale.newest ? marked.line : sale.newest
  return sale.lines.find(({ line }) => line === chosen) ?? sale.lines.at(-1) ?? null
}

/** The line above or below the marked one, as what to mark next. */
export function neighbour(sale: OpenSaleView | null, marked: Desk['marked'], step: 1 | -1): Desk['marked'] {
  const now = markedLine(sale, marked)
  if (!sale || !now) return null
  const at = sale.lines.findIndex(({ line }) => line === now.line)
  const next = sale.lines[Math.min(sale.lines.length - 1, Math.max(0, at + step))] ?? now
  return { line: next.line, whileNewest: sale.newest }
}
