import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './Training.module.css'

const PAYERS = ['alipay', 'wechat', 'unionpay', 'yuan', 'asked', 'poor', 'refused', 'expired'] as const
const ACTS = ['shows', 'pays', 'enters-password', 'refuses'] as const

/** The customer's telephone: shows a payment code to the scanner, pays ours, answers its wallet. */
export function PayerPart() {
  const { t } = useTranslation()
  const payer = useCashier(({ bench }) => bench?.payer)
  const manager = useCashier(({ operator }) => operator?.role === 'manager')
  if (!payer) return null
  return (
    <section className={styles['phone']} aria-label={t('scans.payer.title')}>
      <strong>{t('scans.payer.title')}</strong>
      <Choice
        label={t('scans.payer.who')}
        value={payer.customer}
        options={PAYERS.map((value) => ({ value, text: t(`scans.payer.names.${value}`) }))}
        onChoose={(customer) => void orTell(station.training.setPayer({ customer }))}
      />
      <span className={styles['hands']}>
        {ACTS.map((does) => (
          <Button key={does} onPress={() => void orTell(station.training.payer({ does }))}>
            {t(`scans.payer.acts.${does}`)}
          </Button>
        ))}
        {manager && (
          <Button onPress={() => void orTell(station.training.statement({}))}>{t('scans.payer.statement')}</Button>
        )}
      </span>
    </section>
  )
}
