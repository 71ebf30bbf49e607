import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { hoursOf, useLeft } from '../../parts/left.ts'
import { Mark } from '../../parts/Mark.tsx'
import { shopTime } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'
import { open } from '../sell/desk.ts'

/** That a code is asked for, with what is left of the grace; or that the acquirer does not know this terminal. */
export function ActivationStrip() {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { is, why, untilMs, unregistered, here } = useCashier((view) => view.activation)
  const leftMs = useLeft(({ activation }) => (activation.is === 'grace' ? (activation.leftMs ?? 0) : 0))
  const asked = is === 'grace' || is === 'lapsed'
  if (!asked && unregistered === null) return null
  const words = () => {
    if (is === 'lapsed') return t('activation.strip.lapsed')
    if (is !== 'grace') return t('activation.strip.unregistered', { code: unregistered ?? '' })
    return t('activation.strip.grace', { time: shopTime(untilMs ?? 0, timeZone).slice(0, 16), left: hoursOf(leftMs) })
  }
  return (
    <section className={styles['strip']} aria-label={t('activation.title')} role="status">
      <Mark sign="!" tone="attention" />
      <span className={styles['words']}>
        {asked && why && <strong>{t(`activation.why.${why}`)} </strong>}
        {words()}
        {asked && !here && ` ${t('activation.strip.callManager')}`}
      </span>
      {asked && here && <Button onPress={() => open('activation')}>{t('activation.open')}</Button>}
    </section>
  )
}
