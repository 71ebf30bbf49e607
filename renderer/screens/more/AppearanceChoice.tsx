import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './More.module.css'

/** Language and theme: kept by main, so that a restart and the other window agree. */
export function AppearanceChoice() {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  const theme = useCashier((view) => view.theme)
  const choose = (wanted: { language: typeof language; theme: typeof theme }) =>
    void orTell(station.operators.setAppearance(wanted))
  return (
    <div className={styles['appearance']}>
      <Choice
        label={t('more.language')}
        value={language}
        options={[
          { value: 'zh-CN', text: t('more.chinese') },
          { value: 'en', text: t('more.english') },
        ]}
        onChoose={(value) => choose({ language: value, theme })}
      />
      <Choice
        label={t('more.theme')}
        value={theme}
        options={[
          { value: 'light', text: t('more.light') },
          { value: 'dark', text: t('more.dark') },
        ]}
        onChoose={(value) => choose({ language, theme: value })}
      />
    </div>
  )
}
