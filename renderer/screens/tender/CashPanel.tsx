import { minus, readMoney, type Money } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { EntryPad } from '../../parts/EntryPad.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import { formatMoney, ZERO } from '#domain/money'
import styles from './CashPanel.module.css'
import { Panel } from './Panel.tsx'
import { quickAmounts, withTyped } from './cash-entry.ts'

/** Cash over the list, the total in sight below. Typed or pressed; with nothing typed, the exact amount. */
export function CashPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const due = useCashier(({ sale }) => sale?.cashDue ?? ZERO)
  const rounded = useCashier(({ sale }) => sale !== null && sale.cashDue !== sale.left)
  const [entry, setEntry] = useState('')
  // One txn for this taking of money: pressing twice, or asking again after silence, pays once.
  const [txn] = useState(() => crypto.randomUUID())
  const given = entry === '' ? due : (readMoney(entry) ?? ZERO)
  const take = async (amount: Money = given) => {
    if (amount < due) return
    if (await orTell(station.sale.payCash({ due, given: amount }, txn))) onClose()
  }
  const type = (text: string) => setEntry((now) => withTyped(now, text))
  const back = () => setEntry((now) => now.slice(0, -1))
  useLayer({
    panel: true,
    typed: type,
    keys: { Enter: () => void take(), Escape: onClose, Backspace: back, F9: () => void take() },
  })
  const title = (
    <>
      {t('cash.title')}
      {rounded && <span className={styles['rounded']}>{`${t('sell.cash')} ${formatMoney(due)}`}</span>}
    </>
  )
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('cash.cancel')}
      </Button>
      <Button look="primary" isDisabled={given < due} onPress={() => void take()}>
        <TakeWords given={given} due={due} />
      </Button>
    </>
  )
  return (
    <Panel label={t('cash.title')} title={title} foot={foot}>
      <EntryPad
        {...{ name: t('cash.given'), entry, otherwise: formatMoney(due), testId: 'given' }}
        {...{ onSign: type, onBack: back, onClear: () => setEntry('') }}
      >
        <Change given={given} due={due} />
        <div className={styles['quick']}>
          {quickAmounts(due).map((amount) => (
            <Button key={amount} onPress={() => void take(amount)}>
              {formatMoney(amount)}
            </Button>
          ))}
        </div>
      </EntryPad>
    </Panel>
  )
}

interface Sums {
  readonly given: Money
  readonly due: Money
}

function Change({ given, due }: Sums) {
  const { t } = useTranslation()
  const short = given < due
  return (
    <p className={short ? styles['short'] : styles['change']}>
      <span>{short ? t('cash.short') : t('cash.change')}</span>
      <Amount amount={short ? minus(due, given) : minus(given, due)} size="large" look={short ? 'ink' : 'money'} />
    </p>
  )
}

function TakeWords({ given, due }: Sums) {
  const { t } = useTranslation()
  if (given < due) return t('cash.notEnough')
  if (given === due) return t('cash.takeExact', { given: formatMoney(given) })
  return t('cash.take', { given: formatMoney(given), change: formatMoney(minus(given, due)) })
}
