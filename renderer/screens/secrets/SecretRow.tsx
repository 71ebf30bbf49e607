import type { PersonView } from '#contract/people-view'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../../parts/classes.ts'
import type { Lock } from '../../parts/lock.ts'
import row from '../../parts/Row.module.css'
import styles from './Secrets.module.css'
import { useStanding } from './standing.ts'

interface SecretRowParts {
  readonly person: PersonView
  readonly kind: Lock['kind']
  /** What can be done about it. */
  readonly children: ReactNode
}

/** One secret of somebody, and how it stands. */
export function SecretRow({ person, kind, children }: SecretRowParts) {
  const { t } = useTranslation()
  const { text, amiss } = useStanding(person, kind)
  return (
    <li className={classes(row['row'], styles['row'])} data-secret={kind}>
      <span>
        {t(`secrets.kinds.${kind}`)}
        <small className={classes(amiss && row['amiss'])}>{text}</small>
      </span>
      <span className={row['acts']}>{children}</span>
    </li>
  )
}
