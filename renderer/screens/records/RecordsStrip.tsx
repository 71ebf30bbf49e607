import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import { open } from '../sell/desk.ts'
import styles from './RecordsStrip.module.css'

/** What a manager is told unasked of the records and backups; a cashier hears only that a manager should look. */
export function RecordsStrip() {
  const { t } = useTranslation()
  const alarm = useCashier(({ records }) => records?.alarms[0])
  const callManager = useCashier(({ records, recordsFaulty }) => recordsFaulty && records === null)
  if (alarm === undefined && !callManager) return null
  return (
    <section className={styles['strip']} aria-label={t('records.title')} role="status">
      <Mark sign="!" tone="attention" />
      <strong className={styles['words']}>
        {alarm === undefined ? t('records.callManager') : t(`records.alarms.${alarm}`)}
      </strong>
      {alarm !== undefined && <Button onPress={() => open('records')}>{t('records.open')}</Button>}
    </section>
  )
}
