import type { LineView } from '#contract/view'
import { formatMoney, minus, ZERO } from '#domain/money'
import type { Discount } from '#domain/pricing'
import { formatQuantity } from '#domain/sale'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../../parts/classes.ts'
import { useCashier } from '../../station.ts'
import { markedLine, setDesk, useDesk } from './desk.ts'
import styles from './SaleList.module.css'

/** The goods of the open sale. The newest is marked and in sight; any line can be marked by hand. */
export function SaleList() {
  const { t } = useTranslation()
  const sale = useCashier((view) => view.sale)
  const marked = useDesk((desk) => desk.marked)
  if (!sale) {
    return (
      <div className={styles['empty']}>
        <p className={styles['begin']}>{t('sell.empty')}</p>
        <p>{t('sell.emptyNext')}</p>
      </div>
    )
  }
  const chosen = markedLine(sale, marked)?.line
  return (
    <ol className={styles['list']} aria-label={t('sell.list')}>
      {sale.lines.map((line, index) => (
        <Row key={line.line} line={line} place={index + 1} marked={line.line === chosen} newest={sale.newest} />
      ))}
    </ol>
  )
}

interface RowParts {
  readonly line: LineView
  readonly place: number
  readonly marked: boolean
  readonly newest: number | null
}

const Row = memo(function Row({ line, place, marked, newest }: RowParts) {
  const { t } = useTranslation()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (marked) row.current?.scrollIntoView({ block: 'nearest' })
  }, [marked, line.quantity])
  const { name, price, amount } = line
  const quantity = formatQuantity(line)
  return (
    <li
      ref={row}
      className={classes(styles['row'], marked && styles['marked'])}
      aria-current={marked}
      aria-label={t('sell.line', { line: place, name, quantity, amount: formatMoney(amount) })}
      onClick={() => setDesk({ marked: { line: line.line, whileNewest: newest } })}
    >
      <span className={styles['place']}>{place}</span>
      <span className={styles['name']}>{name}</span>
      <span className={styles['times']}>
        {quantity} × {formatMoney(price)}
      </span>
      <span className={styles['amount']}>{formatMoney(line.gross)}</span>
      {line.price !== line.list && (
        <span className={styles['under']}>{t('sell.listPrice', { list: formatMoney(line.list) })}</span>
      )}
      {line.discount && (
        <>
          <span className={styles['under']}>{t('sell.lineDiscount', { off: offWords(line.discount) })}</span>
          <span className={styles['amount']}>{formatMoney(minus(ZERO, line.off))}</span>
        </>
      )}
    </li>
  )
}, sameRow)

/** `15%`; a sum speaks for itself in the amount beside it. */
export const offWords = (discount: Discount): string => (discount.is === 'permille' ? `${discount.permille / 10}%` : '')

/** Each view is new text; a row is drawn again only when it says something new. */
function sameRow(before: RowParts, after: RowParts): boolean {
  return (
    before.marked === after.marked &&
    before.place === after.place &&
    before.newest === after.newest &&
    before.line.quantity === after.line.quantity &&
    before.line.amount === after.line.amount &&
    before.line.gross === after.line.gross &&
    before.line.price === after.line.price &&
    before.line.name === after.line.name
  )
}
