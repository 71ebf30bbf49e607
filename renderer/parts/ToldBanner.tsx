import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCashier } from '../station.ts'
import { explain, isWhy } from '../words/refusals.ts'
import { Button } from './Button.tsx'
import { Mark } from './Mark.tsx'
import { dismiss, tell, untell, useTelling } from './told.ts'
import styles from './ToldBanner.module.css'

/**
 * What went wrong and what to do next. What main has to say by itself is shown on the sell screen only: a panel has its
 * own business.
 */
export function ToldBanner({ notices = false }: { readonly notices?: boolean }) {
  const { t } = useTranslation()
  const told = useTelling(({ told: now }) => now)
  const language = useCashier((view) => view.language)
  if (told === null || (told.by === 'main' && !notices)) return null
  const { what, next } = explain(language, told.why, told.text)
  return (
    <div className={styles['banner']} role="alert">
      <Mark sign="!" tone="attention" />
      <p className={styles['words']}>
        <strong>{what}</strong> {next}
      </p>
      {notices && (
        <Button look="quiet" onPress={dismiss}>
          {t('dismiss')}
        </Button>
      )}
    </div>
  )
}

/** Passes on what main says; its serial tells two alike sentences apart. */
export function useNotices(): void {
  const notice = useCashier((view) => view.notice)
  const serial = notice?.serial
  const why = notice?.why
  const text = notice?.text
  useEffect(() => {
    if (why === undefined) untell()
    else tell(isWhy(why) ? why : 'fault', text, 'main')
  }, [serial, why, text])
}
