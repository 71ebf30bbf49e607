import type { TenderView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { useCashier } from '../../station.ts'
import { ScanStagePart } from './ScanStagePart.tsx'
import { TenderRows } from './TenderRows.tsx'
import { WaitingPanel } from './WaitingPanel.tsx'

/** A payment whose end is waited for. Nothing else can be paid now. */
export function AskingPanel({ tender }: { readonly tender: TenderView }) {
  const says = useSays(tender)
  const others = useCashier(({ sale }) => (sale?.tenders.length ?? 0) > 1)
  const isAsked = tender.order?.at === 'asked'
  const showsOurs = useCashier(({ scanStage }) => scanStage?.is === 'ours') && isAsked
  return (
    <WaitingPanel order={tender.order} says={says} isBrief={showsOurs}>
      {others && <TenderRows without={tender.attempt} />}
      {isAsked && <ScanStagePart amount={tender.amount} />}
    </WaitingPanel>
  )
}

function useSays({ method, amount, undo, order }: TenderView): { readonly title: string; readonly note: string } {
  const { t } = useTranslation()
  const stage = useCashier(({ cardStage }) => cardStage)
  const scan = useCashier(({ scanStage }) => scanStage)
  const who = t(`money.who.${method}`)
  const what = { method: t(`money.methods.${method}`), amount: formatMoney(amount) }
  if (undo === 'unclear') return { title: t('money.unclear', what), note: t('money.unclearNote', { who }) }
  if (undo === 'under-way') return { title: t('money.undoing', what), note: t('money.undoingNote') }
  if (order?.at === 'unknown') return { title: t('money.unknown', { who }), note: t('money.unknownNote', { who }) }
  if (order?.at === 'asked' && stage !== null)
    return { title: t(`cards.stages.${stage}.title`), note: t(`cards.stages.${stage}.note`) }
  if (order?.at === 'asked' && scan !== null) {
    if (scan.is !== 'paying') return { title: t(`scans.${scan.is}.title`), note: t(`scans.${scan.is}.note`) }
    return { title: t('money.asked.scan'), note: t('scans.paying', { wallet: t(`scans.wallets.${scan.wallet}`), who }) }
  }
  if (order?.at === 'reversing') return { title: t('money.reversing'), note: t('money.reversingNote', { who }) }
  if (order?.kind === 'complete') return { title: t('holds.completing'), note: t('holds.completingNote') }
  return { title: t(`money.asked.${method}`), note: t('money.askedNote', { who }) }
}
