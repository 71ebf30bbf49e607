import type { ReactNode } from 'react'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import styles from '../../parts/Report.module.css'

/** What main says is amiss, in this page's language. */
export function Amiss({ said }: { readonly said: { readonly zh: string; readonly en: string } }) {
  const language = useCashier((view) => view.language)
  return (
    <div className={styles['amiss']} role="alert">
      <Mark sign="!" tone="attention" />
      <p>{language === 'en' ? said.en : said.zh}</p>
    </div>
  )
}

/** How far something has come, in words and as a bar. */
export function Underway({ percent, children }: { readonly percent: number; readonly children: ReactNode }) {
  return (
    <div className={styles['underway']}>
      <span role="status">{children}</span>
      <progress className={styles['bar']} value={percent} max={100} />
    </div>
  )
}
