import type { RecordsView } from '#contract/records-view'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../parts/Facts.tsx'
import { shopTime } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import { Amiss, Underway } from './Said.tsx'
import styles from '../../parts/Report.module.css'

/** The last whole check, the one under way, and what the start went by. */
export function CheckPart({ records }: { readonly records: RecordsView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { start, running, last, brokenOff } = records
  const startTime = shopTime(start.atMs, timeZone)
  const started =
    start.from === 0
      ? t('records.startedAll', { time: startTime, to: start.to })
      : t('records.started', { time: startTime, from: start.from + 1, to: start.to })
  return (
    <section className={styles['part']}>
      <h3>{t('records.journal')}</h3>
      <Facts
        facts={[
          { name: t('records.last'), value: last ? <Last last={last} /> : t('records.never') },
          // With nothing behind the checkpoint, the start had nothing to read.
          ...(start.to > start.from ? [{ name: t('records.start'), value: started }] : []),
        ]}
      />
      {last?.said && <Amiss said={last.said} />}
      {running && (
        <Underway percent={running.percent}>{t(`records.at.${running.at}`, { percent: running.percent })}</Underway>
      )}
      {brokenOff && !running && <Amiss said={brokenOff.said} />}
    </section>
  )
}

function Last({ last }: { readonly last: NonNullable<RecordsView['last']> }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { is, atMs, records, sales } = last
  return (
    <>
      <strong className={styles[is]}>{t(`records.is.${is}`)}</strong>
      <span className={styles['line']}>{t('records.records', { time: shopTime(atMs, timeZone), count: records })}</span>
      {is === 'sound' && (
        <span className={styles['line']}>
          {sales === null ? t('records.noSales') : t('records.sales', { count: sales })}
        </span>
      )}
    </>
  )
}
