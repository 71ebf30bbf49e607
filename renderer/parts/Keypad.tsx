import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'
import styles from './Keypad.module.css'

interface KeypadParts {
  readonly onSign: (sign: string) => void
  readonly onBack: () => void
  readonly onClear: () => void
  /** Left out where the panel has its own button for the next step. */
  readonly onEnter?: () => void
  /** What stands beside the nought: a point for amounts, nothing for secrets. */
  readonly beside?: '.' | '00'
}

const ROWS = ['789', '456', '123'] as const

/** The number pad, for fingers. What it writes to is its owner's. */
export function Keypad({ onSign, onBack, onClear, onEnter, beside }: KeypadParts) {
  const { t } = useTranslation()
  const clear = (
    <Button className={styles['word']} onPress={onClear}>
      {t('pad.clear')}
    </Button>
  )
  const back = (width: 'word' | 'wide' | 'widest') => (
    <Button className={styles[width]} onPress={onBack}>
      {t('pad.back')}
    </Button>
  )
  return (
    <div className={styles['pad']}>
      {ROWS.flatMap((row) => Array.from(row)).map((digit) => (
        <Button key={digit} className={styles['digit']} onPress={() => onSign(digit)}>
          {digit}
        </Button>
      ))}
      {beside === undefined && clear}
      <Button className={styles['digit']} onPress={() => onSign('0')}>
        0
      </Button>
      {beside === undefined ? (
        back('word')
      ) : (
        <>
          <Button className={styles['digit']} onPress={() => onSign(beside)}>
            {beside}
          </Button>
          {clear}
          {back(onEnter ? 'wide' : 'widest')}
        </>
      )}
      {onEnter && (
        <Button className={styles['word']} onPress={onEnter}>
          {t('pad.enter')}
        </Button>
      )}
    </div>
  )
}
