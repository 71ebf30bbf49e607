import type { HoldView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { setDesk } from '../sell/desk.ts'
import styles from '../tender/AskingPanel.module.css'
import { Panel } from '../tender/Panel.tsx'
import { WaitingPanel } from '../tender/WaitingPanel.tsx'
import { useHoldNames, useStateWords } from './hold-words.ts'

/** A card that is held of: while its end is waited for, and then what came of it. */
export function HoldPanel({ hold }: { readonly hold: HoldView }) {
  return hold.is === 'asked' ? <Asked hold={hold} /> : <Ended hold={hold} />
}

function Asked({ hold: { order, amount, note } }: { readonly hold: HoldView }) {
  const { t } = useTranslation()
  const what = `${t('holds.one')} ${t('currency')}${formatMoney(amount)}${note === '' ? '' : ` · ${note}`}`
  const says =
    order?.at === 'reversing'
      ? { title: t('money.reversing'), note: t('holds.reversing') }
      : { title: t('money.asked.card'), note: what }
  return <WaitingPanel order={order} says={says} />
}

function Ended({ hold }: { readonly hold: HoldView }) {
  const { t } = useTranslation()
  const words = useStateWords()(hold)
  const { name, card } = useHoldNames()(hold)
  const isDone = hold.is !== 'failed'
  const close = () => setDesk({ awaitedHold: null })
  useLayer({ panel: true, keys: { Escape: close, Enter: close } })
  const foot = (
    <Button shortcut="Esc" onPress={close}>
      {t('holds.ended')}
    </Button>
  )
  return (
    <Panel label={t('holds.title')} foot={foot}>
      <div className={styles['head']} role="status">
        <Mark sign={isDone ? '✓' : '✕'} tone={isDone ? 'money' : 'attention'} size="large" />
        <div className={styles['words']}>
          <strong>{t(isDone ? 'holds.done' : 'holds.notDone')}</strong>
          <span>{`${t('currency')}${formatMoney(hold.amount)} · ${name}${card === '' ? '' : ` · ${card}`}`}</span>
          <span>{isDone ? t('holds.doneNote') : words}</span>
        </div>
      </div>
    </Panel>
  )
}
