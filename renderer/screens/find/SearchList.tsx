import type { FoundInList } from '#contract/search'
import { formatMoney } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { shopTime } from '../../parts/time.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { useCashier } from '../../station.ts'
import styles from './Search.module.css'

interface ListParts {
  readonly sales: readonly FoundInList[]
  readonly more: boolean
  readonly onChoose: (receipt: string) => void
  readonly onBack: () => void
  readonly onClose: () => void
}

/** The sales that were found, newest first. ↑ and ↓ mark one, Enter or a press shows it. */
export function SearchList({ sales, more, onChoose, onBack, onClose }: ListParts) {
  const { t } = useTranslation()
  const [marked, setMarked] = useState(0)
  const count = sales.length
  const move = (by: number) => setMarked((now) => Math.min(Math.max(now + by, 0), Math.max(count - 1, 0)))
  const choose = () => {
    const sale = sales[marked]
    if (sale) onChoose(sale.receipt)
  }
  const foot = (
    <Button shortcut="Esc" onPress={onBack}>
      {t('find.search.change')}
    </Button>
  )
  const keys = { Enter: choose, ArrowUp: () => move(-1), ArrowDown: () => move(1), F8: onClose }
  return (
    <Drawer title={t('find.search.list')} onClose={onBack} keys={keys} foot={foot}>
      <ToldBanner />
      {count === 0 ? (
        <p role="status">
          <strong>{t('find.search.none')}</strong> {t('find.search.noneNext')}
        </p>
      ) : (
        <p role="status">{t(more ? 'find.search.more' : 'find.search.count', { count })}</p>
      )}
      <ol className={styles['list']}>
        {sales.map((sale, place) => (
          <Row key={sale.receipt} sale={sale} marked={place === marked} onChoose={() => onChoose(sale.receipt)} />
        ))}
      </ol>
    </Drawer>
  )
}

interface RowParts {
  readonly sale: FoundInList
  readonly marked: boolean
  readonly onChoose: () => void
}

function Row({ sale, marked, onChoose }: RowParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { receipt, paidAtMs, operator, total, voided, back } = sale
  const undone = voided ? t('find.search.voided') : back > 0 ? t('find.search.back', { amount: formatMoney(back) }) : ''
  const intoSight = (row: HTMLLIElement | null) => {
    if (marked) row?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <li ref={intoSight} aria-current={marked}>
      <Button className={styles['sale']} onPress={onChoose}>
        <span className={styles['what']}>
          {shopTime(paidAtMs, timeZone).slice(0, 16)}
          <small>
            {receipt} · {operator}
          </small>
        </span>
        <span className={styles['undone']}>{undone === '' ? '' : `↺ ${undone}`}</span>
        <span className={styles['total']}>{formatMoney(total)}</span>
      </Button>
    </li>
  )
}
