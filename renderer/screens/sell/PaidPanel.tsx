import type { PaidSaleView } from '#contract/view'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { orTell } from '../../parts/told.ts'
import { station } from '../../station.ts'
import styles from './PaidPanel.module.css'

const SHAPE = { waiting: '…', printed: '✓', refused: '✕', unknown: '?' } as const

/** After the payment: the change, in figures one can read while counting it; until the next goods are scanned. */
export function PaidPanel({ paid }: { readonly paid: PaidSaleView }) {
  const { t } = useTranslation()
  const look = () => void orTell(station.sale.find({ receipt: paid.receipt }), paid.receipt)
  return (
    <div className={styles['panel']} role="status">
      <p className={styles['state']}>
        <span className={styles['mark']} aria-hidden="true">
          {paid.voided ? '↺' : '✓'}
        </span>
        {paid.voided ? t('paid.voided') : t('paid.title')}
        <span className={styles['receipt']}>{paid.receipt}</span>
      </p>
      <dl className={styles['sums']}>
        <dt>{t('paid.total')}</dt>
        <dd>
          <Amount amount={paid.total} size="list" sign />
        </dd>
        <dt>{t('paid.given')}</dt>
        <dd>
          <Amount amount={paid.given} size="list" sign />
        </dd>
      </dl>
      <p className={styles['change']} data-voided={paid.voided !== null}>
        <span>{paid.voided ? t('paid.back') : paid.change === 0 ? t('paid.noChange') : t('paid.change')}</span>
        <Amount amount={paid.voided ? paid.total : paid.change} size="total" look={paid.voided ? 'ink' : 'money'} />
      </p>
      <p className={styles['print']} data-print={paid.print}>
        <span aria-hidden="true">{SHAPE[paid.print]}</span> {t(`print.${paid.print}`)}
      </p>
      <Button onPress={look}>{t('paid.open')}</Button>
      <p className={styles['next']}>{t('paid.next')}</p>
    </div>
  )
}
