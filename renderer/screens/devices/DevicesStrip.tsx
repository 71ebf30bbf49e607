import { useTranslation } from 'react-i18next'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'

/** A device that was chosen and does not work: who sells hears what to do. */
export function DevicesStrip() {
  const { t } = useTranslation()
  const amiss = useCashier(({ lamps }) => lamps.devices.find(({ state }) => state !== 'ready'))
  if (!amiss) return null
  const { role, state } = amiss
  const words = {
    ...{ role: t(`devices.roles.${role}`), state: t(`devices.states.${state}`), next: t(`devices.next.${state}`) },
  }
  return (
    <section className={styles['strip']} aria-label={t('devices.title')} role="status">
      <Mark sign="!" tone="attention" />
      <span className={styles['words']}>{t('devices.strip', words)}</span>
    </section>
  )
}
