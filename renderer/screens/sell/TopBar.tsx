import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Lamp, type LampShape } from '../../parts/Lamp.tsx'
import { shopClock } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import styles from './TopBar.module.css'

type LampState = 'ready' | 'absent' | 'paper-out' | 'cover-open' | 'cutter' | 'fault' | 'none' | 'away' | 'attention'
const SHAPE: Readonly<Record<LampState, LampShape>> = {
  ready: 'good',
  none: 'unused',
  absent: 'needs',
  'paper-out': 'needs',
  'cover-open': 'needs',
  cutter: 'needs',
  fault: 'needs',
  away: 'needs',
  attention: 'needs',
}

/** Where and who: shop, station, operator; and how the devices are. */
export function TopBar() {
  const { t } = useTranslation()
  const shop = useCashier((view) => view.shop)
  const number = useCashier((view) => view.station)
  const operator = useCashier((view) => view.operator)
  const lamps = useCashier((view) => view.lamps)
  return (
    <header className={styles['bar']}>
      <strong className={styles['shop']}>{shop}</strong>
      <span className={styles['station']}>{t('bar.station', { station: number })}</span>
      <span className={styles['space']} />
      <NamedLamp name={t('bar.scanner')} state={lamps.scanner} />
      <NamedLamp name={t('bar.printer')} state={lamps.printer} />
      <NamedLamp name={t('bar.headOffice')} state={lamps.headOffice} />
      {operator && (
        <span className={styles['operator']}>
          {operator.number} {operator.name}
          <span className={styles['role']}>{t(`roles.${operator.role}`)}</span>
        </span>
      )}
      <Clock />
    </header>
  )
}

function NamedLamp({ name, state }: { readonly name: string; readonly state: LampState }) {
  const { t } = useTranslation()
  const says = t(`bar.${state}`)
  const quiet = state === 'ready' || state === 'none'
  return (
    <span className={styles['lamp']} title={`${name}:${says}`} role="status" aria-label={`${name}: ${says}`}>
      <Lamp shape={SHAPE[state]} />
      {name}
      {!quiet && <strong className={styles['trouble']}>{says}</strong>}
    </span>
  )
}

const TICK_MS = 1_000

function Clock() {
  const timeZone = useCashier((view) => view.timeZone)
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const ticking = setInterval(() => setNowMs(Date.now()), TICK_MS)
    return () => clearInterval(ticking)
  }, [])
  return <time className={styles['clock']}>{shopClock(nowMs, timeZone)}</time>
}
