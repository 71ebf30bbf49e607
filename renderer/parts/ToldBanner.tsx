import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCashier } from '../station.ts'
import { explain, isWhy, type Why } from '../words/refusals.ts'
import { Button } from './Button.tsx'
import { untell, useTelling } from './told.ts'
import styles from './ToldBanner.module.css'

/**
 * What went wrong and what to do next. This page's own refusals come before what main has to say, which only the sell
 * screen shows: a panel has its own business.
 */
export function ToldBanner({ notices = false }: { readonly notices?: boolean }) {
  const { t } = useTranslation()
  const told = useTelling(({ told: now }) => now)
  const language = useCashier((view) => view.language)
  const notice = useCashier((view) => view.notice)
  const [readUpTo, setReadUpTo] = useState(0)
  const unread = notices && notice !== null && notice.serial > readUpTo
  const why: Why | null = told?.why ?? (unread ? (isWhy(notice.why) ? notice.why : 'fault') : null)
  if (why === null) return null
  const text = told?.text ?? notice?.text ?? ''
  const { what, next } = explain(language, why, text)
  const dismiss = () => {
    if (told) untell()
    else if (notice) setReadUpTo(notice.serial)
  }
  return (
    <div className={styles['banner']} role="alert">
      <span className={styles['mark']} aria-hidden="true">
        !
      </span>
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
