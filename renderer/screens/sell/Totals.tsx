import { formatMoney, minus, ZERO } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { useCashier } from '../../station.ts'
import styles from './Totals.module.css'

/** The one number that rules the screen, what is to be paid now; never covered. */
export function Totals() {
  const { t } = useTranslation()
  const total = useCashier(({ sale }) => sale?.total ?? ZERO)
  const subtotal = useCashier(({ sale }) => sale?.subtotal ?? ZERO)
  const off = useCashier(({ sale }) => sale?.off ?? ZERO)
  const left = useCashier(({ sale }) => sale?.left ?? total)
  const count = useCashier(({ sale }) => sale?.count ?? 0)
  return (
    <footer className={styles['totals']}>
      <p className={styles['pieces']}>
        <span>{t('sell.pieces', { count })}</span>
        {left === total ? (
          off > 0 && (
            <span>
              {t('sell.subtotal')} {formatMoney(subtotal)} · {t('sell.discount')} {formatMoney(minus(ZERO, off))}
            </span>
          )
        ) : (
          <span>
            {t('paid.total')} {formatMoney(total)} · {t('money.paidSoFar')} {formatMoney(minus(total, left))}
          </span>
        )}
      </p>
      <p className={styles['due']}>
        <span>{left === total ? t('sell.total') : t('money.left')}</span>
        <output aria-live="polite" data-total={left}>
          <Amount amount={left} size="total" />
        </output>
      </p>
    </footer>
  )
}
