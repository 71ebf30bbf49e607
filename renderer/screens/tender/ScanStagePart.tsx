import { formatMoney, type Money } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Countdown } from '../../parts/Countdown.tsx'
import { QrCode } from '../../parts/QrCode.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './ScanStagePart.module.css'

/** A customer who pays by scan: their code is waited for, or ours is shown while it is good. */
export function ScanStagePart({ amount }: { readonly amount: Money }) {
  const { t } = useTranslation()
  const stage = useCashier(({ scanStage }) => scanStage)
  if (stage === null || stage.is === 'paying') return null
  if (stage.is === 'code') {
    return <Button onPress={() => void orTell(station.payments.showOurs({}))}>{t('scans.showOurs')}</Button>
  }
  return (
    <div className={styles['ours']}>
      <QrCode content={stage.text} className={styles['code']} label={t('scans.qr')} />
      <span className={styles['due']}>
        <strong>
          {t('currency')}
          {formatMoney(amount)}
        </strong>
        <span>
          {t('scans.left')} <Countdown key={stage.text} leftMs={stage.leftMs} />
        </span>
      </span>
    </div>
  )
}
