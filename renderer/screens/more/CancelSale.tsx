import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { station, useCashier } from '../../station.ts'
import { orApprove } from '../approve/pending.ts'
import styles from './More.module.css'

/** Gives the open sale up; asked twice, since one slip of a finger would cost twenty scans. */
export function CancelSale({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const count = useCashier(({ sale }) => sale?.count ?? 0)
  const [asking, setAsking] = useState(false)
  const cancel = async () => {
    await orApprove({ act: 'cancel-sale' }, (given) => station.sale.cancel(given), onDone)
  }
  const fixed = useCashier(({ sale }) => sale?.fixed ?? false)
  // What was taken for it goes back first.
  if (count === 0 || fixed) return null
  if (!asking) {
    return (
      <Button look="danger" onPress={() => setAsking(true)}>
        {t('cancel.act')}
      </Button>
    )
  }
  return (
    <div className={styles['ask']} role="alertdialog" aria-label={t('cancel.ask', { count })}>
      <p>{t('cancel.ask', { count })}</p>
      <Button onPress={() => setAsking(false)}>{t('cancel.no')}</Button>
      <Button look="danger" onPress={() => void cancel()}>
        {t('cancel.yes')}
      </Button>
    </div>
  )
}
