import type { LineView, PaidSaleView } from '#contract/view'
import { formatMoney } from '#domain/money'
import { formatQuantity } from '#domain/sale'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { returnedOf } from '../find/returns.ts'
import styles from './RefundLines.module.css'

interface LinesParts {
  readonly sale: PaidSaleView
  /** By the place of the line. */
  readonly quantities: ReadonlyMap<number, number>
  readonly onQuantity: (place: number, quantity: number) => void
}

/** The goods of the sale with how many come back: pieces one by one, what was weighed whole. */
export function RefundLines({ sale, quantities, onQuantity }: LinesParts) {
  const { t } = useTranslation()
  return (
    <>
      <p className={styles['hint']}>{t('money.refund.pick')}</p>
      <ul className={styles['rows']}>
        {sale.lines.map((line, place) => (
          <Row
            key={line.line}
            {...{ line, returned: returnedOf(sale, place), quantity: quantities.get(place) ?? 0 }}
            onQuantity={(quantity) => onQuantity(place, quantity)}
          />
        ))}
      </ul>
    </>
  )
}

interface RowParts {
  readonly line: LineView
  readonly returned: number
  readonly quantity: number
  readonly onQuantity: (quantity: number) => void
}

function Row({ line, returned, quantity, onQuantity }: RowParts) {
  const { t } = useTranslation()
  const most = line.quantity - returned
  const step = line.unit === 'kg' ? Math.max(1, most) : 1
  const shown = (count: number) => formatQuantity({ unit: line.unit, quantity: count })
  return (
    <li className={styles['row']} data-chosen={quantity > 0}>
      <span className={styles['name']}>
        {line.name}
        <small>
          {shown(line.quantity)} · {formatMoney(line.amount)}
          {returned > 0 && ` · ${t('money.refund.returned', { quantity: shown(returned) })}`}
        </small>
      </span>
      <Button
        label={`− ${line.name}`}
        isDisabled={quantity === 0}
        onPress={() => onQuantity(Math.max(0, quantity - step))}
      >
        −
      </Button>
      <output className={styles['quantity']}>{quantity === 0 ? '0' : shown(quantity)}</output>
      <Button
        label={`+ ${line.name}`}
        isDisabled={quantity >= most}
        onPress={() => onQuantity(Math.min(most, quantity + step))}
      >
        +
      </Button>
      <Button isDisabled={quantity >= most} onPress={() => onQuantity(most)}>
        {t('money.refund.all')}
      </Button>
    </li>
  )
}
