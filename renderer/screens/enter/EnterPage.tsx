import type { ReactNode } from 'react'
import { classes } from '../../parts/classes.ts'
import { AppearanceChoice } from '../more/AppearanceChoice.tsx'
import styles from './EnterPage.module.css'

interface EnterPageParts {
  readonly title: string
  /** Its measures: `--page-width`, `--page-gap`, `--page-padding`. */
  readonly className: string | undefined
  readonly children: ReactNode
}

/** A screen outside selling: its title, how it looks and speaks, and what is asked. */
export function EnterPage({ title, className, children }: EnterPageParts) {
  return (
    <main className={classes(styles['page'], className)}>
      <div className={styles['head']}>
        <h1>{title}</h1>
        <AppearanceChoice />
      </div>
      {children}
    </main>
  )
}
