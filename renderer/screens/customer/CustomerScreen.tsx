import type { CustomerView } from '#contract/view'
import { formatMoney, minus, ZERO, type Money } from '#domain/money'
import { formatQuantity } from '#domain/sale'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useShown } from '../../station.ts'
import { Countdown } from '../../parts/Countdown.tsx'
import { QrCode } from '../../parts/QrCode.tsx'
import { Amount } from '../../parts/Amount.tsx'
import styles from './CustomerScreen.module.css'

/** The customer's display: what was scanned, what it comes to, and after paying the change. Nothing can be touched. */
export function CustomerScreen() {
  const { t } = useTranslation()
  const view = useShown((now) => now)
  if (!view) return null
  if (view.scanStage?.is === 'ours') return <Ours stage={view.scanStage} asking={view.sale?.asking ?? null} />
  if (view.sale) return <Selling sale={view.sale} />
  // A card is asked for where there is no sale: an amount is held, or money goes back.
  if (view.cardStage) {
    return (
      <main className={styles['rest']}>
        <p className={styles['shop']}>{t(`cards.ask.${view.cardStage}`)}</p>
      </main>
    )
  }
  if (view.paid && !view.paid.voided) {
    return (
      <main className={styles['rest']}>
        {view.paid.given > 0 && (
          <>
            <p className={styles['words']}>{t('customer.change')}</p>
            <Amount amount={view.paid.change} size="total" look="money" />
          </>
        )}
        <p className={styles['thanks']}>{t('customer.thanks')}</p>
      </main>
    )
  }
  return (
    <main className={styles['rest']}>
      <h1 className={styles['shop']}>{view.shop}</h1>
      <p className={styles['words']}>{t('customer.welcome')}</p>
    </main>
  )
}

interface OursParts {
  readonly stage: Extract<CustomerView['scanStage'], { is: 'ours' }>
  readonly asking: Money | null
}

/** The shop's own code, large, for the customer's telephone. */
function Ours({ stage, asking }: OursParts) {
  const { t } = useTranslation()
  return (
    <main className={styles['rest']}>
      <p className={styles['words']}>{t('scans.ask.ours')}</p>
      {asking !== null && <Amount amount={asking} size="total" />}
      <QrCode content={stage.text} className={styles['code']} label={t('scans.qr')} />
      <p className={styles['words']}>
        <Countdown key={stage.text} leftMs={stage.leftMs} />
      </p>
    </main>
  )
}

function Selling({ sale }: { readonly sale: NonNullable<CustomerView['sale']> }) {
  const { t } = useTranslation()
  const end = useRef<HTMLLIElement>(null)
  const newest = sale.lines.find(({ line }) => line === sale.newest)?.quantity
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [sale.newest, newest])
  const stage = useShown((view) => view?.cardStage ?? null)
  const asksCode = useShown((view) => view?.scanStage?.is === 'code')
  return (
    <main className={styles['selling']}>
      <ol className={styles['list']}>
        {sale.lines.map((line) => (
          <li key={line.line} ref={line.line === sale.newest ? end : null} className={styles['row']}>
            <span className={styles['name']}>{line.name}</span>
            <span className={styles['times']}>
              {formatQuantity(line)} × {formatMoney(line.price)}
            </span>
            <span className={styles['amount']}>{formatMoney(line.amount)}</span>
          </li>
        ))}
      </ol>
      <footer className={styles['total']}>
        <span>
          {asksCode ? t('scans.ask.code') : stage === null ? t(asksFor(sale)) : t(`cards.ask.${stage}`)}
          <small>
            {t('customer.pieces', { count: sale.count })}
            {sale.off > 0 && ` · ${t('sell.discount')} ${formatMoney(minus(ZERO, sale.off))}`}
          </small>
        </span>
        <Amount amount={sale.asking ?? sale.left} size="total" />
      </footer>
    </main>
  )
}

/** What the figure is: what is asked for just now, what is left, or all of it. */
function asksFor({ asking, left, total }: NonNullable<CustomerView['sale']>) {
  if (asking !== null) return 'money.customer.pay'
  return left === total ? 'customer.total' : 'money.customer.left'
}
