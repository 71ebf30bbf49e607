import { formatMoney, type Money } from '#domain/money'
import type { Difference } from '#domain/reconciling'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { classes } from '../../parts/classes.ts'
import row from '../../parts/Row.module.css'
import { orTell } from '../../parts/told.ts'
import { station } from '../../station.ts'
import styles from './Statements.module.css'

const shown = (amount: Money | null): string => (amount === null ? '–' : formatMoney(amount))

interface Answer {
  readonly says: 'paid' | 'not-paid' | 'open' | 'not-found' | 'nothing'
  readonly why: string | null
  readonly settling: boolean
}

/** One thing that differs, and the question about it. */
export function DifferenceRow({ difference }: { readonly difference: Difference }) {
  const { t } = useTranslation()
  const { is, kind, line, order, logNo, receipt, here, there, ask } = difference
  const [said, setSaid] = useState<Answer | null>(null)
  const [asking, setAsking] = useState(false)
  const askNow = (asked: NonNullable<Difference['ask']>) => {
    setAsking(true)
    void orTell(station.statements.ask(asked)).then((answer) => {
      setAsking(false)
      if (answer) setSaid(answer)
    })
  }
  const numbers = [
    ...(receipt === null ? [] : [receipt]),
    ...(logNo === null ? [] : [t('statements.log', { number: logNo })]),
    ...(order === null ? [] : [t('statements.order', { number: order })]),
    ...(line === null ? [] : [t('statements.line', { line })]),
  ]
  return (
    <li className={classes(row['row'], styles['difference'])} data-is={is}>
      <span className={styles['what']}>
        {t(`statements.kind.${kind}`)} · {t(`statements.is.${is}`)}
        <small>{numbers.join(' · ')}</small>
        {said && (
          <span role="status">
            {t(`statements.says.${said.says}`, { why: said.why ?? '' })}
            {said.settling && ` ${t('statements.settling')}`}
          </span>
        )}
      </span>
      <span className={styles['amounts']}>
        <small>{t('statements.here')}</small> {shown(here)}
        <small>{t('statements.there')}</small> {shown(there)}
      </span>
      {ask && (
        <Button isDisabled={asking} onPress={() => askNow(ask)}>
          {t(asking ? 'statements.asking' : 'statements.ask')}
        </Button>
      )}
    </li>
  )
}
