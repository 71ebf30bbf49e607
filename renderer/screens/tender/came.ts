import type { TenderView } from '#contract/money-view'
import { formatMoney, ZERO } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { useCashier } from '../../station.ts'
import { declineWords } from '../../words/declines.ts'
import type { Said } from './PanelHead.tsx'

/** What came of a tender that is over, and what to do next; null where it was paid or given back as asked. */
export function useWhatCame(tender: TenderView | undefined): Said | null {
  const { t } = useTranslation()
  const failed = useFailure(tender)
  const left = useCashier(({ sale }) => sale?.left ?? ZERO)
  if (!tender || failed) return failed
  const { state, asked, method } = tender
  if (state !== 'done' || asked === null) return null
  const figure = (amount: typeof asked) => `${t('currency')}${formatMoney(amount)}`
  const what = { method: t(`money.methods.${method}`), amount: formatMoney(tender.amount) }
  return {
    ...{ sign: '!', tone: 'attention', title: t('money.partly.title', what) },
    note: t(`money.partly.${method}`, { amount: figure(tender.amount), asked: figure(asked) }),
    next: t('money.partly.next', { left: figure(left) }),
  }
}

/** A charge that failed, or money that did not go back. */
function useFailure(tender: TenderView | undefined): Said | null {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  if (!tender) return null
  const { state, undo, order, method } = tender
  const why = order === null || order.why === null ? null : declineWords(language, order.why)
  if (state === 'done' && undo === 'failed') {
    const next = t('money.undoFailedNext', { who: t(`money.who.${method}`) })
    return { sign: '✕', tone: 'danger', title: t('money.undoFailed'), ...(why && { note: why.what }), next }
  }
  if (state !== 'failed') return null
  const title = t('money.failed', { method: t(`money.methods.${method}`), amount: formatMoney(tender.amount) })
  if (order?.at === 'reversed') return { sign: '↺', tone: 'attention', title, note: t('money.reversed') }
  if (order?.at === 'stuck') return { sign: '↺', tone: 'attention', title, note: t('money.stuck') }
  return { sign: '✕', tone: 'danger', title, ...(why && { note: why.what, next: why.next }) }
}
