import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import styles from './Button.module.css'
import { classes } from './classes.ts'

interface ButtonParts {
  /** One primary a screen: the next step. `danger` is outlined, never bright. */
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet'
  /** The function key that does the same, shown small. */
  readonly shortcut?: string
  readonly isDisabled?: boolean
  readonly className?: string | undefined
  /** For screen readers, where the content alone does not say it. */
  readonly label?: string
  readonly pressed?: boolean
  /** It takes the focus when it appears: there is no field, and Enter is for it. */
  readonly isNext?: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

/** Every button of the station. Pressing one leaves the focus where it was: the scanner's hand never lost it. */
export function Button({ look = 'plain', shortcut, isDisabled = false, isNext = false, ...rest }: ButtonParts) {
  const { className, onPress, children, label, pressed } = rest
  return (
    <AriaButton
      className={classes(styles['button'], styles[look], className)}
      isDisabled={isDisabled}
      onPress={({ pointerType, target }) => {
        // The first press of a finger or mouse can still leave the focus here, where the next Enter would press again.
        if (pointerType !== 'keyboard' && pointerType !== 'virtual' && target instanceof HTMLElement) target.blur()
        onPress()
      }}
      preventFocusOnPress
      autoFocus={isNext}
      {...(label !== undefined && { 'aria-label': label })}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
    >
      {children}
      {shortcut !== undefined && <kbd className={styles['shortcut']}>{shortcut}</kbd>}
    </AriaButton>
  )
}
