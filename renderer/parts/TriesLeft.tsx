import { useTranslation } from 'react-i18next'
import { clockOf, lockIn, type Lock } from './lock.ts'
import styles from './TriesLeft.module.css'

/** How many tries are left, or for how long there are none, or who has to help. */
export function TriesLeft({ kind, person, leftMs, locked }: Lock) {
  const { t } = useTranslation()
  const lock = lockIn(person, kind)
  if (!person || !lock) return null
  const words = () => {
    if (lock.is === 'shut') return t('approve.shut')
    if (leftMs > 0) return t(lock.is === 'alone' ? 'approve.alone' : 'approve.locked', { time: clockOf(leftMs) })
    return t(`approve.tries.${kind}`, { who: `${person.number} ${person.name}`, count: lock.triesLeft })
  }
  return <p className={locked ? styles['locked'] : styles['note']}>{words()}</p>
}
