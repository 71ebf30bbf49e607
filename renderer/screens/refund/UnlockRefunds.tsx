import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import { useLock } from '../../parts/lock.ts'
import { orTell } from '../../parts/told.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { station, useCashier } from '../../station.ts'
import styles from './RefundDrawer.module.css'

/** Too many wrong codes were entered for this sale: a manager lets its refunds go on, by their own void password. */
export function UnlockRefunds({ receipt }: { readonly receipt: string }) {
  const { t } = useTranslation()
  const locked = useCashier(({ refundsLocked }) => refundsLocked)
  const me = useCashier(({ operator }) => operator)
  const lock = useLock(me?.number ?? '', 'void')
  const [password, setPassword] = useState('')
  if (!locked) return null
  const unlock = async () => {
    await orTell(station.authority.unlockRefunds({ receipt, voidPassword: password }), receipt)
    setPassword('')
  }
  return (
    <>
      <p className={styles['refused']} role="alert">
        {t('authority.refundsLocked')}
      </p>
      {me?.role === 'manager' && (
        <>
          <Field {...{ label: t('policy.password'), type: 'password', value: password, onChange: setPassword }} />
          <TriesLeft {...lock} />
          <Button isDisabled={password === '' || lock.locked} onPress={() => void unlock()}>
            {t('authority.unlock')}
          </Button>
        </>
      )}
    </>
  )
}
