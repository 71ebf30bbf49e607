import type { LockView, PersonView } from '#contract/view'
import { useTranslation } from 'react-i18next'
import { clockOf, useLeftMs } from '../../parts/lock.ts'
import { useCashier } from '../../station.ts'
import styles from './VoidDrawer.module.css'

type Kind = 'login' | 'void'

const lockIn = (people: readonly PersonView[], number: string, kind: Kind): LockView | null | undefined =>
  people.find((each) => each.number === number)?.[kind]

/** Whether main would refuse this person's secret unheard. */
export function useIsLocked(number: string, kind: Kind): boolean {
  const leftMs = useLeftMs(({ people }) => lockIn(people, number, kind))
  const is = useCashier(({ people }) => lockIn(people, number, kind)?.is)
  return is === 'shut' || leftMs > 0
}

/** How many tries are left, or for how long there are none, or who has to help. */
export function TriesLeft({ number, kind }: { readonly number: string; readonly kind: Kind }) {
  const { t } = useTranslation()
  const leftMs = useLeftMs(({ people }) => lockIn(people, number, kind))
  const person = useCashier(({ people }) => people.find((each) => each.number === number))
  const lock = person?.[kind]
  if (!person || !lock) return null
  const shut = lock.is === 'shut'
  const words = shut
    ? t('approve.shut')
    : leftMs > 0
      ? t('approve.locked', { time: clockOf(leftMs) })
      : t(`approve.tries.${kind}`, { who: `${person.number} ${person.name}`, count: lock.triesLeft })
  return <p className={shut || leftMs > 0 ? styles['locked'] : styles['note']}>{words}</p>
}
