import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import { orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { EnterPage } from './EnterPage.tsx'
import styles from './FirstRun.module.css'
import { OPERATOR_NUMBER } from './operator-number.ts'

const EMPTY = {
  ...{ number: '', name: '', password: '', passwordAgain: '', voidPassword: '', voidAgain: '' },
  ...{ email: '', phone: '' },
}
type Answers = typeof EMPTY

/** The first question a station asks: who its first manager is, that manager's two passwords, and where codes go. */
export function FirstRun() {
  const { t } = useTranslation()
  const [answers, setAnswers] = useState(EMPTY)
  const set = (name: keyof Answers) => (value: string) => setAnswers((now) => ({ ...now, [name]: value }))
  const problem = useProblem(answers)
  const [busy, setBusy] = useState(false)
  const { email, phone } = contactIn(answers)
  const skipped = email === null && phone === null ? t('enter.noContact') : null
  const begin = async () => {
    if (problem !== null || busy) return
    setBusy(true)
    const { number, name, password, voidPassword } = answers
    const contact = { email, phone }
    await orTell(station.operators.begin({ manager: { number, name }, password, voidPassword, contact }))
    setBusy(false)
  }
  useLayer({ keys: { Enter: () => void begin() } })
  const secret = (label: string, name: keyof Answers) => (
    <Field label={label} value={answers[name]} onChange={set(name)} type="password" />
  )
  const digits = { digits: true, longest: 6, hint: t('enter.numberHint') }
  return (
    <EnterPage title={t('enter.title')} className={styles['page']}>
      <p className={styles['note']}>{t('enter.note')}</p>
      <div className={styles['people']}>
        <section className={styles['person']} aria-label={t('enter.manager')}>
          <h2>{t('enter.manager')}</h2>
          <Field label={t('enter.number')} value={answers.number} onChange={set('number')} autoFocus {...digits} />
          <Field label={t('enter.name')} value={answers.name} onChange={set('name')} longest={20} />
          {secret(t('enter.password'), 'password')}
          {secret(t('enter.again'), 'passwordAgain')}
        </section>
        <section className={styles['person']} aria-label={t('enter.voidPassword')}>
          <h2>{t('enter.voidPassword')}</h2>
          <p className={styles['note']}>{t('enter.voidHint')}</p>
          {secret(t('enter.voidPassword'), 'voidPassword')}
          {secret(t('enter.again'), 'voidAgain')}
          <p className={styles['note']}>{t('enter.passwordHint')}</p>
        </section>
        <section className={styles['contact']} aria-label={t('secrets.contact')}>
          <h2>{t('secrets.contact')}</h2>
          <p className={styles['note']}>{t('enter.contactNote')}</p>
          <Field label={t('secrets.email')} value={answers.email} onChange={set('email')} />
          <Field label={t('secrets.phone')} value={answers.phone} onChange={set('phone')} longest={20} />
        </section>
      </div>
      <ToldBanner />
      <div className={styles['foot']}>
        <p className={styles['problem']}>{problem ?? skipped}</p>
        <Button look="primary" isDisabled={problem !== null || busy} onPress={() => void begin()}>
          {t('enter.start')}
        </Button>
      </div>
    </EnterPage>
  )
}

const contactIn = ({ email, phone }: Answers) => ({ email: email.trim() || null, phone: phone.trim() || null })

/** What still stands in the way, in words; null when nothing does. Main checks all of it again. */
function useProblem(answers: Answers): string | null {
  const { t } = useTranslation()
  const missing = [
    ...(OPERATOR_NUMBER.test(answers.number) ? [] : [t('enter.number')]),
    ...(answers.name.trim() ? [] : [t('enter.name')]),
    ...(answers.password ? [] : [t('enter.password')]),
    ...(answers.voidPassword ? [] : [t('enter.voidPassword')]),
  ]
  if (missing.length > 0) return t('enter.missing', { what: missing[0] ?? '' })
  const differs = answers.password !== answers.passwordAgain || answers.voidPassword !== answers.voidAgain
  return differs ? t('enter.differ') : null
}
