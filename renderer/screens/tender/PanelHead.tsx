import type { ReactNode } from 'react'
import { Mark } from '../../parts/Mark.tsx'
import styles from './PanelHead.module.css'

/** What a panel is about: its sign, what happened, and what is to be done. */
export interface Said {
  readonly sign: string
  readonly tone: 'accent' | 'attention' | 'danger'
  readonly title: string
  readonly note?: string
  readonly next?: string
}

export function PanelHead({ sign, tone, title, note, next, children }: Said & { readonly children?: ReactNode }) {
  return (
    <div className={styles['head']} role="status">
      <Mark sign={sign} tone={tone} size="large" />
      <div className={styles['words']}>
        <strong>{title}</strong>
        {note !== undefined && <span className={styles['note']}>{note}</span>}
        {next !== undefined && <span>{next}</span>}
      </div>
      {children}
    </div>
  )
}
