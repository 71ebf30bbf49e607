import type { RecordsView } from '#contract/records-view'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../parts/Facts.tsx'
import { shopTime } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import { Amiss, Underway } from './Said.tsx'
import styles from '../../parts/Report.module.css'

interface BackupParts {
  readonly backup: RecordsView['backup']
  readonly isLate: boolean
}

/** The newest backup, where it lies, and why there is no newer one. */
export function BackupPart({ backup, isLate }: BackupParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { setUp, folder, everyHours, newest, running, failed } = backup
  const made = newest && t('records.made', { time: shopTime(newest.atMs, timeZone), seq: newest.seq })
  return (
    <section className={styles['part']}>
      <h3>{t('records.backup')}</h3>
      {setUp ? (
        <Facts
          facts={[
            { name: t('records.newest'), value: made ?? t('records.none') },
            { name: t('records.folder'), value: newest ? `${folder} · ${newest.name}` : folder },
            { name: t('records.rhythm'), value: t('records.every', { hours: everyHours }) },
          ]}
        />
      ) : (
        !failed && <p className={styles['note']}>{t('records.notSetUp')}</p>
      )}
      {running !== null && <Underway percent={running}>{t('records.backingUp', { percent: running })}</Underway>}
      {failed && running === null && <Amiss said={failed} />}
      {isLate && !failed && running === null && <p className={styles['amiss']}>{t('records.lateNext')}</p>}
    </section>
  )
}
