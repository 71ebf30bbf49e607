import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'
import { open } from '../sell/desk.ts'

/** Why no sale can be begun; a cashier hears that a manager is to decide. */
export function PartingStrip() {
  const { t } = useTranslation()
  const isParted = useCashier(({ parting }) => parting !== null)
  const isDecided = useCashier(({ parting }) => parting?.decided !== null)
  const hasOffice = useCashier(({ office }) => office !== null)
  if (!isParted) return null
  return (
    <section className={styles['strip']} aria-label={t('parting.title')} role="status">
      <Mark sign="!" tone="attention" />
      <strong className={styles['words']}>
        {isDecided ? t('parting.stripDecided') : t('parting.strip')} {!hasOffice && t('parting.callManager')}
      </strong>
      {hasOffice && <Button onPress={() => open('office')}>{t('parting.open')}</Button>}
    </section>
  )
}
