import type { OrderView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import type { ReactNode } from 'react'
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

interface WaitingParts {
  readonly order: OrderView | null
  readonly says: { readonly title: string; readonly note: string }
  readonly children?: ReactNode
  /** What is above says it all. */
  readonly isBrief?: boolean
}

/** An order whose end is waited for: what was done, for how long, what comes next. */
export function WaitingPanel({ order, says, children, isBrief = false }: WaitingParts) {
  const { t } = useTranslation()
  const foot = order?.may.giveUp && (
    <Button onPress={() => void orTell(station.payments.giveUp({ attempt: order.attempt }))}>
      {order.kind === 'hold' ? t('holds.cancel') : t(`money.cancel.${isPaid(order) ? 'pay' : 'back'}`)}
    </Button>
  )
  return (
    <Panel label={says.title} {...(foot && { foot })}>
      <PanelHead {...says} {...signOf(order)}>
        <span className={styles['clock']}>{order && <Waited sinceMs={order.passed[0]?.atMs ?? 0} />}</span>
      </PanelHead>
      {children}
      {order && !isBrief && <WhatIsDone order={order} />}
    </Panel>
  )
}

const signOf = (order: OrderView | null) =>
  order?.at === 'asked'
    ? ({ sign: '…', tone: 'accent' } as const)
    : ({ sign: order?.at === 'reversing' ? '↺' : '?', tone: 'attention' } as const)

const isPaid = ({ kind }: OrderView): boolean => kind === 'pay' || kind === 'complete'

function WhatIsDone({ order }: { readonly order: OrderView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const next = useNext(order)
  const steps = order.passed.map(({ at, atMs }) => `${shopTimeOfDay(atMs, timeZone)} ${t(`money.steps.${at}`)}`)
  return (
    <Facts
      facts={[
        { name: t('find.amount'), value: `${t('currency')}${formatMoney(order.amount)}` },
        { name: t('money.done'), value: steps.join(' · ') },
        ...(next === null ? [] : [{ name: t('money.next'), value: next }]),
      ]}
    />
  )
}

function useNext(order: OrderView): string | null {
  const { t } = useTranslation()
  const { at, kind } = order
  if (kind === 'hold') return at === 'asked' || at === 'reversing' ? t(`holds.nexts.${at}`) : null
  const isWaited = at === 'asked' || at === 'unknown' || at === 'reversing'
  return isPaid(order) && isWaited ? t(`money.nexts.${at}`) : null
}
