import type { CheckedStatement } from '#contract/statements'
import { formatMoney } from '#domain/money'
import { DIFFERENCES, type DifferenceKind } from '#domain/reconciling'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { shopTime } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import { DifferenceRow } from './DifferenceRow.tsx'
import styles from './Statements.module.css'

/** What a check found: sums beside each other, lines that could not be read, and what differs. */
export function StatementResult({ found }: { readonly found: CheckedStatement }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { from, to, rows, agrees, differing, differences, bad, before, elsewhere } = found
  const others = elsewhere === 0 ? '' : t('statements.elsewhere', { count: elsewhere })
  return (
    <>
      {before !== null && (
        <p className={styles['note']}>{t('statements.before', { time: shopTime(before, timeZone) })}</p>
      )}
      <Facts
        facts={[
          { name: t('statements.days'), value: from === to ? from : `${from} – ${to}` },
          { name: t('statements.title'), value: `${t('statements.rows', { rows, agrees })}${others}` },
        ]}
      />
      <p role="status" className={differing === 0 && bad === 0 ? styles['good'] : styles['bad']}>
        {differing === 0 ? t('statements.allAgree') : t('statements.differing', { count: differing })}
      </p>
      <SumsTable found={found} />
      {bad > 0 && <Faults found={found} />}
      {differences.length > 0 && <Differences found={found} />}
    </>
  )
}

const SUMS = ['paid', 'back', 'fee', 'net'] as const

function SumsTable({ found: { here, there } }: { readonly found: CheckedStatement }) {
  const { t } = useTranslation()
  return (
    <table className={styles['sums']}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('statements.here')}</th>
          <th scope="col">{t('statements.there')}</th>
        </tr>
      </thead>
      <tbody>
        {SUMS.map((what) => (
          <tr key={what} data-differs={here[what] !== there[what]}>
            <th scope="row">{t(`statements.sums.${what}`)}</th>
            <td>
              {formatMoney(here[what])}
              {(what === 'fee' || what === 'net') && <small>{t('statements.estimated')}</small>}
            </td>
            <td>{formatMoney(there[what])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Faults({ found: { bad, faults } }: { readonly found: CheckedStatement }) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  return (
    <section className={styles['faults']}>
      <p>{t('statements.bad', { count: bad })}</p>
      {faults.map(({ zh, en }) => (
        <p key={zh} className={styles['note']}>
          {language === 'en' ? en : zh}
        </p>
      ))}
    </section>
  )
}

function Differences({ found: { differences, differing } }: { readonly found: CheckedStatement }) {
  const { t } = useTranslation()
  const [only, setOnly] = useState<DifferenceKind | 'all'>('all')
  const count = (is: DifferenceKind) => differences.filter((each) => each.is === is).length
  const kinds = DIFFERENCES.filter((is) => count(is) > 0)
  const options = [
    { value: 'all' as const, text: `${t('statements.all')} ${differences.length}` },
    ...kinds.map((is) => ({ value: is, text: `${t(`statements.is.${is}`)} ${count(is)}` })),
  ]
  return (
    <>
      {differing > differences.length && <p>{t('statements.more', { count: differences.length })}</p>}
      {kinds.length > 1 && <Choice label={t('statements.filter')} value={only} options={options} onChoose={setOnly} />}
      <ul className={styles['list']}>
        {differences.map((each, nth) =>
          only === 'all' || only === each.is ? <DifferenceRow key={nth} difference={each} /> : null,
        )}
      </ul>
    </>
  )
}
