import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'
import { open } from '../sell/desk.ts'

/** What a manager is told unasked of the station's look at itself. */
export function IntegrityStrip() {
  const { t } = useTranslation()
  const amiss = useCashier(({ integrity }) => integrity?.findings.some(({ note }) => !note) ?? false)
  if (!amiss) return null
  return (
    <section className={styles['strip']} aria-label={t('integrity.title')} role="status">
      <Mark sign="!" tone="attention" />
      <strong className={styles['words']}>{t('integrity.strip')}</strong>
      <Button onPress={() => open('integrity')}>{t('integrity.open')}</Button>
    </section>
  )
}
