import type { ReactNode } from 'react'
import styles from './EntryPad.module.css'
import { Keypad } from './Keypad.tsx'

interface EntryPadParts {
  /** What is being typed, in words. */
  readonly name: string
  readonly entry: string
  /** Shown greyed while nothing is typed: what Enter would take. */
  readonly otherwise: string
  readonly testId: string
  readonly onSign: (sign: string) => void
  readonly onBack: () => void
  readonly onClear: () => void
  readonly children: ReactNode
}

/** An amount being typed, what follows from it below, and the number pad beside. */
export function EntryPad({ name, entry, otherwise, testId, children, ...pad }: EntryPadParts) {
  return (
    <div className={styles['halves']}>
      <div className={styles['left']}>
        <output className={styles['entry']} data-testid={testId}>
          <span className={styles['name']}>{name}</span>
          <span className={entry === '' ? styles['exact'] : styles['typed']}>{entry || otherwise}</span>
        </output>
        {children}
      </div>
      <Keypad beside="." {...pad} />
    </div>
  )
}
