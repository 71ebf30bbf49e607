import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { FieldKeypad } from '../../parts/FieldKeypad.tsx'
import { closing } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import styles from './Secrets.module.css'

interface SecretDrawerParts {
  readonly title: string
  readonly confirm: string
  readonly ready: boolean
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
  /** Stands above the fields. */
  readonly head?: ReactNode
  readonly children: ReactNode
}

/** Fields for secrets, the number pad beside them for fingers, and one step. Enter goes on to the next empty field. */
export function SecretDrawer({ title, confirm, ready, onConfirm, onClose: left, head, children }: SecretDrawerParts) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const asking = useRef(false)
  const fields = useRef<HTMLDivElement>(null)
  const nextEmpty = () => {
    const all = [...(fields.current?.querySelectorAll('input') ?? [])]
    all.find(({ value }) => value === '')?.focus()
  }
  const press = async () => {
    if (asking.current) return
    if (!ready) {
      nextEmpty()
      return
    }
    asking.current = true
    await onConfirm()
    asking.current = false
    // Where it was refused, what was asked for once is asked for again.
    setTimeout(nextEmpty)
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('approve.cancel')}
      </Button>
      <Button look="primary" isDisabled={!ready} onPress={() => void press()}>
        {confirm}
      </Button>
    </>
  )
  return (
    <Drawer title={title} onClose={onClose} keys={{ Enter: () => void press() }} foot={foot}>
      {head}
      <div className={styles['halves']}>
        <div className={styles['fields']} ref={fields}>
          {children}
          <ToldBanner />
        </div>
        <FieldKeypad />
      </div>
    </Drawer>
  )
}
