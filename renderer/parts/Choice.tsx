import { Button } from './Button.tsx'
import styles from './Choice.module.css'

interface ChoiceParts<Value extends string> {
  readonly label: string
  readonly value: Value | null
  readonly options: readonly { readonly value: Value; readonly text: string }[]
  readonly onChoose: (value: Value) => void
}

/** One of a few: all in sight, one press. */
export function Choice<Value extends string>({ label, value, options, onChoose }: ChoiceParts<Value>) {
  return (
    <div className={styles['choice']} role="group" aria-label={label}>
      <span className={styles['label']}>{label}</span>
      <div className={styles['options']}>
        {options.map((option) => (
          <Button key={option.value} pressed={option.value === value} onPress={() => onChoose(option.value)}>
            {option.text}
          </Button>
        ))}
      </div>
    </div>
  )
}
