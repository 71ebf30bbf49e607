import { formatMoney, minus, ZERO } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { useCashier } from '../../station.ts'
import styles from './Totals.module.css'

/** The one number that rules the screen; never covered. */
export function Totals() {
  const { t } = useTranslation()
  const total = useCashier(({ sale }) => sale?.total ?? ZERO)
  const subtotal = useCashier(({ sale }) => sale?.subtotal ?? ZERO)
  const off = useCashier(({ sale }) => sale?.off ?? ZERO)
  const count = useCashier(({ sale }) => sale?.count ?? 0)
  return (
    <footer className={styles['totals']}>
      <p className={styles['pieces']}>
        <span>{t('sell.pieces', { count })}</span>
        {off > 0 && (
          <span>
            {t('sell.subtotal')} {formatMoney(subtotal)} · {t('sell.discount')} {formatMoney(minus(ZERO, off))}
          </span>
        )}
      </p>
      <p className={styles['due']}>
        <span>{t('sell.total')}</span>
        <output aria-live="polite" data-total={total}>
          <Amount amount={total} size="total" />
        </output>
      </p>
    </footer>
  )
}
