import type { ReactNode } from 'react'
import { Keypad } from '../../parts/Keypad.tsx'
import styles from './ApproveDrawer.module.css'
import type { useAsking } from './asking.ts'

interface HalvesParts {
  readonly entry: Pick<ReturnType<typeof useAsking>, 'fields' | 'change'>
  readonly children: ReactNode
}

/** What is entered on the left, and the pad that writes into it; none where nothing is. */
export function EntryHalves({ entry: { fields, change }, children }: HalvesParts) {
  return (
    <div className={styles['secret']}>
      <div className={styles['fields']}>{children}</div>
      {fields.length > 0 && (
        <Keypad
          {...{ onSign: (sign) => change((now) => now + sign), onClear: () => change(() => '') }}
          onBack={() => change((now) => now.slice(0, -1))}
        />
      )}
    </div>
  )
}
