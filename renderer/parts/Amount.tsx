import { formatMoney, type Money } from '#domain/money'
import { useTranslation } from 'react-i18next'
import styles from './Amount.module.css'
import { classes } from './classes.ts'

interface AmountParts {
  readonly amount: Money
  readonly size?: 'total' | 'large' | 'list'
  readonly look?: 'ink' | 'money'
  readonly sign?: boolean
}

/** An amount of money: figures as wide as each other, so that nothing jumps when they change. */
export function Amount({ amount, size = 'list', look = 'ink', sign = size !== 'list' }: AmountParts) {
  const { t } = useTranslation()
  return (
    <span className={classes(styles[size], styles[look])}>
      {sign && <span className={styles['sign']}>{t('currency')}</span>}
      {formatMoney(amount)}
    </span>
  )
}
