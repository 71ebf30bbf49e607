import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../../parts/classes.ts'
import { Keypad } from '../../parts/Keypad.tsx'
import { useCashier } from '../../station.ts'
import { enterQuantity } from './acts.ts'
import { markedLine, setDesk, typeDigit, UNASKED, useDesk } from './desk.ts'
import styles from './QuantityPad.module.css'

/** The number pad beside the goods: a quantity for the marked line, or for the goods picked next. */
export function QuantityPad() {
  const { t } = useTranslation()
  const entry = useDesk((desk) => desk.entry)
  const asks = useDesk((desk) => desk.asksQuantity)
  const marked = useDesk((desk) => desk.marked)
  const weighing = useDesk((desk) => desk.weighing)
  const line = useCashier(({ sale }) => {
    const { name, unit } = markedLine(sale, marked) ?? {}
    return { name, unit }
  })
  const name = weighing?.name ?? line.name
  const grams = weighing !== null || line.unit === 'kg'
  const shown = asks || entry !== ''
  const words = grams ? 'sell.weightFor' : 'sell.quantityFor'
  return (
    <aside className={classes(styles['pad'], shown && styles['asked'])} aria-label={t('keys.quantity')}>
      <output className={classes(styles['display'], asks && styles['awaiting'])} data-testid="quantity">
        {entry === '' ? (
          <span className={styles['hint']}>{t(weighing ? 'sell.weightHint' : 'sell.quantityHint')}</span>
        ) : grams ? (
          `${entry} g`
        ) : (
          `× ${entry}`
        )}
      </output>
      <p className={styles['about']}>
        {shown && name !== undefined ? t(words, { name }) : shown ? t('sell.otherWay') : ''}
      </p>
      <Pad />
    </aside>
  )
}

const now = () => useDesk.getState().entry

/** Sixteen buttons that never change: drawn once, however fast goods are scanned. */
const Pad = memo(function Pad() {
  return (
    <Keypad
      beside="00"
      onSign={(sign) => setDesk({ entry: typeDigit(now(), sign) })}
      onBack={() => setDesk({ entry: now().slice(0, -1) })}
      onClear={() => setDesk(UNASKED)}
      onEnter={() => void enterQuantity()}
    />
  )
})
