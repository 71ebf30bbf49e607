import type { PersonView, SecretStanding } from '#contract/people-view'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { clockOf, lockIn, useLock, type Lock } from '../../parts/lock.ts'

export interface InWords {
  readonly text: string
  /** Something has to be done about it. */
  readonly amiss: boolean
}

/** How a secret stands, in words: locked before anything else, then what has to be done, then its age. */
export function useStanding(person: PersonView, kind: Lock['kind']): InWords {
  const { t } = useTranslation()
  const { leftMs } = useLock(person.number, kind)
  const standing = person.secrets.find((each) => each.kind === kind)
  if (lockIn(person, kind)?.is === 'shut') return { text: t('secrets.shut'), amiss: true }
  if (leftMs > 0) return { text: t('secrets.waits', { time: clockOf(leftMs) }), amiss: true }
  if (kind === 'totp') return { text: t(person.hasTotp ? 'secrets.inUse' : 'secrets.unset'), amiss: false }
  if (!standing || standing.is === 'unset') return { text: t('secrets.unset'), amiss: false }
  if (standing.is === 'revoked') return { text: t('secrets.revoked'), amiss: true }
  if (standing.mustChange) return { text: t('secrets.mustChange'), amiss: true }
  return { text: [ageOf(standing, t), endOf(standing, t)].filter(Boolean).join(' · '), amiss: standing.warns }
}

type T = TFunction

function ageOf({ ageDays }: SecretStanding, t: T): string {
  if (ageDays === null) return t('secrets.set')
  return ageDays === 0 ? t('secrets.today') : t('secrets.age', { days: ageDays })
}

const endOf = ({ daysLeft, warns }: SecretStanding, t: T): string =>
  daysLeft === null || !warns ? '' : t('secrets.daysLeft', { days: daysLeft })
