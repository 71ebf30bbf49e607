import styles from './Lamp.module.css'

/** Full is well, hollow is not in use, a square needs a person: a shape as well as a colour. */
export type LampShape = 'good' | 'unused' | 'needs'

interface LampParts {
  readonly shape: LampShape
  readonly size?: 'large'
}

/** What it means stands beside it in words, so it is not read aloud. */
export function Lamp({ shape, size }: LampParts) {
  return <span className={styles['lamp']} data-shape={shape} data-size={size} aria-hidden="true" />
}
