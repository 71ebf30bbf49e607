import type { HoldView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { useHoldNames } from './hold-words.ts'
import styles from './Holds.module.css'

interface HoldChoiceParts {
  readonly holds: readonly HoldView[]
  /** Null: by the card itself. */
  readonly chosen: HoldView | null
  readonly onChoose: (hold: HoldView | null) => void
}

/** By the card in the customer's hand, or by what is held of one. */
export function SourceChoice({ holds, chosen, onChoose }: HoldChoiceParts) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('holds.by')}
      value={chosen === null ? 'card' : 'hold'}
      options={[
        { value: 'card', text: t('holds.card') },
        { value: 'hold', text: t('holds.use', { count: holds.length }) },
      ]}
      onChoose={(by) => onChoose(by === 'card' ? null : (chosen ?? holds[0] ?? null))}
    />
  )
}

/** Which of them, newest first. */
export function HoldChoice({ holds, chosen, onChoose }: HoldChoiceParts) {
  const { t } = useTranslation()
  const namesOf = useHoldNames()
  return (
    <div className={styles['picks']} role="group" aria-label={t('holds.pick')}>
      {holds.map((hold) => {
        const { name, card } = namesOf(hold)
        return (
          <Button
            key={hold.attempt}
            className={styles['pick']}
            pressed={hold.attempt === chosen?.attempt}
            onPress={() => onChoose(hold)}
          >
            <span className={styles['what']}>
              {name}
              {card !== '' && <small>{card}</small>}
            </span>
            <span className={styles['sum']}>{formatMoney(hold.amount)}</span>
          </Button>
        )
      })}
    </div>
  )
}
