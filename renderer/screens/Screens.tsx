import { useTranslation } from 'react-i18next'
import { useView } from '../station.ts'
import { CustomerScreen } from './customer/CustomerScreen.tsx'
import { FirstRun } from './enter/FirstRun.tsx'
import styles from './Screens.module.css'
import { SellScreen } from './sell/SellScreen.tsx'
import { Stopped } from './Stopped.tsx'
import { TrainingBand } from './training/TrainingBand.tsx'

/** What this window shows: main says whose window it is and how far the station has come. */
export function Screens() {
  const { t } = useTranslation()
  const view = useView()
  if (view === null) return <p className={styles['connecting']}>{t('connecting')}</p>
  if (view.role === 'customer') return <CustomerScreen view={view} />
  return (
    <div className={styles['window']}>
      {view.profile === 'training' && <TrainingBand />}
      {view.stage === 'first-run' && <FirstRun />}
      {view.stage === 'selling' && <SellScreen />}
      {view.stage === 'stopped' && <Stopped />}
    </div>
  )
}
