import type { ReactNode } from 'react'
import styles from './Panel.module.css'

interface PanelParts {
  readonly label: string
  readonly title?: ReactNode
  readonly children: ReactNode
  /** Its buttons: the way back, and the next step. */
  readonly foot?: ReactNode
}

/** Taking money, over the list of goods; the total stays in sight below. */
export function Panel({ label, title, children, foot }: PanelParts) {
  return (
    <section className={styles['panel']} aria-label={label}>
      {title !== undefined && <h2 className={styles['title']}>{title}</h2>}
      {children}
      {foot !== undefined && <div className={styles['foot']}>{foot}</div>}
    </section>
  )
}
