import type { HoldView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { station } from '../../station.ts'
import { ApproveDrawer } from '../approve/ApproveDrawer.tsx'
import { useHoldNames } from './hold-words.ts'

interface ReleaseParts {
  readonly hold: HoldView
  readonly onClose: () => void
}

/** All that is held is let go: as much as giving a payment back, it needs a manager's word. */
export function ReleaseDrawer({ hold, onClose }: ReleaseParts) {
  const { t } = useTranslation()
  const { name, card } = useHoldNames()(hold)
  const { attempt, amount } = hold
  return (
    <ApproveDrawer
      {...{ wished: { what: { act: 'void-tender', attempt }, amount, sinceMs: null }, about: attempt }}
      {...{ title: t('holds.release.title'), note: t('holds.release.note') }}
      {...{ confirmWords: t('holds.release.confirm', { amount: formatMoney(amount) }), onClose, onDone: onClose }}
      facts={[
        { name: t('holds.one'), value: card === '' ? name : `${name} · ${card}` },
        { name: t('find.amount'), value: <Amount amount={amount} size="large" />, large: true },
      ]}
      carryOut={(reason, approval) => station.holds.release({ attempt, reason, approval })}
    />
  )
}
