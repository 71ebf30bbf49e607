import { formatMoney, type Money } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { declineWords } from '#words/declines'
import { Button } from '../../parts/Button.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './MethodPanel.module.css'

interface Told {
  readonly fen: number | null
  readonly why: string | null
}

/** What the customer's card has, where they want to know before they pay. */
export function BalancePart() {
  const { t } = useTranslation()
  const isTerminal = useCashier(({ cardTerminal }) => cardTerminal)
  const language = useCashier((view) => view.language)
  const [told, setTold] = useState<Told | 'asked' | null>(null)
  if (!isTerminal) return null
  const ask = async () => {
    setTold('asked')
    setTold(await orTell(station.cards.balance({})))
  }
  return (
    <p className={styles['hint']} role="status">
      <Button look="quiet" isDisabled={told === 'asked'} onPress={() => void ask()}>
        {t('cards.balance')}
      </Button>
      {told !== null && told !== 'asked' && <Words told={told} language={language} />}
    </p>
  )
}

function Words({ told: { fen, why }, language }: { readonly told: Told; readonly language: 'zh-CN' | 'en' }) {
  const { t } = useTranslation()
  if (fen !== null) return <strong>{t('cards.has', { amount: formatMoney(fen as Money) })}</strong>
  const { what, next } = declineWords(language, why ?? '')
  return (
    <span>
      {what} {next}
    </span>
  )
}
