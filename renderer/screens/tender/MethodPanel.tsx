import { formatMoney, readMoney, ZERO } from '#domain/money'
import type { Method } from '#domain/tendering'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { EntryPad } from '../../parts/EntryPad.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import { withTyped } from './cash-entry.ts'
import styles from './MethodPanel.module.css'
import { Panel } from './Panel.tsx'

interface MethodParts {
  readonly method: Method
  readonly onClose: () => void
}

/** Card or scan: all that is left with one press; a part of it by typing the amount first. */
export function MethodPanel({ method, onClose }: MethodParts) {
  const { t } = useTranslation()
  const left = useCashier(({ sale }) => sale?.left ?? ZERO)
  const [entry, setEntry] = useState('')
  // One txn for this taking of money: pressing twice asks the acquirer once.
  const [txn] = useState(() => crypto.randomUUID())
  const amount = entry === '' ? left : (readMoney(entry) ?? ZERO)
  const fits = amount > 0 && amount <= left
  const take = async () => {
    if (fits && (await orTell(station.sale.tender({ method, amount, left }, txn)))) onClose()
  }
  const type = (text: string) => setEntry((now) => withTyped(now, text))
  const back = () => setEntry((now) => now.slice(0, -1))
  const again = method === 'card' ? 'F10' : 'F11'
  useLayer({
    panel: true,
    typed: type,
    keys: { Enter: () => void take(), Escape: onClose, Backspace: back, [again]: () => void take() },
  })
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('cash.cancel')}
      </Button>
      <Button look="primary" isDisabled={!fits} onPress={() => void take()}>
        {amount > left ? t('money.tooMuch') : t(`money.take.${method}`, { amount: formatMoney(amount) })}
      </Button>
    </>
  )
  return (
    <Panel label={t(`money.methods.${method}`)} title={t(`money.methods.${method}`)} foot={foot}>
      <EntryPad
        {...{ name: t('money.amount'), entry, otherwise: formatMoney(left), testId: 'tendered' }}
        {...{ onSign: type, onBack: back, onClear: () => setEntry('') }}
      >
        <p className={styles['hint']}>{t('money.split')}</p>
      </EntryPad>
    </Panel>
  )
}
