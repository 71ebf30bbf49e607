import { useTranslation } from 'react-i18next'
import styles from './Screens.module.css'

/** The journal can not be written: a till that forgets must not sell. */
export function Stopped() {
  const { t } = useTranslation()
  return (
    <main className={styles['stopped']} role="alert">
      <h1>✕ {t('stopped.title')}</h1>
      <p>{t('stopped.what')}</p>
      <p>{t('stopped.next')}</p>
    </main>
  )
}
