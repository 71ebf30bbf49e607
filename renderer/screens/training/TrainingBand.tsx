import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import styles from './Training.module.css'
import { TrainingPanel } from './TrainingPanel.tsx'

/** The hatched band that says it is training; its button opens the hands for the virtual devices. */
export function TrainingBand() {
  const { t } = useTranslation()
  const selling = useCashier(({ stage }) => stage === 'selling')
  const [open, setOpen] = useState(false)
  return (
    <>
      <div className={styles['band']} role="note">
        <strong>
          {t('band.name')} · {t('band.note')}
        </strong>
        {selling && (
          <Button className={styles['toggle']} pressed={open} onPress={() => setOpen(!open)}>
            {t('band.panel')}
          </Button>
        )}
      </div>
      {open && selling && <TrainingPanel onClose={() => setOpen(false)} />}
    </>
  )
}
