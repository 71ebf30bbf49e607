import type { HoldView } from '#contract/money-view'
import { useTranslation } from 'react-i18next'
import { useCashier } from '../../station.ts'
import { declineWords } from '../../words/declines.ts'

/** How a hold stands, in words. */
export function useStateWords(): (hold: HoldView) => string {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  return ({ is, order }) => {
    if (is !== 'failed' || !order) return t(`holds.states.${is}`)
    if (order.at === 'reversed') return t('holds.reversed')
    if (order.at === 'stuck' || order.at === 'reversing') return t('holds.stuck')
    return order.why === null
      ? t('holds.states.failed')
      : t('holds.failedSince', { why: declineWords(language, order.why) })
  }
}

/** By what it is told from others: the note, and the card or else the acquirer's number. */
export function useHoldNames(): (hold: HoldView) => { readonly name: string; readonly card: string } {
  const { t } = useTranslation()
  return ({ note, card, approval, attempt }) => {
    const known = card ?? (approval === '' ? attempt : t('holds.approval', { approval }))
    return note === '' ? { name: known, card: '' } : { name: note, card: known }
  }
}
