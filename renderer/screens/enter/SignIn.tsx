import { ZERO } from '#domain/money'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { useLock } from '../../parts/lock.ts'
import { dismiss, tell, untell } from '../../parts/told.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { ChangeFirst, type KnownPassword } from './ChangeFirst.tsx'
import { EnterPage } from './EnterPage.tsx'
import { openAdvice, shutForgotten, useForgotten } from './forgotten.ts'
import { ForgottenPassword, type Reset } from './ForgottenPassword.tsx'
import { NUMBER_MAX } from './operator-number.ts'
import styles from './SignIn.module.css'

/** Who is at the till; where their secrets have to be changed first, that; and the way in for who forgot one. */
export function SignIn() {
  const [changing, setChanging] = useState<KnownPassword | null>(null)
  const [reset, setReset] = useState<Reset | null>(null)
  const forgotten = useForgotten(({ at }) => at !== 'shut')
  const wasReset = (now: Reset) => {
    setReset(now)
    shutForgotten()
  }
  if (forgotten) return <ForgottenPassword onReset={wasReset} />
  if (changing) return <ChangeFirst who={changing} onBack={() => setChanging(null)} />
  return <NumberAndPassword reset={reset} onMustChange={setChanging} />
}

interface NumberAndPasswordParts {
  /** What was just set by a code of head office; null where nothing was. */
  readonly reset: Reset | null
  readonly onMustChange: (who: KnownPassword) => void
}

/** Number and password. Where somebody locked it, their number stands there already. */
function NumberAndPassword({ reset, onMustChange }: NumberAndPasswordParts) {
  const { t } = useTranslation()
  const shop = useCashier((view) => view.shop)
  const lockedBy = useCashier((view) => view.lockedBy)
  const lockedAt = useCashier((view) => view.lockedAt)
  const { number, password, at, ...signing } = useSigning(reset?.number ?? lockedBy?.number ?? '', onMustChange)
  const person = lockedBy?.number === number ? lockedBy : null
  return (
    <EnterPage title={shop} className={styles['page']}>
      <div className={styles['halves']}>
        <section className={styles['who']} aria-label={t('enter.signIn')}>
          <h2>{person ? t('enter.locked', { name: `${person.number} ${person.name}` }) : t('enter.signIn')}</h2>
          {person && lockedAt !== null && <p role="status">{t('shopFloor.locked', { station: lockedAt })}</p>}
          {reset && <p role="status">{`✓ ${t(`forgotten.done.${reset.kind}`)}`}</p>}
          <div onFocus={() => signing.setAt('number')}>
            <Field
              {...{ label: t('enter.number'), value: number, onChange: signing.setNumber }}
              {...{ digits: true, longest: NUMBER_MAX, field: signing.numberField, autoFocus: at === 'number' }}
            />
          </div>
          <div onFocus={() => signing.setAt('password')}>
            <Field
              {...{ label: t('enter.password'), value: password, onChange: signing.setPassword }}
              {...{ type: 'password' as const, field: signing.passwordField, autoFocus: at === 'password' }}
            />
          </div>
          <TriesLeft {...signing.lock} />
          {/* How long to wait is said above; "try again" beside it would contradict. */}
          {!signing.lock.locked && <ToldBanner />}
          <div className={styles['foot']}>
            {number !== '' && <Button onPress={signing.another}>{t('enter.another')}</Button>}
            <Button look="primary" isDisabled={!signing.ready} onPress={signing.next}>
              {person ? t('enter.unlock') : t('enter.signIn')}
            </Button>
          </div>
          <Waiting />
          <Button look="quiet" shortcut="F1" className={styles['forgotten']} onPress={openAdvice}>
            {t('forgotten.open')}
          </Button>
        </section>
        <Keypad onSign={signing.type} onBack={signing.back} onClear={signing.another} />
      </div>
    </EnterPage>
  )
}

/** What was left on the counter: it waits, and what it comes to stays in sight. */
function Waiting() {
  const { t } = useTranslation()
  const open = useCashier(({ sale }) => sale !== null)
  const total = useCashier(({ sale }) => sale?.total ?? ZERO)
  if (!open) return null
  return (
    <p className={styles['waiting']}>
      <span>{t('enter.waiting')}</span>
      <Amount amount={total} size="large" />
    </p>
  )
}

/** The number and the password as they are typed, and asking main once with them; the password is then forgotten. */
function useSigning(known: string, onMustChange: NumberAndPasswordParts['onMustChange']) {
  const [number, setNumber] = useState(known)
  const [password, setPassword] = useState('')
  const [at, setAt] = useState<'number' | 'password'>(known === '' ? 'number' : 'password')
  const numberField = useRef<HTMLInputElement>(null)
  const passwordField = useRef<HTMLInputElement>(null)
  const asking = useRef(false)
  const lock = useLock(number, 'login')
  const ready = number !== '' && password !== '' && !lock.locked
  const signIn = async () => {
    if (!ready || asking.current) return
    asking.current = true
    dismiss()
    const answer = await station.operators.signIn({ number, password })
    if (!answer.ok && answer.why === 'must-change') {
      onMustChange({ number, password })
      return
    }
    if (answer.ok) untell()
    else tell(answer.why, number)
    asking.current = false
    setPassword('')
    passwordField.current?.focus()
  }
  const next = () => {
    if (at === 'number' && number !== '' && password === '') passwordField.current?.focus()
    else void signIn()
  }
  const another = () => {
    setNumber('')
    setPassword('')
    dismiss()
    numberField.current?.focus()
  }
  const change = (to: (now: string) => string) => {
    if (at === 'password') setPassword(to)
    else setNumber((now) => to(now).replace(/\D/g, '').slice(0, NUMBER_MAX))
  }
  const type = (text: string) => change((now) => now + text)
  const back = () => change((now) => now.slice(0, -1))
  useLayer({ typed: type, keys: { Enter: next, Backspace: back, F1: openAdvice } })
  const fields = { number, setNumber, password, setPassword, numberField, passwordField }
  return { ...fields, lock, at, setAt, ready, next, another, type, back }
}
