import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import styles from './ApproveDrawer.module.css'
import type { useAsking } from './asking.ts'

type PasskeyButtonParts = Pick<ReturnType<typeof useAsking>, 'sign' | 'isSigned'> & { readonly manager: string }

/** In the place of an authenticator’s digits, for managers who have a passkey. */
export function PasskeyButton({ sign, isSigned, manager }: PasskeyButtonParts) {
  const { t } = useTranslation()
  const offered = useCashier(({ passkeys }) => passkeys.offered && passkeys.people.includes(manager))
  if (isSigned) return <p className={styles['note']}>{`✓ ${t('authority.signed')}`}</p>
  return offered ? <Button onPress={() => void sign()}>{t('authority.sign')}</Button> : null
}
