import type { TenderView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import { declineWords } from '../../words/declines.ts'
import styles from './TenderRows.module.css'

const SHAPE = { done: '✓', failed: '✕', 'given-back': '↺', 'under-way': '…', unclear: '?' } as const

interface RowsParts {
  /** Where a paid one can be given back. */
  readonly onGiveBack?: (tender: TenderView) => void
  /** The one that is spoken of above. */
  readonly without?: string
}

/** What was tried, paid and given back of this sale, by shape and in words. */
export function TenderRows({ onGiveBack, without }: RowsParts) {
  const { t } = useTranslation()
  const tenders = useCashier(({ sale }) => sale?.tenders)?.filter(({ attempt }) => attempt !== without)
  return (
    <ul className={styles['rows']}>
      {tenders?.map((tender) => (
        <li key={tender.attempt} className={styles['row']} data-state={tender.state}>
          <span className={styles['mark']} aria-hidden="true">
            {tender.state === 'failed' && tender.order?.at === 'reversed' ? '↺' : SHAPE[tender.state]}
          </span>
          <span className={styles['what']}>
            {t(`money.methods.${tender.method}`)}
            <small>
              <StateWords tender={tender} />
            </small>
          </span>
          <span className={styles['amount']}>{formatMoney(tender.amount)}</span>
          {onGiveBack && tender.state === 'done' && (
            <Button onPress={() => onGiveBack(tender)}>{t('money.giveBack')}</Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function StateWords({ tender: { state, asked, undo, order } }: { readonly tender: TenderView }) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  if (state === 'done' && undo === 'failed') return <>{t('money.undoFailed')}</>
  if (state === 'done' && asked !== null) return <>{t('money.partly.row', { asked: formatMoney(asked) })}</>
  if (state === 'failed' && order?.at === 'reversed') return <>{t('money.reversed')}</>
  if (state === 'failed' && order?.at === 'stuck') return <>{t('money.stuck')}</>
  const why = state === 'failed' ? (order?.why ?? null) : null
  return why === null ? (
    <>{t(`money.states.${state}`)}</>
  ) : (
    <>{t('money.failedSince', { why: declineWords(language, why).what })}</>
  )
}
