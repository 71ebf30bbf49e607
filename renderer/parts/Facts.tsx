import type { ReactNode } from 'react'
import styles from './Facts.module.css'

export interface Fact {
  readonly name: string
  readonly value: ReactNode
  /** The figure the panel is about. */
  readonly large?: boolean
  /** Where two have one name. */
  readonly key?: string
}

/** Names and values in two columns. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map(({ name, value, large, key }) => (
        <div key={key ?? name} className={styles['fact']}>
          <dt className={styles['name']}>{name}</dt>
          <dd className={large ? styles['large'] : styles['value']}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
