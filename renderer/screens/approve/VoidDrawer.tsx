import type { PaidSaleView } from '#contract/view'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { shopTime } from '../../parts/time.ts'
import { station, useCashier } from '../../station.ts'
import { ApproveDrawer } from './ApproveDrawer.tsx'

interface VoidParts {
  readonly sale: PaidSaleView
  readonly onClose: () => void
  readonly onDone: () => void
}

/** The void of a paid sale: all that is left of its money goes back. */
export function VoidDrawer({ sale, onClose, onDone }: VoidParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { receipt } = sale
  return (
    <ApproveDrawer
      wished={{ what: { act: 'void-paid', receipt }, amount: sale.left, sinceMs: sale.paidAtMs }}
      {...{ title: t('approve.title'), note: t('approve.note') }}
      {...{ confirmWords: t('approve.confirm'), about: receipt, onClose, onDone }}
      facts={[
        { name: t('find.sale'), value: `${receipt} · ${shopTime(sale.paidAtMs, timeZone)}` },
        { name: t('find.amount'), value: <Amount amount={sale.left} size="large" />, large: true },
      ]}
      carryOut={(reason, approval) => station.sale.voidPaid({ receipt, reason, approval })}
    />
  )
}
