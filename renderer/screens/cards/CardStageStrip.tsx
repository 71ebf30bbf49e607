import { useTranslation } from 'react-i18next'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'

/** What the reader asks of the customer while no tender’s own panel says it: where money goes back onto a card. */
export function CardStageStrip() {
  const { t } = useTranslation()
  const stage = useCashier(({ cardStage, sale }) => (sale?.tendering === true ? null : cardStage))
  if (stage === null) return null
  return (
    <section className={styles['strip']} aria-label={t('cards.title')} role="status">
      <Mark sign="…" tone="accent" />
      <span className={styles['words']}>
        <strong>{t(`cards.stages.${stage}.title`)}</strong> {t(`cards.stages.${stage}.note`)}
      </span>
    </section>
  )
}
