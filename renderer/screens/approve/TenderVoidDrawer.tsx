import type { TenderView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { station } from '../../station.ts'
import { ApproveDrawer } from './ApproveDrawer.tsx'

interface TenderVoidParts {
  readonly tender: TenderView
  readonly onClose: () => void
}

/** A payment of the open sale goes back to the customer. */
export function TenderVoidDrawer({ tender, onClose }: TenderVoidParts) {
  const { t } = useTranslation()
  const { attempt, amount, method } = tender
  return (
    <ApproveDrawer
      {...{
        wished: { what: { act: 'void-tender', attempt }, amount, sinceMs: null },
        title: t('money.voidTender.title'),
        note: t('money.undoingNote'),
      }}
      {...{ confirmWords: t('money.voidTender.confirm', { amount: formatMoney(amount) }), about: attempt }}
      {...{ onClose, onDone: onClose }}
      facts={[
        { name: t('find.tender'), value: t(`money.methods.${method}`) },
        { name: t('find.amount'), value: <Amount amount={amount} size="large" />, large: true },
      ]}
      carryOut={(reason, approval) => station.sale.voidTender({ attempt, reason, approval })}
    />
  )
}
