import styles from './Mark.module.css'

interface MarkParts {
  /** One sign: a state has a shape, not only a colour. */
  readonly sign: string
  readonly tone: 'attention' | 'danger' | 'money' | 'accent'
  readonly size?: 'large'
}

/** A sign in a ring. What it means stands beside it in words, so it is not read aloud. */
export function Mark({ sign, tone, size }: MarkParts) {
  return (
    <span className={styles['mark']} data-tone={tone} data-size={size} aria-hidden="true">
      {sign}
    </span>
  )
}
