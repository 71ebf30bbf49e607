import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { closing } from '../../parts/told.ts'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'
import { open } from '../sell/desk.ts'
import { dueOf } from './said.ts'

/** That head office limits this station, or that something is to be read before the next sale. */
export function NoticesStrip() {
  const { t } = useTranslation()
  const standing = useCashier((view) => view.postings.station)
  const due = useCashier((view) => dueOf(view.postings.notices).length > 0)
  if (standing === 'open' && !due) return null
  const read = closing(() => open('must-read'))
  const words = standing === 'open' ? t('notices.strip') : t(`station.${standing}`)
  return (
    <section className={styles['strip']} aria-label={t('notices.title')} role="status">
      <Mark sign="!" tone="attention" />
      <strong className={styles['words']}>{words}</strong>
      {due && standing !== 'closed' && <Button onPress={read}>{t('notices.open')}</Button>}
    </section>
  )
}
