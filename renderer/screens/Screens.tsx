import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useShown } from '../station.ts'
import { CustomerScreen } from './customer/CustomerScreen.tsx'
import { FirstRun } from './enter/FirstRun.tsx'
import { Service } from './enter/Service.tsx'
import { SignIn } from './enter/SignIn.tsx'
import styles from './Screens.module.css'
import { SellScreen } from './sell/SellScreen.tsx'
import { Stopped } from './Stopped.tsx'
import { TrainingBand } from './training/TrainingBand.tsx'

/** What this window shows: main says whose window it is and how far the station has come. */
export function Screens() {
  const { t } = useTranslation()
  const role = useShown((view) => view?.role)
  if (role === undefined) return <p className={styles['connecting']}>{t('connecting')}</p>
  return role === 'customer' ? <CustomerScreen /> : <CashierScreens />
}

/** Drawn again only when the station is somewhere else; what happens in a sale is its own screen's business. */
const CashierScreens = memo(function CashierScreens() {
  const stage = useShown((view) => view?.stage)
  const training = useShown((view) => view?.profile === 'training')
  return (
    <div className={styles['window']}>
      {training && <TrainingBand />}
      {stage === 'first-run' && <FirstRun />}
      {(stage === 'sign-in' || stage === 'locked') && <SignIn />}
      {stage === 'service' && <Service />}
      {stage === 'selling' && <SellScreen />}
      {stage === 'stopped' && <Stopped />}
    </div>
  )
})
