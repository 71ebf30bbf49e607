import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { closing } from '../../parts/told.ts'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'
import { open } from '../sell/desk.ts'
import { dueOf } from './said.ts'

/**
 * That head office limits this station, that something is to be read before the next sale; a manager is told besides
 * that something was not taken.
 */
export function NoticesStrip() {
  const { t } = useTranslation()
  const standing = useCashier((view) => view.postings.station)
  const due = useCashier((view) => dueOf(view.postings.notices).length > 0)
  const refused = useCashier(({ postings }) => (postings.state?.refused.length ?? 0) > 0)
  if (standing === 'open' && !due && !refused) return null
  const read = closing(() => open('must-read'))
  const words = standing === 'open' ? t(due ? 'notices.strip' : 'postings.refusedStrip') : t(`station.${standing}`)
  return (
    <section className={styles['strip']} aria-label={t('notices.title')} role="status">
      <Mark sign="!" tone="attention" />
      <strong className={styles['words']}>{words}</strong>
      {due && standing !== 'closed' && <Button onPress={read}>{t('notices.open')}</Button>}
      {!due && refused && <Button onPress={() => open('office')}>{t('postings.open')}</Button>}
    </section>
  )
}
