import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shopTimeOfDay } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import styles from './VoidDrawer.module.css'

const LOOK_AGAIN_MS = 500

/** Whether main would refuse this manager's password unheard; asked of the clock, since a lock ends by itself. */
export function useIsLocked(manager: string): boolean {
  const untilMs = useCashier(({ managers }) => managers.find(({ number }) => number === manager)?.lockedUntilMs ?? 0)
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const looking = setInterval(() => setNowMs(Date.now()), LOOK_AGAIN_MS)
    return () => clearInterval(looking)
  }, [])
  return untilMs > nowMs
}

/** How many tries are left, or until when there are none. */
export function TriesLeft({ manager, locked }: { readonly manager: string; readonly locked: boolean }) {
  const { t } = useTranslation()
  const person = useCashier(({ managers }) => managers.find(({ number }) => number === manager))
  const timeZone = useCashier((view) => view.timeZone)
  if (!person) return null
  return (
    <p className={locked ? styles['locked'] : styles['note']}>
      {locked
        ? t('approve.locked', { time: shopTimeOfDay(person.lockedUntilMs, timeZone) })
        : t('approve.tries', { manager: `${person.number} ${person.name}`, count: person.triesLeft })}
    </p>
  )
}
