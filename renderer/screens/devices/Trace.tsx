import type { DevicesView } from '#contract/devices'
import { useTranslation } from 'react-i18next'
import { shopTimeOfDay } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import styles from './Devices.module.css'

/** What went over the lines, newest first, for who looks for a fault. */
export function Trace({ trace }: { readonly trace: DevicesView['trace'] }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  if (trace.length === 0) return null
  return (
    <details className={styles['trace']}>
      <summary>{t('devices.trace')}</summary>
      <ol>
        {[...trace].reverse().map(({ atMs, role, text }, at) => (
          <li key={trace.length - at}>
            <span>{shopTimeOfDay(atMs, timeZone)}</span> <span>{t(`devices.roles.${role}`)}</span> <code>{text}</code>
          </li>
        ))}
      </ol>
    </details>
  )
}
