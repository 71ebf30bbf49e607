import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'
import { open } from '../sell/desk.ts'

/** That one of the own secrets will soon have to be changed: better now than with a queue at the till. */
export function SecretsStrip() {
  const { t } = useTranslation()
  const kind = useCashier((view) => soonest(view)?.kind)
  const days = useCashier((view) => soonest(view)?.daysLeft ?? 0)
  if (kind === undefined) return null
  return (
    <section className={styles['strip']} aria-label={t('secrets.title')} role="status">
      <Mark sign="!" tone="attention" />
      <strong className={styles['words']}>{t('secrets.warning', { kind: t(`secrets.kinds.${kind}`), days })}</strong>
      <Button onPress={() => open('secrets')}>{t('secrets.edit')}</Button>
    </section>
  )
}

function soonest({ people, operator }: Parameters<Parameters<typeof useCashier>[0]>[0]) {
  const own = people.find(({ number }) => number === operator?.number)?.secrets ?? []
  return own.filter(({ warns }) => warns).toSorted((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0))[0]
}
