import { formatMoney, readMoney, ZERO } from '#domain/money'
import { ASKS, type Act, type Ask, type PolicyRow } from '#domain/policy'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import styles from './PolicyDrawer.module.css'

interface RowsParts {
  readonly act: Act
  readonly floor: readonly Ask[]
  /** Of all acts. */
  readonly rows: readonly PolicyRow[]
  readonly isFixed: boolean
  /** The line something is wrong with. */
  readonly marked: number | null
  readonly onRows: (rows: readonly PolicyRow[]) => void
}

/** The lines of one act: the first holds always, further ones add from an amount or an age of the sale on. */
export function PolicyRows({ act, floor, rows, isFixed, marked, onRows }: RowsParts) {
  const { t } = useTranslation()
  const mine = rows.flatMap((row, line) => (row.act === act ? [{ row, line }] : []))
  const change = (line: number, row: PolicyRow) => onRows(rows.map((each, at) => (at === line ? row : each)))
  const first = mine[0]?.row
  return (
    <section className={styles['act']}>
      <div className={styles['head']}>
        <h3 className={styles['name']}>{t(`policy.acts.${act}`)}</h3>
        {!isFixed && (
          <Button look="quiet" onPress={() => onRows([...rows, added(act, first?.asks ?? floor)])}>
            {t('policy.add')}
          </Button>
        )}
      </div>
      {mine.map(({ row, line }, nth) => (
        <Row
          key={line}
          {...{ row, floor, isFixed, isFirst: nth === 0, isMarked: line === marked }}
          onRow={(next) => change(line, next)}
          onRemove={() => onRows(rows.filter((_, at) => at !== line))}
        />
      ))}
    </section>
  )
}

/** Beside the first: a line that begins where nothing does yet. */
const added = (act: Act, asks: readonly Ask[]): PolicyRow => ({ act, from: ZERO, afterMinutes: 0, asks })

interface RowParts {
  readonly row: PolicyRow
  readonly floor: readonly Ask[]
  readonly isFixed: boolean
  readonly isFirst: boolean
  readonly isMarked: boolean
  readonly onRow: (row: PolicyRow) => void
  readonly onRemove: () => void
}

function Row({ row, floor, isFixed, isFirst, isMarked, onRow, onRemove }: RowParts) {
  const { t } = useTranslation()
  const toggle = (ask: Ask) => {
    const asks = ASKS.filter((each) => (each === ask ? !row.asks.includes(ask) : row.asks.includes(each)))
    onRow({ ...row, asks })
  }
  const offered = ASKS.filter((ask) => ask !== 'refund-code' || row.act === 'refund' || row.act === 'void-paid')
  return (
    <div className={isMarked ? styles['marked'] : styles['row']}>
      {!isFirst && (isFixed ? <FixedFrom row={row} /> : <From row={row} onRow={onRow} onRemove={onRemove} />)}
      <div className={styles['asks']} role="group" aria-label={t(`policy.acts.${row.act}`)}>
        {offered.map((ask) => (
          <Button
            key={ask}
            pressed={row.asks.includes(ask)}
            isDisabled={isFixed || floor.includes(ask)}
            onPress={() => toggle(ask)}
          >
            {t(`policy.asks.${ask}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}

function FixedFrom({ row: { from, afterMinutes } }: Pick<RowParts, 'row'>) {
  const { t } = useTranslation()
  const parts = [
    ...(from === ZERO ? [] : [`${t('policy.from')} ${formatMoney(from)}`]),
    ...(afterMinutes === 0 ? [] : [`${t('policy.after')} ${afterMinutes}`]),
  ]
  return <p className={styles['note']}>{parts.join(' · ')}</p>
}

function From({ row, onRow, onRemove }: Pick<RowParts, 'row' | 'onRow' | 'onRemove'>) {
  const { t } = useTranslation()
  const [from, setFrom] = useState(row.from === ZERO ? '' : formatMoney(row.from))
  return (
    <div className={styles['from']}>
      <Field
        {...{ label: t('policy.from'), value: from, hint: '0.00' }}
        onChange={(text) => {
          setFrom(text)
          onRow({ ...row, from: readMoney(text) ?? ZERO })
        }}
      />
      <Field
        {...{ label: t('policy.after'), digits: true, longest: 6, hint: '0' }}
        value={row.afterMinutes === 0 ? '' : String(row.afterMinutes)}
        onChange={(text) => onRow({ ...row, afterMinutes: Number(text) })}
      />
      <Button look="quiet" onPress={onRemove}>
        {t('policy.remove')}
      </Button>
    </div>
  )
}
