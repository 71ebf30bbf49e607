import type { HoldView, TenderView } from '#contract/money-view'
import type { CashierView, OpenSaleView } from '#contract/view'
import { TenderVoidDrawer } from '../approve/TenderVoidDrawer.tsx'
import { HoldPanel } from '../holds/HoldPanel.tsx'
import { open, setDesk, useDesk } from '../sell/desk.ts'
import { useState } from 'react'
import { useCashier } from '../../station.ts'
import { AskingPanel } from './AskingPanel.tsx'
import { CashPanel } from './CashPanel.tsx'
import { MethodPanel } from './MethodPanel.tsx'
import { SplitPanel } from './SplitPanel.tsx'

const newest = (sale: OpenSaleView | null): TenderView | undefined => sale?.tenders.at(-1)

/** The tender whose end is waited for, by itself or by what gives it back. */
const waited = (sale: OpenSaleView | null): TenderView | undefined =>
  sale?.tenders.find(({ state, undo }) => state === 'under-way' || undo === 'under-way' || undo === 'unclear')

/** The hold that a card is waited for, or that was asked for here and whose end was not seen yet. */
const awaited = ({ holds }: CashierView, attempt: string | null): HoldView | undefined =>
  holds.find(({ is }) => is === 'asked') ?? holds.find((hold) => hold.attempt === attempt)

/** Which part of taking money is in sight; null where the list of goods is. */
export function usePaying(): 'asking' | 'cash' | 'card' | 'scan' | 'split' | 'hold' | null {
  const panel = useDesk((desk) => desk.panel)
  const seen = useDesk((desk) => desk.seenFailure)
  const awaitedHold = useDesk((desk) => desk.awaitedHold)
  return useCashier((view) => {
    const { sale } = view
    if (sale?.tendering) return 'asking'
    const hold = awaited(view, awaitedHold)
    if (hold?.is === 'asked') return 'hold'
    if (sale && (panel === 'cash' || panel === 'card' || panel === 'scan')) return panel
    if (hold) return 'hold'
    if (!sale) return null
    const last = newest(sale)
    if (sale.fixed) return 'split'
    return last?.state === 'failed' && last.attempt !== seen ? 'split' : null
  })
}

export function Paying() {
  const paying = usePaying()
  const tender = useCashier(({ sale }) => waited(sale))
  const last = useCashier(({ sale }) => newest(sale)?.attempt)
  const awaitedHold = useDesk((desk) => desk.awaitedHold)
  const hold = useCashier((view) => awaited(view, awaitedHold))
  const [undoing, setUndoing] = useState<TenderView | null>(null)
  const close = () => open(null)
  switch (paying) {
    case 'asking':
      return tender ? <AskingPanel tender={tender} /> : null
    case 'hold':
      return hold ? <HoldPanel hold={hold} /> : null
    case 'cash':
      return <CashPanel onClose={close} />
    case 'card':
    case 'scan':
      return <MethodPanel key={paying} method={paying} onClose={close} />
    case 'split':
      return (
        <>
          <SplitPanel onGiveBack={setUndoing} onClose={() => setDesk({ seenFailure: last ?? null })} />
          {undoing && <TenderVoidDrawer tender={undoing} onClose={() => setUndoing(null)} />}
        </>
      )
    case null:
      return null
  }
}
