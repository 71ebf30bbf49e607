import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { ApproveDrawer } from './ApproveDrawer.tsx'
import { endPending, usePending, type Pending } from './pending.ts'

/** The panel for an act that waits for a yes, over whatever asked for it. */
export function PendingDrawer() {
  const pending = usePending((store) => store.pending)
  // Whoever comes next asks for themselves.
  useEffect(() => endPending, [])
  return pending && <Asking pending={pending} />
}

function Asking({ pending: { wished, asks, carryOut, onDone } }: { readonly pending: Pending }) {
  const { t } = useTranslation()
  const { what, amount } = wished
  const done = () => {
    endPending()
    onDone?.()
  }
  return (
    <ApproveDrawer
      {...{ wished, asks, title: t(`policy.acts.${what.act}`), about: '', onClose: endPending, onDone: done }}
      confirmWords={t('authority.goOn')}
      facts={
        amount > 0
          ? [
              {
                name: t(`authority.amounts.${AMOUNTS[what.act]}`),
                value: <Amount amount={amount} size="large" />,
                large: true,
              },
            ]
          : []
      }
      note={t('authority.pendingNote')}
      carryOut={(_, approval) => carryOut(approval)}
    />
  )
}

const AMOUNTS = {
  reduce: 'given',
  'remove-line': 'removed',
  'cancel-sale': 'removed',
  reprint: 'removed',
  'void-paid': 'removed',
  refund: 'removed',
  'void-tender': 'removed',
} as const
