import type { ReturnView } from '#contract/money-view'
import type { PaidSaleView } from '#contract/view'
import { sum, type Money } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { orTell } from '../../parts/told.ts'
import { station } from '../../station.ts'
import { cashIn } from '../find/returns.ts'
import styles from './PaidPanel.module.css'

const SHAPE = { waiting: '…', printed: '✓', refused: '✕', unknown: '?' } as const

/** After the payment: the change, in figures one can read while counting it; until the next goods are scanned. */
export function PaidPanel({ paid }: { readonly paid: PaidSaleView }) {
  const { t } = useTranslation()
  const look = () => void orTell(station.sale.find({ receipt: paid.receipt }), paid.receipt)
  return (
    <div className={styles['panel']} role="status">
      <p className={styles['state']}>
        <Mark sign={paid.voided ? '↺' : '✓'} tone="money" size="large" />
        {paid.voided ? t('paid.voided') : t('paid.title')}
        <span className={styles['receipt']}>{paid.receipt}</span>
      </p>
      <dl className={styles['sums']}>
        <dt>{t('paid.total')}</dt>
        <dd>
          <Amount amount={paid.total} size="list" sign />
        </dd>
        {paid.tenders.map(({ method, amount }, place) => (
          <Tendered key={place} name={t(`money.methods.${method}`)} amount={method === 'cash' ? paid.given : amount} />
        ))}
      </dl>
      <InFigures paid={paid} />
      <p className={styles['print']} data-print={paid.print}>
        <span aria-hidden="true">{SHAPE[paid.print]}</span> {t(`print.${paid.print}`)}
      </p>
      <Button onPress={look}>{t('paid.open')}</Button>
      <p className={styles['next']}>{t('paid.next')}</p>
    </div>
  )
}

function Tendered({ name, amount }: { readonly name: string; readonly amount: Money }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Amount amount={amount} size="list" sign />
      </dd>
    </>
  )
}

/** What the cashier's hands need, the change or the cash to give back; where no cash moved, what did. */
function InFigures({ paid }: { readonly paid: PaidSaleView }) {
  const { t } = useTranslation()
  const last = paid.returns.at(-1)
  const back = last?.kind === 'void' ? last : null
  const { words, figure } = back ? backIn(paid, back) : changeIn(paid)
  return (
    <p className={styles['change']} data-voided={back !== null}>
      <span>{t(`paid.${words}`)}</span>
      <Amount amount={figure} size="total" look={back ? 'ink' : 'money'} />
    </p>
  )
}

function changeIn({ tenders, change, total }: PaidSaleView) {
  if (tenders.every(({ method }) => method !== 'cash')) return { words: 'received', figure: total } as const
  return { words: change > 0 ? 'change' : 'noChange', figure: change } as const
}

function backIn(paid: PaidSaleView, back: ReturnView) {
  const cash = cashIn(paid, back)
  if (cash > 0 || paid.total === 0) return { words: 'back', figure: cash } as const
  const figure = sum(back.parts.map(({ amount }) => amount))
  const is = (state: ReturnView['parts'][number]['state']) => back.parts.some((part) => part.state === state)
  if (is('failed')) return { words: 'backFailed', figure } as const
  return { words: is('under-way') ? 'goingBack' : is('unclear') ? 'backUnclear' : 'backOutside', figure } as const
}
