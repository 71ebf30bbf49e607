import type { OrderView } from '#contract/money-view'
import type { CashierView, OpenSaleView } from '#contract/view'
import { formatMoney } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { orTell } from '../../parts/told.ts'
import { Waited } from '../../parts/Waited.tsx'
import { station, useCashier } from '../../station.ts'
import { DecideDrawer } from './DecideDrawer.tsx'
import styles from './UnresolvedStrip.module.css'

/** Shown at once; the others are counted, and move up when these are settled. */
const SHOWN = 2

/** Money whose end nobody knows, on top of the screen until it is settled: what it is, since when, what is done. */
export function UnresolvedStrip() {
  const { t } = useTranslation()
  const orders = useCashier(({ unresolved, sale, holds }) =>
    unresolved
      .filter(({ attempt }) => !isAwaited({ sale, holds }, attempt))
      // What the customer at the counter waits for comes first.
      .toSorted((a, b) => Number(isOf(sale, b.attempt)) - Number(isOf(sale, a.attempt))),
  )
  const [deciding, setDeciding] = useState<string | null>(null)
  const subject = orders.find(({ attempt }) => attempt === deciding)
  if (orders.length === 0) return null
  return (
    <section className={styles['strip']} aria-label={t('money.unresolved.title')} role="status">
      {orders.slice(0, SHOWN).map((order) => (
        <Row key={order.attempt} order={order} onDecide={() => setDeciding(order.attempt)} />
      ))}
      {orders.length > SHOWN && (
        <p className={styles['more']}>{t('money.unresolved.more', { count: orders.length - SHOWN })}</p>
      )}
      {subject && <DecideDrawer order={subject} onClose={() => setDeciding(null)} />}
    </section>
  )
}

const isOf = (sale: OpenSaleView | null, attempt: string): boolean =>
  sale?.tenders.some(({ order }) => order?.attempt === attempt) ?? false

/** A panel of its own says it, larger. */
const isAwaited = ({ sale, holds }: Pick<CashierView, 'sale' | 'holds'>, attempt: string): boolean =>
  holds.some((hold) => hold.is === 'asked' && hold.attempt === attempt) ||
  (sale?.tenders.some(({ state, order }) => state === 'under-way' && order?.attempt === attempt) ?? false)

function Row({ order, onDecide }: { readonly order: OrderView; readonly onDecide: () => void }) {
  const { t } = useTranslation()
  const manager = useCashier(({ operator }) => operator?.role === 'manager')
  const { method, kind, amount, at, forPerson, may, receipt, passed, attempt } = order
  const what = { method: t(`money.methods.${method}`), kind: t(`money.kinds.${kind}`), amount: formatMoney(amount) }
  const state = forPerson ? 'person' : at === 'reversing' || at === 'stuck' ? at : 'unknown'
  return (
    <div className={styles['row']}>
      <Mark sign={at === 'unknown' ? '?' : '↺'} tone="attention" />
      <span className={styles['words']}>
        <strong>{t('money.unresolved.of', what)}</strong>
        {receipt !== null && <span>{receipt}</span>}
        <span>{t(`money.unresolved.${state}`)}</span>
      </span>
      <Waited sinceMs={passed[0]?.atMs ?? 0} />
      {may.tryAgain && (
        <Button onPress={() => void orTell(station.payments.tryAgain({ attempt }))}>
          {t('money.unresolved.tryAgain')}
        </Button>
      )}
      {may.giveUp && (
        <Button onPress={() => void orTell(station.payments.giveUp({ attempt }))}>
          {t('money.unresolved.giveUp')}
        </Button>
      )}
      {may.decide.length > 0 && manager && <Button onPress={onDecide}>{t('money.unresolved.decide')}</Button>}
    </div>
  )
}
