import type { HoldView } from '#contract/money-view'
import { formatMoney, readMoney, ZERO, type Money } from '#domain/money'
import type { Method } from '#domain/tendering'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { EntryPad } from '../../parts/EntryPad.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import { HoldChoice, SourceChoice } from '../holds/HoldChoice.tsx'
import { withTyped } from './cash-entry.ts'
import { BalancePart } from './BalancePart.tsx'
import styles from './MethodPanel.module.css'
import { Panel } from './Panel.tsx'

interface MethodParts {
  readonly method: Method
  readonly onClose: () => void
}

/**
 * Card or scan: all that is left with one press; a part of it by typing the amount first. By card it may be taken of
 * what is held of one.
 */
export function MethodPanel({ method, onClose }: MethodParts) {
  const { t } = useTranslation()
  const { left, most, holds, hold, setHold } = useSource(method)
  const source = { holds, chosen: hold, onChoose: setHold }
  const [entry, setEntry] = useState('')
  // One txn for this taking of money: pressing twice asks the acquirer once.
  const [txn] = useState(() => crypto.randomUUID())
  const amount = entry === '' ? most : (readMoney(entry) ?? ZERO)
  const fits = amount > 0 && amount <= most
  const take = async () => {
    const what = { method, amount, left, ...(hold && { hold: hold.attempt }) }
    if (fits && (await orTell(station.sale.tender(what, txn)))) onClose()
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
        <TakeWords {...{ method, amount, left, most, hold }} />
      </Button>
    </>
  )
  return (
    <Panel label={t(`money.methods.${method}`)} title={t(`money.methods.${method}`)} foot={foot}>
      {holds.length > 0 && <SourceChoice {...source} />}
      <EntryPad
        {...{ name: t('money.amount'), entry, otherwise: formatMoney(most), testId: 'tendered' }}
        {...{ onSign: type, onBack: back, onClear: () => setEntry('') }}
      >
        {hold ? <HoldChoice {...source} /> : <p className={styles['hint']}>{t('money.split')}</p>}
        {method === 'card' && <BalancePart />}
      </EntryPad>
    </Panel>
  )
}

/** What it can be taken of, and the most that can. */
function useSource(method: Method) {
  const left = useCashier(({ sale }) => sale?.left ?? ZERO)
  const all = useCashier((view) => view.holds)
  const [chosen, setChosen] = useState<string | null>(null)
  const holds = method === 'card' ? all.filter(({ is }) => is === 'open').toReversed() : []
  const hold = holds.find(({ attempt }) => attempt === chosen) ?? null
  const most = hold && hold.amount < left ? hold.amount : left
  return { left, most, holds, hold, setHold: (next: HoldView | null) => setChosen(next?.attempt ?? null) }
}

interface TakeParts {
  readonly method: Method
  readonly amount: Money
  readonly left: Money
  readonly most: Money
  readonly hold: HoldView | null
}

function TakeWords({ method, amount, left, most, hold }: TakeParts) {
  const { t } = useTranslation()
  if (amount > left) return t('money.tooMuch')
  if (amount > most) return t('holds.tooMuch')
  const sum = { amount: formatMoney(amount) }
  return hold ? t('holds.take', sum) : t(`money.take.${method}`, sum)
}
