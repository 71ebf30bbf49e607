import type { GoodsView } from '#contract/catalogue'
import { orTell, tell, untell } from '../../parts/told.ts'
import { cashierNow, station } from '../../station.ts'
import { orApprove } from '../approve/pending.ts'
import { enterCode, isForActivation } from '../activation/entering.ts'
import { isForForgotten, openForgotten } from '../enter/forgotten.ts'
import { markedLine, neighbour, open, setDesk, UNASKED, useDesk } from './desk.ts'
import type { FunctionAct } from './function-keys.ts'
import { clearSearch, taken } from './search.ts'

/** What the keys and buttons of the sell screen do. */
const marked = () => markedLine(cashierNow()?.sale ?? null, useDesk.getState().marked)

export async function addGoods({ sku, name, unit }: GoodsView): Promise<void> {
  const { entry } = useDesk.getState()
  leaveSearch()
  if (unit === 'kg' && entry === '') {
    // No scale tells it, and a guess would be money: the weight is typed.
    setDesk({ asksQuantity: true, weighing: { sku, name } })
    return
  }
  setDesk(UNASKED)
  await orTell(station.sale.add({ sku, quantity: entry === '' ? 1 : Number(entry) }))
}

/** Sets the marked line to the quantity typed; with nothing typed, asks for it. */
export async function enterQuantity(): Promise<void> {
  if (cashierNow()?.sale?.fixed) {
    tell('money-taken')
    return
  }
  const line = marked()
  const { entry, weighing, panel } = useDesk.getState()
  // Money is not being taken any more: the pad comes back.
  if (panel !== null) open(null)
  // From here on digits are the quantity, wherever the focus was.
  leaveSearch()
  if (weighing) {
    if (entry === '') return
    setDesk(UNASKED)
    await orTell(station.sale.add({ sku: weighing.sku, quantity: Number(entry) }))
    return
  }
  if (line && entry === '') setDesk({ asksQuantity: true })
  if (!line || entry === '') return
  setDesk(UNASKED)
  const wanted = { line: line.line, quantity: Number(entry) }
  await orApprove({ act: 'remove-line', ...wanted }, (given) => station.sale.setQuantity({ ...wanted, ...given }))
}

async function removeMarked(): Promise<void> {
  const line = marked()
  if (!line) return
  const what = { act: 'remove-line', line: line.line, quantity: 0 } as const
  await orApprove(what, (given) => station.sale.removeLine({ line: line.line, ...given }))
}

export const move = (step: 1 | -1): void =>
  setDesk({ marked: neighbour(cashierNow()?.sale ?? null, useDesk.getState().marked, step) })

/** A code from a scanner that types, or typed whole by hand. With nobody on duty one of head office alone counts. */
export async function scanned(code: string): Promise<void> {
  if (isForActivation(code)) {
    await enterCode(code)
    return
  }
  if (isForForgotten(code)) {
    openForgotten(code)
    return
  }
  if (cashierNow()?.stage !== 'selling') return
  leaveSearch()
  const answer = await station.sale.scan({ code })
  if (answer.ok) untell()
  else tell(answer.why, answer.why === 'head-office-code' ? '' : code)
}

export async function enterSearch(): Promise<void> {
  const wanted = taken()
  if (!wanted) return
  if ('code' in wanted) await scanned(wanted.code)
  else await addGoods(wanted.goods)
}

/** Ends a search: the next signs typed are for whatever is open then. */
export function leaveSearch(): void {
  clearSearch()
  searchField()?.blur()
}

/** Where the search field is, so that F2 and typed text can reach it. */
export const SEARCH_FIELD = 'search-field'
export const searchField = (): HTMLInputElement | null => document.querySelector(`#${SEARCH_FIELD}`)

/** Opens a panel about the open sale; while a payment's end is waited for there is nothing else to do with it. */
function openWithSale(panel: 'cash' | 'card' | 'scan' | 'adjust'): void {
  const view = cashierNow()
  if (!view?.sale) return
  const isWaited = view.sale.tendering || view.holds.some(({ is }) => is === 'asked')
  if (isWaited || (view.sale.fixed && panel === 'adjust')) {
    tell(isWaited ? 'payment-open' : 'money-taken')
    return
  }
  if ((panel === 'card' || panel === 'scan') && !view.methods.includes(panel)) {
    tell('method-not-set-up')
    return
  }
  leaveSearch()
  open(panel)
}

async function park(): Promise<void> {
  if (!cashierNow()?.sale) return
  open(null)
  await orTell(station.sale.park({}))
}

/** The only parked sale comes back at once; of several one is chosen. */
async function recall(): Promise<void> {
  const view = cashierNow()
  const [only, ...others] = view?.parked ?? []
  const elsewhere = view?.shopFloor.parked.length ?? 0
  if (!only || others.length > 0 || elsewhere > 0 || view?.sale) open('recall')
  else await orTell(station.sale.recall({ slot: only.slot }))
}

export const FUNCTION_ACTS: Readonly<Record<FunctionAct, () => void>> = {
  help: () => open('help'),
  search: () => {
    open(null)
    searchField()?.select()
    searchField()?.focus()
  },
  quantity: () => void enterQuantity(),
  removeLine: () => void removeMarked(),
  adjust: () => openWithSale('adjust'),
  park: () => void park(),
  recall: () => void recall(),
  find: () => open('find'),
  cash: () => openWithSale('cash'),
  card: () => openWithSale('card'),
  scan: () => openWithSale('scan'),
  more: () => open('more'),
}
