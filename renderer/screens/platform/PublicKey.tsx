import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { QrCode } from '../../parts/QrCode.tsx'
import report from '../../parts/Report.module.css'
import styles from './PublicKey.module.css'

/** For the platform: as text to copy, and as a QR code for whoever takes it with a telephone. */
export function PublicKey({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState<boolean | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // The shell does not let a page do that.
      setCopied(false)
    }
  }
  return (
    <section className={report['part']} aria-label={t('platform.publicKey')}>
      <h3>{t('platform.publicKey')}</h3>
      <pre className={styles['text']}>{text}</pre>
      <div className={styles['ways']}>
        <QrCode className={styles['code']} content={text} label={t('platform.publicKey')} />
        <div className={report['part']}>
          <Button onPress={() => void copy()}>{t('platform.copy')}</Button>
          {copied !== null && (
            <p className={copied ? report['sound'] : report['note']} role="status">
              {t(copied ? 'platform.copied' : 'platform.notCopied')}
            </p>
          )}
        </div>
      </div>
    </section>
  )
}
