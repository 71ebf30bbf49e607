import type { ActivationView } from '#contract/activation'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../parts/Facts.tsx'
import { QrCode } from '../../parts/QrCode.tsx'
import styles from './ActivationDrawer.module.css'

interface HereParts {
  readonly here: NonNullable<ActivationView['here']>
  /** What it is shown for. */
  readonly note: string
}

/** What head office must know to make a code, to be read out or scanned. */
export function Here({ here, note }: HereParts) {
  const { t } = useTranslation()
  const { merchant, terminal, device, trusts } = here
  const facts = [
    { name: t('activation.merchant'), value: merchant || t('activation.none') },
    { name: t('activation.terminal'), value: terminal || t('activation.none') },
    { name: t('activation.device'), value: device ?? t('activation.noDevice') },
  ]
  return (
    <section className={styles['here']}>
      {!trusts && <p className={styles['amiss']}>{t('activation.noTrust')}</p>}
      <div className={styles['halves']}>
        <Facts facts={facts} />
        {device !== null && (
          <QrCode content={['HO1-DEVICE', merchant, terminal, device].join(':')} className={styles['code']} />
        )}
      </div>
      <p className={styles['note']}>{note}</p>
    </section>
  )
}
