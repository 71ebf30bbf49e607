import type { OrderView, TenderView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { orTell } from '../../parts/told.ts'
import { shopTimeOfDay } from '../../parts/time.ts'
import { Waited } from '../../parts/Waited.tsx'
import { station, useCashier } from '../../station.ts'
import styles from './AskingPanel.module.css'
import { Panel } from './Panel.tsx'
import { PanelHead } from './PanelHead.tsx'
import { TenderRows } from './TenderRows.tsx'

/** A payment whose end is waited for: what was done, for how long, what comes next. Nothing else can be paid now. */
export function AskingPanel({ tender }: { readonly tender: TenderView }) {
  const { t } = useTranslation()
  const { order } = tender
  const says = useSays(tender)
  const others = useCashier(({ sale }) => (sale?.tenders.length ?? 0) > 1)
  const foot = order?.may.giveUp && (
    <Button onPress={() => void orTell(station.payments.giveUp({ attempt: order.attempt }))}>
      {t(`money.cancel.${order.kind === 'pay' ? 'pay' : 'back'}`)}
    </Button>
  )
  return (
    <Panel label={says.title} {...(foot && { foot })}>
      <PanelHead {...says} {...signOf(order)}>
        <span className={styles['clock']}>{order && <Waited sinceMs={order.passed[0]?.atMs ?? 0} />}</span>
      </PanelHead>
      {others && <TenderRows without={tender.attempt} />}
      {order && <WhatIsDone order={order} />}
    </Panel>
  )
}

const signOf = (order: OrderView | null) =>
  order?.at === 'asked'
    ? ({ sign: '…', tone: 'accent' } as const)
    : ({ sign: order?.at === 'reversing' ? '↺' : '?', tone: 'attention' } as const)

function useSays({ method, amount, undo, order }: TenderView): { readonly title: string; readonly note: string } {
  const { t } = useTranslation()
  const stage = useCashier(({ cardStage }) => cardStage)
  const who = t(`money.who.${method}`)
  const what = { method: t(`money.methods.${method}`), amount: formatMoney(amount) }
  if (undo === 'unclear') return { title: t('money.unclear', what), note: t('money.unclearNote', { who }) }
  if (undo === 'under-way') return { title: t('money.undoing', what), note: t('money.undoingNote') }
  if (order?.at === 'unknown') return { title: t('money.unknown', { who }), note: t('money.unknownNote', { who }) }
  if (order?.at === 'asked' && stage !== null)
    return { title: t(`cards.stages.${stage}.title`), note: t(`cards.stages.${stage}.note`) }
  if (order?.at === 'reversing') return { title: t('money.reversing'), note: t('money.reversingNote', { who }) }
  return { title: t(`money.asked.${method}`), note: t('money.askedNote', { who }) }
}

function WhatIsDone({ order }: { readonly order: OrderView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const steps = order.passed.map(({ at, atMs }) => `${shopTimeOfDay(atMs, timeZone)} ${t(`money.steps.${at}`)}`)
  const { at } = order
  const next = order.kind === 'pay' && (at === 'asked' || at === 'unknown' || at === 'reversing') ? at : null
  return (
    <Facts
      facts={[
        { name: t('find.amount'), value: `${t('currency')}${formatMoney(order.amount)}` },
        { name: t('money.done'), value: steps.join(' · ') },
        ...(next ? [{ name: t('money.next'), value: t(`money.nexts.${next}`) }] : []),
      ]}
    />
  )
}
