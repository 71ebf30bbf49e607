import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import { orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { AppearanceChoice } from '../more/AppearanceChoice.tsx'
import styles from './FirstRun.module.css'

const EMPTY = { cashier: '', cashierName: '', manager: '', managerName: '', password: '', again: '' }
type Answers = typeof EMPTY
const NUMBER = /^\d{2,6}$/

/** The first question a station asks: who sells, who approves, and that manager's void password. */
export function FirstRun() {
  const { t } = useTranslation()
  const [answers, setAnswers] = useState(EMPTY)
  const set = (name: keyof Answers) => (value: string) => setAnswers((now) => ({ ...now, [name]: value }))
  const problem = useProblem(answers)
  const [busy, setBusy] = useState(false)
  const begin = async () => {
    if (problem !== null || busy) return
    setBusy(true)
    const { cashier, cashierName, manager, managerName, password } = answers
    await orTell(
      station.operators.begin({
        cashier: { number: cashier, name: cashierName },
        manager: { number: manager, name: managerName },
        voidPassword: password,
      }),
    )
    setBusy(false)
  }
  useLayer({ keys: { Enter: () => void begin() } })
  const number = { digits: true, longest: 6, hint: t('enter.numberHint') }
  const secret = { type: 'password' as const }
  return (
    <main className={styles['page']}>
      <div className={styles['head']}>
        <h1>{t('enter.title')}</h1>
        <AppearanceChoice />
      </div>
      <p className={styles['note']}>{t('enter.note')}</p>
      <div className={styles['people']}>
        <section className={styles['person']} aria-label={t('enter.cashier')}>
          <h2>{t('enter.cashier')}</h2>
          <Field label={t('enter.number')} value={answers.cashier} onChange={set('cashier')} autoFocus {...number} />
          <Field label={t('enter.name')} value={answers.cashierName} onChange={set('cashierName')} longest={20} />
        </section>
        <section className={styles['person']} aria-label={t('enter.manager')}>
          <h2>{t('enter.manager')}</h2>
          <Field label={t('enter.number')} value={answers.manager} onChange={set('manager')} {...number} />
          <Field label={t('enter.name')} value={answers.managerName} onChange={set('managerName')} longest={20} />
          <Field label={t('enter.password')} value={answers.password} onChange={set('password')} {...secret} />
          <Field label={t('enter.again')} value={answers.again} onChange={set('again')} {...secret} />
          <p className={styles['note']}>{t('enter.passwordHint')}</p>
        </section>
      </div>
      <ToldBanner />
      <div className={styles['foot']}>
        <p className={styles['problem']}>{problem}</p>
        <Button look="primary" isDisabled={problem !== null || busy} onPress={() => void begin()}>
          {t('enter.start')}
        </Button>
      </div>
    </main>
  )
}

/** What still stands in the way, in words; null when nothing does. Main checks all of it again. */
function useProblem(answers: Answers): string | null {
  const { t } = useTranslation()
  const missing = [
    ...(NUMBER.test(answers.cashier) ? [] : [`${t('enter.cashier')} ${t('enter.number')}`]),
    ...(answers.cashierName.trim() ? [] : [`${t('enter.cashier')} ${t('enter.name')}`]),
    ...(NUMBER.test(answers.manager) ? [] : [`${t('enter.manager')} ${t('enter.number')}`]),
    ...(answers.managerName.trim() ? [] : [`${t('enter.manager')} ${t('enter.name')}`]),
    ...(answers.password ? [] : [t('enter.password')]),
    ...(answers.again ? [] : [t('enter.again')]),
  ]
  if (missing.length > 0) return t('enter.missing', { what: missing[0] ?? '' })
  return answers.password === answers.again ? null : t('enter.differ')
}
